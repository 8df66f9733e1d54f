//! What `klist` prints.

use super::super::codes::number;
use super::{AskedService, Line, any};
use crate::hosts::security::kerberos::TicketFlags;
use crate::lab::{Observable as O, Restriction as R, SettingFinding as F};
use crate::present::causes::{Sighting, Sign, Symptom as S};

/// What was printed so far of a ticket.
#[derive(Default)]
pub(super) struct Klist {
    /// The service of the ticket whose lines these are, in lower case.
    service: Option<String>,
    /// Whether its client is a computer.
    of_computer: bool,
    /// Whether the bytes of a ticket are being printed.
    dump: bool,
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
        if let Some((_, client)) = low.split_once("client:").or(low.split_once("clientname :")) {
            let name = client.trim().split(['@', ' ']).next();
            self.of_computer = name.is_some_and(|it| it.ends_with('$'));
        }
        let server = ["server:", "servicename :"];
        if let Some(service) = server.iter().find_map(|it| low.strip_prefix(it)) {
            let service = service.trim().split(" @ ").next();
            self.service = service.map(str::to_owned);
            return Some(Vec::new());
        }
        // The ticket of `klist tgt` itself, as a dump.
        let first = low.split(' ').next().unwrap_or_default();
        let counts = first.len() == 4 && first.bytes().all(|it| it.is_ascii_hexdigit());
        self.dump = low.starts_with("encodedticket") || self.dump && counts;
        if self.dump {
            return Some(Vec::new());
        }
        Some(line.says(self.flags(low)?))
    }

    /// The flags of the ticket that is named in the lines before, for a web server or for the KDC: one that may not be
    /// forwarded is of an account that may not be delegated.
    fn flags(&self, low: &str) -> Option<Vec<Sign>> {
        let rest = low.split_once("ticket flags")?.1;
        let service = self.service.as_deref();
        let service = service?;
        let of_kdc = service == "krbtgt" || service.starts_with("krbtgt/");
        if !of_kdc && !service.starts_with("http/") {
            return None;
        }
        let flags = rest.split_whitespace().find_map(number);
        let has = |flag, word: &str| match flags {
            Some(flags) => TicketFlags::from_bits_retain(flags).contains(flag),
            None => rest.contains(word),
        };
        let delegates = has(TicketFlags::OK_AS_DELEGATE, "ok_as_delegate");
        let forwardable = has(TicketFlags::FORWARDABLE, "forwardable");
        // Each TGT of Windows is renewable: without that word they are flags in another form.
        let read = flags.is_some() || rest.contains("renewable") || forwardable;
        if of_kdc && (self.of_computer || !read) {
            return Some(Vec::new());
        }
        if of_kdc {
            let restricted = [R::Sensitive, R::Protected].map(|it| O::Is(F::User(it)));
            return Some(match forwardable {
                true => Vec::new(),
                false => any(&restricted),
            });
        }
        Some(vec![
            Sign::Any(vec![O::OkAsDelegate(delegates)]),
            Sign::Any(vec![O::Forwardable(forwardable)]),
        ])
    }
}
