//! What Java logs of Kerberos, where a line tells only with those beside it.

use super::Reader;
use super::codes::of_kerberos_code;
use super::line::Line;
use super::tickets::of_unknown;
use crate::lab::{Observable as O, SentToken};
use crate::present::causes::{Sign, Symptom as S};
use crate::present::narration::diagnose as said;

/// Lines of its errors of which nothing follows.
const ORDINARY: [&str; 4] = ["ctime is", "stime is", "susec is", "msgtype is"];
const NTLM: &str = "1.3.6.1.4.1.311.2.2.10";

/// What was logged so far.
#[derive(Default)]
pub(super) struct Logged {
    /// The last line with a mechanism that a token names.
    mechanism: Option<usize>,
    /// That a KDC does not know a service, whose name comes next.
    unknown: Option<Vec<Sign>>,
    /// Such a name was no web server's: the exception that follows is about it.
    other_unknown: bool,
}

impl Logged {
    /// What comes next is about something else.
    pub(super) fn ends(&mut self) {
        self.other_unknown = false;
    }
}

impl Reader {
    /// Whether the line is of that log.
    pub(super) fn of_java(&mut self, line: &Line<'_>) -> bool {
        let low = line.low;
        if let Some((_, oid)) = low.split_once("reading mechanism oid = ") {
            // The first is that of the token behind them.
            let before = self.logged.mechanism.replace(line.number);
            let signs = match before == line.number.checked_sub(1) || oid != NTLM {
                true => Vec::new(),
                false => vec![Sign::Any(vec![O::Sends(SentToken::NegotiateNtlm)])],
            };
            self.add(line.number, said::quoted(line.text), signs);
            return true;
        }
        if let Some(code) = low.strip_prefix("error code is ") {
            self.logged.ends();
            if let Some(signs) = code.parse().ok().and_then(of_error) {
                self.logged.unknown = (code == "7").then(|| signs.clone());
                self.add(line.number, said::quoted(line.text), signs);
                return true;
            }
        }
        if let Some(name) = low.strip_prefix("sname is ") {
            self.named(name);
            return true;
        }
        let again = low.contains("server not found in kerberos database (7)");
        if self.logged.other_unknown && again && !low.contains("http/") {
            self.add(line.number, said::quoted(line.text), Vec::new());
            return true;
        }
        ORDINARY.iter().any(|begin| low.starts_with(begin))
    }

    /// A name that the error before was about.
    fn named(&mut self, name: &str) {
        let other = self.logged.unknown.take().zip(of_unknown(name));
        self.logged.other_unknown = other.is_some();
        let Some((unknown, signs)) = other else {
            return;
        };
        let known = self.reading.observations.iter_mut();
        let about = known.filter(|it| it.signs == unknown);
        about.for_each(|it| it.signs.clone_from(&signs));
    }
}

/// What a KDC's error says.
fn of_error(code: u32) -> Option<Vec<Sign>> {
    let mut signs = of_kerberos_code(code)?;
    // The password is typed, or in a keytab.
    if code == 24 {
        signs.push(Sign::Symptom(S::Keytab));
    }
    Some(signs)
}
