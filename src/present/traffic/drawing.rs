//! A log of sign-ins while it is drawn, leg by leg.

use super::ends::ends;
use super::inferences::{accepted, before};
use super::picture::{StepSource, TrafficPicture};
use super::time::filetime;
use super::visit::MOST_HOPS;
use crate::hosts::{ConnectionId, Identity, Role};
use crate::lab::{
    Connection, EventId, EventKind, Hop, HostId, HostInfo, Inference, Outcome, Settled,
};
use crate::letter_case::lower;
use crate::present::narration::Text;
use crate::present::narration::traffic::{inferred, inferred_label, leg_label, leg_sentence};
use crate::present::{Step, StepShape, Tone};
use crate::traffic::attempts::{AttemptOutcome, MessageRole};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{Flow, LegKind, Protocol, Sender};
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
        let mut drawing = Self {
            collection,
            picture: TrafficPicture::default(),
            hosts: HashMap::new(),
            connections: HashMap::new(),
            judged: HashSet::new(),
        };
        let attempts = members.iter().filter_map(|it| collection.attempts.get(*it));
        let ends: Vec<(String, String, bool)> = attempts
            .filter_map(|attempt| {
                let flow = collection.flow(attempt)?;
                let kdc = flow.protocol == Protocol::Kerberos;
                let [client, server] = ends(collection, attempt, flow);
                Some((client, server, kdc))
            })
            .collect();
        drawing.host_all(&ends);
        drawing
    }

    /// Gives each computer its place: who calls stands left of who is called, those that give tickets on the right.
    fn host_all(&mut self, ends: &[(String, String, bool)]) {
        let keys: Vec<[String; 2]> = ends
            .iter()
            .map(|(client, server, _)| [lower(client), lower(server)])
            .collect();
        let mut depths: HashMap<&str, usize> = HashMap::new();
        for _ in 0..MOST_HOPS.min(ends.len()) {
            for [client, server] in &keys {
                let depth = depths.get(client.as_str()).copied().unwrap_or(0);
                let own = depths.entry(server).or_default();
                if client != server && *own <= depth && depth < MOST_HOPS {
                    *own = depth + 1;
                }
            }
        }
        let mut names: Vec<(bool, usize, &str)> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for ((client, server, kdc), [calls, called]) in ends.iter().zip(&keys) {
            for (name, key, kdc) in [(client, calls, false), (server, called, *kdc)] {
                let place = *known.entry(key).or_insert(names.len());
                match names.get_mut(place) {
                    // Who also serves something else is no KDC alone.
                    Some(known) => known.0 &= kdc,
                    None => {
                        let depth = depths.get(key.as_str()).copied().unwrap_or(0);
                        names.push((kdc, depth, name));
                    }
                }
            }
        }
        names.sort_by_key(|(kdc, depth, _)| (*kdc, *depth));
        names.truncate(usize::from(u16::MAX));
        for (kdc, _, name) in &names {
            let id = HostId(u16::try_from(self.hosts.len()).unwrap_or(u16::MAX));
            self.hosts.insert(lower(name), id);
            self.picture.log.hosts.push(HostInfo {
                role: kdc.then_some(Role::DomainController),
                ..HostInfo::named(id, *name)
            });
        }
        let mut linked = HashSet::new();
        for [client, server] in &keys {
            let ends = self.hosts.get(client).zip(self.hosts.get(server));
            let Some((from, to)) = ends.filter(|it| linked.insert(*it)) else {
                continue;
            };
            if let Some(host) = self.picture.log.hosts.get_mut(usize::from(from.0)) {
                host.links.push(*to);
            }
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
        });
        Some((id, [from, to], true))
    }

    pub(super) fn leg(&mut self, number: usize, attempt_number: usize, part: MessageRole) {
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
        let Some((connection, [client, server], opens)) = connection else {
            return;
        };
        let at = leg.at.and_then(filetime);
        let mut events = Vec::new();
        if opens {
            events.push(self.next());
            self.picture
                .log
                .observe(client, at, EventKind::Opened(connection));
        }
        let (from, to) = match leg.sender {
            Sender::Client => (client, server),
            Sender::Server => (server, client),
        };
        let mark = StepSource {
            attempt: attempt_number,
            leg: Some(number),
            location: Some((flow.file, leg.location)),
        };
        // What the messages mean stands before the message that shows it.
        let judged = self.judged.contains(&attempt_number);
        for inference in before(collection, attempt, leg, (part, number), judged) {
            let host = match inference {
                Inference::NothingToAnswerWith | Inference::SendsNothing => client,
                _ => server,
            };
            self.infer(
                host,
                connection,
                inference,
                mark,
                std::mem::take(&mut events),
            );
        }
        let lacks = match leg.kind {
            LegKind::Gap(bytes) => Some((from, Inference::Gap(bytes))),
            LegKind::Hidden(count, bytes) => Some((client, Inference::Hidden(count, bytes))),
            _ => None,
        };
        if let Some((host, inference)) = lacks {
            self.infer(host, connection, inference, mark, events);
            return;
        }
        let id = self.next();
        let kind = EventKind::Message {
            connection,
            to,
            sent: leg.message.clone(),
            received: None,
        };
        self.picture.log.observe(from, at, kind);
        events.push(id);
        let names = [from, to].map(|it| {
            let host = self.picture.log.host(it);
            host.map_or_else(String::new, |host| host.name.clone())
        });
        // What a computer wrote into its log stands at that computer.
        let shape = match flow.protocol {
            Protocol::Log => StepShape::Note { host: from },
            _ => StepShape::Arrow {
                from,
                to,
                connection,
            },
        };
        let tone = match AttemptOutcome::of(leg) {
            Some(AttemptOutcome::Refused(_))
                if leg.sender == Sender::Server && part != MessageRole::Demand =>
            {
                Tone::Bad
            }
            Some(AttemptOutcome::Accepted(_)) if leg.sender == Sender::Server => Tone::Good,
            _ => Tone::Plain,
        };
        let (label, sentence) = (
            leg_label(leg, flow.protocol, part),
            leg_sentence(&names, leg, flow.protocol, part),
        );
        self.step(id, events, shape, tone, label, sentence, mark);
        let last = attempt.legs.last().is_some_and(|(_, it)| *it == number);
        let silent =
            attempt.outcome == AttemptOutcome::NotTried && part == MessageRole::Demand && last;
        if silent {
            self.infer(
                client,
                connection,
                Inference::SendsNothing,
                mark,
                Vec::new(),
            );
        }
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
        let mark = StepSource {
            attempt: served,
            leg: None,
            location: None,
        };
        for inference in accepted(collection, attempt) {
            self.infer(server, connection, inference, mark, Vec::new());
        }
    }

    fn infer(
        &mut self,
        host: HostId,
        connection: ConnectionId,
        inference: Inference,
        mark: StepSource,
        mut events: Vec<EventId>,
    ) {
        let id = self.next();
        events.push(id);
        let name = self.picture.log.host(host);
        let name = name.map_or_else(String::new, |host| host.name.clone());
        let tone = match inference {
            Inference::Admits(_) => Tone::Good,
            Inference::Refuses | Inference::NothingToAnswerWith | Inference::SendsNothing => {
                Tone::Bad
            }
            _ => Tone::Plain,
        };
        let (label, sentence) = (inferred_label(&inference), inferred(&name, &inference));
        self.settle(id, connection, &inference);
        let kind = EventKind::Inference {
            inference,
            connection: Some(connection),
        };
        self.picture.log.observe(host, None, kind);
        let mark = StepSource {
            leg: None,
            location: None,
            ..mark
        };
        self.step(
            id,
            events,
            StepShape::Note { host },
            tone,
            label,
            sentence,
            mark,
        );
    }

    /// What an inference settles: whether somebody is let in on a hop.
    fn settle(&mut self, event: EventId, connection: ConnectionId, inference: &Inference) {
        let hop = self.picture.log.connection(connection).map(|it| it.hop);
        let outcome = match (hop, inference) {
            (Some(Hop::FIRST), Inference::Refuses | Inference::SendsNothing) => {
                Outcome::FirstHop(None)
            }
            (Some(Hop::SECOND), Inference::Refuses) => Outcome::NotAuthenticated,
            (Some(Hop::SECOND), Inference::Admits(Some(name))) => Outcome::Opened(Identity::User {
                domain: String::new(),
                name: name.clone(),
            }),
            _ => return,
        };
        self.picture.outcomes.push(Settled { event, outcome });
    }

    #[allow(clippy::too_many_arguments)]
    fn step(
        &mut self,
        id: EventId,
        events: Vec<EventId>,
        shape: StepShape,
        tone: Tone,
        label: Text,
        sentence: Text,
        mark: StepSource,
    ) {
        self.picture.steps.push(Step {
            id,
            events,
            shape,
            tone,
        });
        self.picture
            .labels
            .push(crate::present::words::runs(&label).into());
        self.picture.sentences.push(sentence.to_string().into());
        self.picture.marks.push(mark);
    }

    fn next(&self) -> EventId {
        EventId(u32::try_from(self.picture.log.events.len()).unwrap_or(u32::MAX))
    }

    pub(super) fn finish(self) -> TrafficPicture {
        self.picture
    }
}
