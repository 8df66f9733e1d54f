//! What `klist` prints.

use super::super::codes::number;
use super::{AskedService, Line, any};
use crate::hosts::security::kerberos::TicketFlags;
use crate::lab::Observable as O;
use crate::present::causes::{Sighting, Sign, Symptom as S};

/// What was printed so far of a ticket.
#[derive(Default)]
pub(super) struct Klist {
    /// The service of the ticket whose lines these are, in lower case.
    service: Option<String>,
}

impl Klist {
    pub(super) fn take(&mut self, line: &Line<'_>, asked: AskedService) -> Option<Vec<Sighting>> {
        let low = line.low;
        let unknown = low.strip_prefix("klist failed with 0x");
        let unknown =
            unknown.is_some_and(|it| it.starts_with("c000018b") || it.starts_with("80090303"));
        if asked == AskedService::Other && unknown {
            return Some(line.says(vec![Sign::Symptom(S::BackEndSpn)]));
        }
        if low.contains("cached tickets: (0)") {
            return Some(line.says(any(&[O::NoTicket])));
        }
        if let Some(service) = low.strip_prefix("server:") {
            let service = service.trim().split(" @ ").next();
            self.service = service.map(str::to_owned);
            return Some(Vec::new());
        }
        Some(line.says(self.flags(low)?))
    }

    /// The flags of the ticket for a web server that is named in the lines before; whether it is that one's.
    fn flags(&self, low: &str) -> Option<Vec<Sign>> {
        let rest = low.split_once("ticket flags")?.1;
        let service = self.service.as_deref();
        service.filter(|service| service.starts_with("http/"))?;
        let flags = rest.split_whitespace().find_map(number);
        let has = |flag, word: &str| match flags {
            Some(flags) => TicketFlags::from_bits_retain(flags).contains(flag),
            None => rest.contains(word),
        };
        let delegates = has(TicketFlags::OK_AS_DELEGATE, "ok_as_delegate");
        let forwardable = has(TicketFlags::FORWARDABLE, "forwardable");
        Some(vec![
            Sign::Any(vec![O::OkAsDelegate(delegates)]),
            Sign::Any(vec![O::Forwardable(forwardable)]),
        ])
    }
}
