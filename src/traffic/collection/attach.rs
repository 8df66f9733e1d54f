//! What logs and events tell of attempts, at the attempts they are about.

use super::Collection;
use crate::traffic::attempts::{Attempt, MessageRole};
use crate::traffic::files::{AuthControllerTrace, TicketMark};
use crate::traffic::leg::FileLocation;
use std::collections::HashMap;

impl Collection {
    /// Gives attempts of logs the numbers of their logon sessions, and those of lists of tickets the tickets' flags.
    pub(super) fn attach_logons(&mut self) {
        let mut guids: HashMap<(usize, FileLocation), &str> = HashMap::new();
        for (number, file) in self.files.iter().enumerate() {
            let logons = file.extras.logons.iter();
            guids.extend(logons.map(|(location, guid)| ((number, *location), guid.as_str())));
        }
        let mut marks: HashMap<(usize, FileLocation), Vec<TicketMark>> = HashMap::new();
        for (number, file) in self.files.iter().enumerate() {
            let tickets = file.extras.tickets.iter();
            marks.extend(tickets.map(|it| ((number, it.location), it.marks())));
        }
        for attempt in self
            .attempts
            .iter_mut()
            .filter(|it| it.has(MessageRole::Logged))
        {
            let Some(flow) = self.flows.get(attempt.flow) else {
                continue;
            };
            let last = attempt.legs.last();
            let location = last.and_then(|(_, leg)| Some(self.legs.get(*leg)?.location));
            let guid = location.and_then(|location| guids.get(&(flow.file, location)));
            attempt.facts.logon_guid = guid.map(|guid| (*guid).to_owned());
            let marks = location.and_then(|location| marks.remove(&(flow.file, location)));
            attempt.facts.marks = marks.unwrap_or_default();
        }
    }

    /// Gives attempts what the browser's own log tells of them.
    pub(super) fn attach_auth_traces(&mut self) {
        for (number, file) in self.files.iter().enumerate() {
            if file.extras.auth_traces.is_empty() {
                continue;
            }
            // Where the messages of attempts stand in the file, but for those that show no proof yet.
            let mut places: HashMap<usize, Vec<(u32, usize)>> = HashMap::new();
            for (attempt, it) in self.attempts.iter().enumerate() {
                for (part, leg) in &it.legs {
                    let leg = self
                        .legs
                        .get(*leg)
                        .filter(|_| *part != MessageRole::Request);
                    let own = leg.filter(|leg| {
                        let flow = self.flows.get(leg.flow);
                        flow.is_some_and(|flow| flow.file == number)
                    });
                    if let Some(leg) = own {
                        let known = places.entry(it.flow).or_default();
                        known.push((leg.location.first, attempt));
                    }
                }
            }
            for known in places.values_mut() {
                known.sort_unstable();
            }
            for trace in &file.extras.auth_traces {
                let own = trace.flow.and_then(|flow| places.get(&flow));
                let Some((told, places)) = trace.location.zip(own) else {
                    continue;
                };
                let from = places.partition_point(|(place, _)| *place < told.first);
                let within = places.get(from..).unwrap_or_default().iter();
                for (_, attempt) in within.take_while(|(place, _)| *place <= told.last) {
                    if let Some(attempt) = self.attempts.get_mut(*attempt) {
                        attach(trace, attempt);
                    }
                }
            }
        }
    }
}

fn attach(trace: &AuthControllerTrace, attempt: &mut Attempt) {
    let known = &mut attempt.facts;
    let source = trace.source.as_deref().and_then(|it| it.split_once('@'));
    if let (None, Some((user, realm))) = (&known.user, source) {
        (known.user, known.domain) = (Some(user.to_owned()), Some(realm.to_owned()));
    }
    known.delegates = trace.delegated.or(known.delegates);
    if known.service.is_none() {
        known.service.clone_from(&trace.spn);
    }
    if attempt.failure.is_none() {
        attempt.failure = trace.failures.first().cloned();
    }
}
