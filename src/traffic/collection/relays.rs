//! Questions of NTLM that a host hands on: the server asks one connection, and the same question is in another.

use super::Collection;
use super::alignment::MOST_ALIKE;
use crate::traffic::leg::Sender;
use std::collections::HashMap;

impl Collection {
    /// Finds what a host hands on that is the server of one connection and the client of the other.
    pub(super) fn find_handed_on(&mut self) {
        let mut asked: HashMap<u64, Vec<usize>> = HashMap::new();
        for (number, attempt) in self.attempts.iter().enumerate() {
            if let Some(challenge) = attempt.facts.challenge {
                asked.entry(challenge).or_default().push(number);
            }
        }
        let mut found = Vec::new();
        let flow = |number: usize| self.flow(self.attempts.get(number)?);
        for numbers in asked.values() {
            let few = || numbers.iter().copied().take(MOST_ALIKE);
            for (onward, before) in few().flat_map(|it| few().map(move |other| (it, other))) {
                let flows = flow(onward).zip(flow(before));
                let through = flows.is_some_and(|(onward, before)| {
                    let ports = (onward.client.port, onward.server.port);
                    onward.client.address.is_some()
                        && onward.client.address == before.server.address
                        && ports != (before.client.port, before.server.port)
                });
                if through {
                    found.push((onward, (before, Sender::Client)));
                    found.push((before, (onward, Sender::Server)));
                }
            }
        }
        for (number, handed_on) in found {
            if let Some(attempt) = self.attempts.get_mut(number) {
                attempt.handed_on = Some(handed_on);
            }
        }
    }
}
