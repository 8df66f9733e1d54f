//! Tickets that a KDC does not give.

use super::Collection;
use crate::letter_case::lower;
use crate::traffic::attempts::{Attempt, SeenMechanism};
use crate::traffic::http::host_and_port;
use std::net::IpAddr;

impl Collection {
    /// Learns which clients get no ticket for a service on which host.
    pub(super) fn find_refused_tickets(&mut self) {
        let refused = self.attempts.iter().filter_map(|attempt| {
            let asks = matches!(attempt.mechanism, SeenMechanism::Ticket(_));
            let service = attempt.facts.service.as_deref();
            let service = service.filter(|_| asks && attempt.is_refused())?;
            let host = service.split(['/', '@']).nth(1)?;
            Some((self.flow(attempt)?.client.address?, lower(host)))
        });
        self.refused_tickets = refused.collect();
    }

    /// Whether a KDC is seen to give the client no ticket for a service on the host that it signs in to.
    pub fn gets_no_ticket(&self, attempt: &Attempt) -> bool {
        let asked = || -> Option<(IpAddr, String)> {
            let (host, _) = host_and_port(attempt.target.as_deref()?);
            Some((self.flow(attempt)?.client.address?, lower(host)))
        };
        asked().is_some_and(|it| self.refused_tickets.contains(&it))
    }
}
