//! What SQL Server answers when it is asked how its connections signed in.

use super::{Line, any, is_prose};
use crate::hosts::BackEndProtocol;
use crate::lab::{Observable as O, SettingFinding as F};
use crate::present::causes::{Sighting, Sign, Symptom as S};

/// What was printed so far.
#[derive(Default)]
pub(super) struct AuthScheme {
    /// Whether the column was named, and no line ended its rows.
    open: bool,
    /// A connection by Kerberos, or else one by NTLM.
    found: Option<(Scheme, Sighting)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Ntlm,
    Kerberos,
}

impl AuthScheme {
    pub(super) fn take(&mut self, line: &Line<'_>) -> Option<Vec<Sighting>> {
        let mut cells = line.low.split([' ', ',', '\t']);
        if cells.clone().any(|it| it == "auth_scheme") {
            // Somebody may tell of it in a row of its own.
            let told = ["ntlm", "kerberos"].iter().any(|it| line.low.contains(it));
            let asked = line.low.contains("select ");
            self.open = !told && !asked && !is_prose(line.low);
            return (self.open || asked && !told).then(Vec::new);
        }
        if !self.open {
            return None;
        }
        let scheme = cells.find_map(|cell| match cell {
            "ntlm" => Some(Scheme::Ntlm),
            "kerberos" => Some(Scheme::Kerberos),
            _ => None,
        });
        let Some(scheme) = scheme else {
            self.open = line.low.starts_with('-');
            return self.open.then(Vec::new);
        };
        // Within one computer nobody asks for a ticket.
        let local = line.low.contains("shared memory") || line.low.contains("<local machine>");
        let known = self.found.as_ref();
        if !local
            && known.is_none_or(|(known, _)| (*known, scheme) == (Scheme::Ntlm, Scheme::Kerberos))
        {
            let said = line.says(scheme.signs()).into_iter().next();
            self.found = said.map(|it| (scheme, it));
        }
        Some(Vec::new())
    }

    /// What it comes to.
    pub(super) fn end(&mut self) -> Option<Sighting> {
        Some(self.found.take()?.1)
    }
}

impl Scheme {
    fn signs(self) -> Vec<Sign> {
        let takes = |kerberos| O::Is(F::BackEndTakesKerberos(kerberos));
        let sql = Sign::Any(vec![O::BackEnd(BackEndProtocol::Sql)]);
        let rest = match self {
            Self::Kerberos => any(&[takes(true)]),
            Self::Ntlm => vec![
                Sign::Any(vec![takes(false), O::BackEndAnonymous]),
                Sign::Symptom(S::BackEndSpn),
            ],
        };
        std::iter::once(sql).chain(rest).collect()
    }
}
