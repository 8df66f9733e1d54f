//! A failed or granted logon that two computers tell of: the one that was signed in to, and the authority that it asked.

use super::Collection;
use crate::letter_case::lower;
use crate::traffic::attempts::{Attempt, AttemptOutcome};
use crate::traffic::leg::{LoggedStep, Method, Protocol, Status};
use crate::wire::ntstatus::{STATUS_LOGON_FAILURE, STATUS_NO_SUCH_USER, STATUS_WRONG_PASSWORD};
use std::collections::HashMap;

/// A server and its domain controller write of one logon within this time of each other: two seconds.
const SAME: u64 = 2_000_000_000;

/// Of a user with so many logons at once nothing is told from times.
const MOST_NEAR: usize = 64;

/// What a log tells of a logon by NTLM.
struct LoggedLogon {
    attempt: usize,
    at: i64,
    /// Whether it is the authority that tells.
    validates: bool,
    /// The client's computer, as it calls itself.
    workstation: Option<String>,
    /// 0 is success.
    status: u32,
}

impl Collection {
    /// Which events of an authority (4776, or 680) tell of a logon that the server tells of too (4624, 4625): each with the
    /// attempt of the server. Only where each fits one of the other alone.
    pub(super) fn validated(&self) -> Vec<(usize, usize)> {
        let mut by_user: HashMap<String, Vec<LoggedLogon>> = HashMap::new();
        for (number, attempt) in self.attempts.iter().enumerate() {
            if let Some((user, logon)) = self.logged_logon(number, attempt) {
                by_user.entry(user).or_default().push(logon);
            }
        }
        let mut found = Vec::new();
        for mut logons in by_user.into_values() {
            logons.sort_by_key(|it| it.at);
            for (place, logon) in logons.iter().enumerate().filter(|(_, it)| it.validates) {
                let server = only_fitting(&logons, place);
                let server = server.filter(|it| only_fitting(&logons, *it) == Some(place));
                let server = server.and_then(|it| logons.get(it));
                found.extend(server.map(|server| (logon.attempt, server.attempt)));
            }
        }
        found.sort_unstable();
        found
    }

    /// The attempt as a log tells of it, behind its user's name; nothing where it is none of NTLM’s, or no log tells.
    fn logged_logon(&self, number: usize, attempt: &Attempt) -> Option<(String, LoggedLogon)> {
        let [(_, leg)] = attempt.legs[..] else {
            return None;
        };
        let leg = self.legs.get(leg)?;
        let flow = self.flow(attempt)?;
        let validates = match leg.logged {
            Some(LoggedStep::Validation) => true,
            Some(LoggedStep::Kdc(_)) => return None,
            None => false,
        };
        // Where Windows chose NTLM within Negotiate, the event of a failed logon names the latter.
        let by_ntlm = match attempt.method {
            Some(Method::Ntlm) => true,
            Some(Method::Negotiate) => !validates,
            _ => false,
        };
        if flow.protocol != Protocol::Log || !by_ntlm {
            return None;
        }
        let status = match (&attempt.outcome, leg.status.as_ref()) {
            (AttemptOutcome::Accepted(_), _) => 0,
            (_, Some(Status::Nt(status))) => *status,
            _ => return None,
        };
        let user = attempt.facts.user.as_deref().filter(|it| !it.is_empty())?;
        let workstation = flow.client.name.as_deref();
        let logon = LoggedLogon {
            attempt: number,
            at: leg.at?.0,
            validates,
            workstation: workstation.map(|it| lower(it.trim_start_matches('\\'))),
            status,
        };
        Some((lower(user), logon))
    }
}

/// Of logons of one user in the order of time: the place of the only one near that one which fits it.
fn only_fitting(logons: &[LoggedLogon], place: usize) -> Option<usize> {
    let one = logons.get(place)?;
    let near = |other: &usize| {
        let other = logons.get(*other);
        other.is_some_and(|other| other.at.abs_diff(one.at) < SAME)
    };
    let before = (0..place).rev().take_while(near);
    let behind = (place + 1..logons.len()).take_while(near);
    let near: Vec<usize> = before.chain(behind).take(MOST_NEAR).collect();
    let fits = |other: &&usize| logons.get(**other).is_some_and(|other| one.fits(other));
    let mut fitting = near.iter().filter(fits);
    let first = fitting.next().copied();
    first.filter(|_| fitting.next().is_none() && near.len() < MOST_NEAR)
}

impl LoggedLogon {
    /// Whether the other may tell of the same, on the other side.
    fn fits(&self, other: &Self) -> bool {
        let named = self.workstation.as_ref().zip(other.workstation.as_ref());
        let [authority, server] = match self.validates {
            true => [self.status, other.status],
            false => [other.status, self.status],
        };
        // A server may say no more than that the name or the password is wrong.
        let unsaid = server == STATUS_LOGON_FAILURE
            && matches!(authority, STATUS_WRONG_PASSWORD | STATUS_NO_SUCH_USER);
        self.validates != other.validates
            && (authority == server || unsaid)
            && named.is_none_or(|(one, other)| one == other)
    }
}
