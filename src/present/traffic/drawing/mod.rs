//! A log of sign-ins while it is drawn, leg by leg.

use super::computers::computers;
use super::ends::ends;
use super::inferences::{accepted, before};
use super::picture::{StepSource, TrafficPicture};
use super::time::filetime;
use crate::hosts::{AccountName, ConnectionId, Identity, Role};
use crate::lab::{
    Carrier, Connection, EventId, EventKind, Hop, HostId, Inference, Outcome, Settled,
};
use crate::letter_case::lower;
use crate::present::evidence::MOST_HOPS;
use crate::present::labels::runs;
use crate::present::narration::Text;
use crate::present::narration::traffic::{
    NamedLeg, inferred, inferred_label, leg_label, leg_sentence, message_name,
};
use crate::present::{Step, StepShape, Tone};
use crate::traffic::attempts::{AttemptOutcome, MessageRole};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{Flow, Leg, LegKind, Protocol, Sender, Status};
use std::collections::{HashMap, HashSet};

pub(super) struct PictureBuilder<'a> {
    collection: &'a Collection,
    picture: TrafficPicture,
    /// By their names in lower case: computers write each other's as they like.
    hosts: HashMap<String, HostId>,
    /// The connections with their clients and servers, by the numbers of their flows.
    connections: HashMap<usize, (ConnectionId, [HostId; 2])>,
    /// The attempts of which it was told that they were let in, before the answer says so.
    judged: HashSet<usize>,
}

impl<'a> PictureBuilder<'a> {
    pub(super) fn new(collection: &'a Collection, members: &[usize]) -> Self {
        let (hosts, ids) = computers(collection, members);
        let mut picture = TrafficPicture::default();
        picture.log.hosts = hosts;
        Self {
            collection,
            picture,
            hosts: ids,
            connections: HashMap::new(),
            judged: HashSet::new(),
        }
    }

    /// Makes room for so many messages; some steps are inferred, and connections are opened.
    pub(super) fn reserve(&mut self, messages: usize) {
        let steps = messages + messages / 2;
        self.picture.log.events.reserve(steps);
        self.picture.steps.reserve(steps);
        self.picture.labels.reserve(steps);
        self.picture.sentences.reserve(steps);
        self.picture.marks.reserve(steps);
    }

    /// So many calls came before that of an attempt, each on behalf of the one before.
    fn hops_before(&self, attempt: usize) -> u8 {
        let attempts = &self.collection.attempts;
        let served = |it: &usize| attempts.get(*it)?.on_behalf_of;
        let chain = std::iter::successors(served(&attempt), served);
        u8::try_from(chain.take(MOST_HOPS).count()).unwrap_or(u8::MAX)
    }

    /// The connection of a flow with its client and its server, and whether it is opened here.
    fn connection(
        &mut self,
        attempt: usize,
        number: usize,
        flow: &Flow,
    ) -> Option<(ConnectionId, [HostId; 2], bool)> {
        if let Some((known, ends)) = self.connections.get(&number) {
            return Some((*known, *ends, false));
        }
        let attempt_of = self.collection.attempts.get(attempt)?;
        let ends = ends(self.collection, attempt_of, flow);
        let [from, to] = ends.map(|it| self.hosts.get(&lower(&it)).copied());
        let (from, to) = from.zip(to)?;
        let id = ConnectionId(u32::try_from(self.connections.len()).unwrap_or(u32::MAX));
        self.connections.insert(number, (id, [from, to]));
        let to_kdc = flow.protocol == Protocol::Kerberos;
        let role = to_kdc.then_some(Role::DomainController);
        let hop = Hop::of_call(self.hops_before(attempt), role);
        self.picture.log.connections.push(Connection {
            id,
            from,
            to,
            hop,
            loopback: from == to,
            carrier: Carrier {
                ports: flow.client.port.zip(flow.server.port).map(Into::into),
                addresses: flow.client.address.zip(flow.server.address).map(Into::into),
                tls: flow.protocol == Protocol::Https,
                told: flow.protocol == Protocol::Log,
                framed: None,
            },
        });
        Some((id, [from, to], true))
    }

    /// Draws a leg of an attempt, with what follows from it.
    pub(super) fn draw_leg(&mut self, number: usize, attempt_number: usize, role: MessageRole) {
        let collection = self.collection;
        let Some(leg) = collection.legs.get(number) else {
            return;
        };
        let Some((attempt, flow)) = collection
            .attempts
            .get(attempt_number)
            .zip(collection.flows.get(leg.flow))
        else {
            return;
        };
        let begins = attempt.legs.first().is_some_and(|(_, it)| *it == number);
        if let Some(served) = attempt.on_behalf_of.filter(|_| begins) {
            self.goes_on(served);
        }
        let connection = self.connection(attempt_number, leg.flow, flow);
        let Some((connection, ends, opens)) = connection else {
            return;
        };
        let [client, server] = ends;
        let mut events = Vec::new();
        if opens {
            events.push(self.next());
            let at = leg.at.and_then(filetime);
            let opened = EventKind::Opened(connection);
            self.picture.log.observe(client, at, opened);
        }
        let source = StepSource {
            attempt: attempt_number,
            leg: Some(number),
            location: Some((leg.file, leg.location)),
        };
        // What the messages mean stands before the message that shows it.
        let judged = self.judged.contains(&attempt_number);
        for inference in before(collection, attempt, leg, (role, number), judged) {
            let host = match inference {
                Inference::NothingToAnswerWith | Inference::SendsNothing => client,
                _ => server,
            };
            let opened = std::mem::take(&mut events);
            self.infer(host, connection, inference, source, opened);
        }
        let from = match leg.sender {
            Sender::Client => client,
            Sender::Server => server,
        };
        match leg.kind {
            LegKind::Gap(bytes) => {
                self.infer(from, connection, Inference::Gap(bytes), source, events);
            }
            LegKind::Hidden(count, bytes) => {
                let hidden = Inference::Hidden(count, bytes);
                self.infer(client, connection, hidden, source, events);
            }
            _ => {
                let named = NamedLeg {
                    leg,
                    protocol: flow.protocol,
                    role,
                    name: &message_name(collection, attempt, (role, number)),
                };
                self.draw_message(named, (connection, ends), source, events);
                let last = attempt.legs.last().is_some_and(|(_, it)| *it == number);
                if last
                    && attempt.outcome == AttemptOutcome::NotTried
                    && role == MessageRole::Demand
                {
                    let silent = Inference::SendsNothing;
                    self.infer(client, connection, silent, source, Vec::new());
                }
            }
        }
    }

    /// Draws the message of a leg; `events` are those that belong to its step besides.
    fn draw_message(
        &mut self,
        named: NamedLeg<'_>,
        (connection, [client, server]): (ConnectionId, [HostId; 2]),
        source: StepSource,
        mut events: Vec<EventId>,
    ) {
        let NamedLeg {
            leg,
            protocol,
            role,
            ..
        } = named;
        let (from, to) = match leg.sender {
            Sender::Client => (client, server),
            Sender::Server => (server, client),
        };
        let id = self.next();
        let kind = EventKind::Message {
            connection,
            to,
            sent: leg.message.clone(),
            received: None,
        };
        let at = leg.at.and_then(filetime);
        self.picture.log.observe(from, at, kind);
        events.push(id);
        // What a computer wrote into its log stands at that computer.
        let shape = match protocol {
            Protocol::Log => StepShape::Note { host: from },
            _ => StepShape::Arrow {
                from,
                to,
                connection,
            },
        };
        let names = [from, to].map(|it| self.name(it));
        let label = leg_label(named);
        let sentence = leg_sentence(&names, named);
        let step = Step {
            id,
            events,
            shape,
            tone: tone(leg, role),
        };
        self.push(step, label, sentence, source);
    }

    /// A server goes on for somebody whom it has let in, whenever its answer says so.
    fn goes_on(&mut self, served: usize) {
        let collection = self.collection;
        let Some(attempt) = collection.attempts.get(served) else {
            return;
        };
        let known = self.connections.get(&attempt.flow).copied();
        let Some((connection, [_, server])) =
            known.filter(|_| matches!(attempt.outcome, AttemptOutcome::Accepted(_)))
        else {
            return;
        };
        if !self.judged.insert(served) {
            return;
        }
        let source = StepSource {
            attempt: served,
            leg: None,
            location: None,
        };
        for inference in accepted(collection, attempt) {
            self.infer(server, connection, inference, source, Vec::new());
        }
    }

    fn infer(
        &mut self,
        host: HostId,
        connection: ConnectionId,
        inference: Inference,
        source: StepSource,
        mut events: Vec<EventId>,
    ) {
        let id = self.next();
        events.push(id);
        let tone = match inference {
            Inference::Admits(_) => Tone::Good,
            Inference::Refuses
            | Inference::RefusesNobody
            | Inference::NothingToAnswerWith
            | Inference::SendsNothing => Tone::Bad,
            _ => Tone::Plain,
        };
        let label = inferred_label(&inference);
        let sentence = inferred(&self.name(host), &inference);
        self.settle(id, connection, &inference);
        let kind = EventKind::Inference {
            inference,
            connection: Some(connection),
        };
        self.picture.log.observe(host, None, kind);
        let source = StepSource {
            leg: None,
            location: None,
            ..source
        };
        let step = Step {
            id,
            events,
            shape: StepShape::Note { host },
            tone,
        };
        self.push(step, label, sentence, source);
    }

    /// What an inference settles: whether somebody is let in on a hop.
    fn settle(&mut self, event: EventId, connection: ConnectionId, inference: &Inference) {
        let hop = self.picture.log.connection(connection).map(|it| it.hop);
        let outcome = match (hop, inference) {
            (Some(Hop::FIRST), Inference::Refuses | Inference::SendsNothing) => {
                Outcome::FirstHop(None)
            }
            (Some(Hop::SECOND), Inference::Refuses) => Outcome::NotAuthenticated,
            (Some(Hop::SECOND), Inference::RefusesNobody) => Outcome::Anonymous,
            (Some(Hop::SECOND), Inference::Admits(Some(name))) => {
                Outcome::Opened(Identity::User(AccountName {
                    domain: String::new(),
                    user: name.clone(),
                }))
            }
            _ => return,
        };
        self.picture.outcomes.push(Settled { event, outcome });
    }

    fn push(&mut self, step: Step, label: Text, sentence: Text, source: StepSource) {
        self.picture.steps.push(step);
        self.picture.labels.push(runs(&label).into());
        self.picture.sentences.push(sentence.to_string().into());
        self.picture.marks.push(source);
    }

    fn name(&self, host: HostId) -> String {
        let host = self.picture.log.host(host);
        host.map_or_else(String::new, |host| host.name.clone())
    }

    fn next(&self) -> EventId {
        EventId(u32::try_from(self.picture.log.events.len()).unwrap_or(u32::MAX))
    }

    pub(super) fn finish(self) -> TrafficPicture {
        self.picture
    }
}

/// Whether a message brings good news or bad. What only asks for more brings neither, whatever its status: a CHALLENGE is a
/// 401 of HTTP ([MS-NTHT] 2.2.1), also where it was taken out of the file.
fn tone(leg: &Leg, role: MessageRole) -> Tone {
    let asks = matches!(
        role,
        MessageRole::Demand | MessageRole::Challenge | MessageRole::Token
    );
    match (leg.sender, AttemptOutcome::of(leg)) {
        // Whoever it was, the page failed.
        (Sender::Server, Some(AttemptOutcome::Accepted(Some(Status::Http(500..))))) => Tone::Bad,
        (Sender::Server, Some(AttemptOutcome::Accepted(_))) => Tone::Good,
        (Sender::Server, Some(AttemptOutcome::Refused(_))) if !asks => Tone::Bad,
        _ => Tone::Plain,
    }
}

#[cfg(test)]
mod tests;
