//! Calls that nobody takes, and the attempts that they are made for.

use super::Collection;
use crate::traffic::attempts::{Attempt, AttemptOutcome};
use crate::traffic::leg::{Status, Unreached};

/// Ports of what is read here: SMTP, HTTP, Kerberos, DCE/RPC, IMAP, LDAP, HTTPS, SMB, changes of passwords, TDS, the global
/// catalog, WinRM.
const KNOWN: [u16; 18] = [
    25, 80, 88, 135, 143, 389, 443, 445, 464, 587, 636, 1433, 3268, 3269, 5985, 5986, 8080, 8443,
];

impl Collection {
    /// Finds the attempts that wait for an answer, or fail, while nobody takes a call that they need.
    pub(super) fn find_unreached(&mut self) {
        if self.unreached.is_empty() {
            return;
        }
        let needs = |attempt: &Attempt| {
            let calls = || self.unreached.iter();
            let failed = match &attempt.outcome {
                AttemptOutcome::Accepted(status) => matches!(status, Some(Status::Http(500..))),
                AttemptOutcome::NotTried | AttemptOutcome::Incomplete => false,
                _ => true,
            };
            let own = calls().position(|call| self.asks(attempt, call));
            own.or_else(|| calls().position(|call| failed && self.is_called_for(attempt, call)))
        };
        let needed: Vec<_> = self.attempts.iter().map(needs).collect();
        for (attempt, call) in self.attempts.iter_mut().zip(needed) {
            attempt.unreached = call;
        }
    }

    /// The calls that have to do with signing in: to ports of what is read here, and those of a server that has not answered
    /// yet.
    pub fn unreached_of_interest(&self) -> impl Iterator<Item = &Unreached> {
        self.unreached.iter().filter(|call| {
            let known = call.server.port.is_some_and(|it| KNOWN.contains(&it));
            known || self.attempts.iter().any(|it| self.is_called_for(it, call))
        })
    }

    /// Whether an attempt is that call, as one that asks a KDC.
    fn asks(&self, attempt: &Attempt, call: &Unreached) -> bool {
        let flow = self.flow(attempt).filter(|it| it.file == call.file);
        let waits = attempt.outcome == AttemptOutcome::Unanswered || attempt.is_told_to_use_tcp();
        waits
            && flow.is_some_and(|flow| {
                (flow.client.address, flow.server.address, flow.server.port)
                    == (call.client.address, call.server.address, call.server.port)
            })
    }

    /// Whether the server of an attempt made that call before it answered.
    fn is_called_for(&self, attempt: &Attempt, call: &Unreached) -> bool {
        let server = self.flow(attempt).and_then(|it| it.server.address);
        if server.is_none() || server != call.client.address {
            return false;
        }
        let place = |leg: Option<&(_, usize)>| {
            let leg = self.legs.get(leg?.1)?;
            (leg.file == call.file).then_some(leg.location)
        };
        let begun = place(attempt.legs.first()).is_some_and(|it| it.first < call.location.last);
        let ended = place(attempt.legs.last()).is_some_and(|it| it.last < call.location.first);
        begun && (!ended || attempt.outcome == AttemptOutcome::Unanswered)
    }
}
