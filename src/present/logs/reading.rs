//! A run while its logs are written: what stands around an event, and what was written so far.

use super::draft::EntryDraft;
use super::{ComputerLog, LogEntry};
use crate::hosts::{ConnectionId, Decision, Era, Role};
use crate::lab::{Connection, Event, EventId, EventKind, HostId, Log, Scenario};
use crate::wire::http::{AuthValue, Request};
use crate::wire::{Layer, LayerValue, layers, ntlm};

/// A run, and what its computers have written so far.
pub struct Reading<'a> {
    pub log: &'a Log,
    pub scenario: &'a Scenario,
    logs: Vec<ComputerLog>,
    /// What is said only once: by its computer and its words.
    said: Vec<(String, &'static str)>,
}

impl<'a> Reading<'a> {
    /// With nothing written.
    pub fn new(log: &'a Log, scenario: &'a Scenario) -> Self {
        let mut logs: Vec<ComputerLog> = Vec::new();
        for host in &log.hosts {
            if !logs.iter().any(|log| log.computer == host.name) {
                logs.push(ComputerLog {
                    computer: host.name.clone(),
                    entries: Vec::new(),
                });
            }
        }
        Self {
            log,
            scenario,
            logs,
            said: Vec::new(),
        }
    }

    /// What was written: each computer's in order of the events.
    pub fn into_logs(self) -> Vec<ComputerLog> {
        let mut logs = self.logs;
        for log in &mut logs {
            log.entries.sort_by_cached_key(|entry| entry.event.0);
        }
        logs.retain(|log| !log.entries.is_empty());
        logs
    }

    /// The computer of a host writes something because of an event.
    pub fn write(&mut self, host: HostId, event: &Event, draft: EntryDraft) {
        let computer = self.computer(host);
        let ahead = self.minutes_ahead(computer);
        let entry = LogEntry {
            source: draft.source,
            event: event.id,
            at: event.at.map(|at| at.plus_minutes(ahead)),
            record: draft.record,
            fields: draft.fields,
            confidence: draft.confidence,
            cited: draft.cited,
            note: draft.note,
        };
        if let Some(log) = self.logs.iter_mut().find(|log| log.computer == computer) {
            log.entries.push(entry);
        }
    }

    /// The same, unless that note was written on that computer before.
    pub fn write_once(&mut self, host: HostId, event: &Event, draft: EntryDraft) {
        let said = (self.computer(host).to_owned(), draft.note);
        if !self.said.contains(&said) {
            self.said.push(said);
            self.write(host, event, draft);
        }
    }

    /// Each computer stamps its lines by its own clock.
    pub fn minutes_ahead(&self, computer: &str) -> i64 {
        let iis = self.log.host_of(Role::FrontEnd);
        if iis.is_some_and(|host| host.name == computer) {
            self.scenario.front_end.clock_ahead.0.into()
        } else {
            0
        }
    }

    /// The name of a host's computer.
    pub fn computer(&self, host: HostId) -> &'a str {
        self.log.host(host).map_or("", |host| &host.name)
    }

    /// Stands for a computer's address, which the lab has not.
    pub fn address(&self, host: HostId) -> String {
        format!("<{}>", self.computer(host))
    }

    /// When a host's computer was set up.
    pub fn era(&self, host: HostId) -> Era {
        let era = self.log.host(host).and_then(|host| host.era);
        era.unwrap_or(self.scenario.era)
    }

    /// The connection that an event is about.
    pub fn connection(&self, event: &Event) -> Option<&'a Connection> {
        self.log.connection(event.kind.connection()?)
    }

    /// The last message before an event that went to that host on a connection.
    pub fn request(&self, event: &Event, on: ConnectionId, to: HostId) -> Option<&'a Event> {
        self.before(event).find(|earlier| {
            let receives =
                |kind: &EventKind| matches!(kind, EventKind::Message { to: it, .. } if *it == to);
            receives(&earlier.kind) && earlier.kind.connection() == Some(on)
        })
    }

    /// The first event after one that is so.
    pub fn after(&self, event: &Event, so: impl Fn(&Event) -> bool) -> Option<&'a Event> {
        let events = self.log.events.iter();
        let mut later = events.skip_while(|later| later.id <= event.id);
        later.find(|later| so(later))
    }

    /// The events before one, the last first.
    pub fn before(&self, event: &Event) -> impl Iterator<Item = &'a Event> + use<'a> {
        let earlier = self.log.events.get(..place(event.id)).unwrap_or_default();
        earlier.iter().rev()
    }

    /// The layers of the message that an event answers to on its connection.
    pub fn asked(&self, event: &Event) -> Vec<Layer> {
        let connection = self.connection(event);
        let request = connection.and_then(|it| self.request(event, it.id, event.host));
        request.map(arrived).unwrap_or_default()
    }

    /// Who is on the other side of an event's connection.
    pub fn caller(&self, event: &Event) -> Option<HostId> {
        self.connection(event).map(|connection| connection.from)
    }

    /// The last decision of a host before an event that is so.
    pub fn decided<T>(&self, event: &Event, so: impl Fn(&'a Decision) -> Option<T>) -> Option<T> {
        let mut decisions = self.before(event).filter_map(|it| it.kind.decision());
        decisions.find_map(so)
    }
}

fn place(id: EventId) -> usize {
    usize::try_from(id.0).unwrap_or(usize::MAX)
}

/// The layers of a message as it arrived.
pub fn arrived(event: &Event) -> Vec<Layer> {
    let sides = event.sides();
    sides.map_or_else(Vec::new, |[_, received]| layers(received))
}

/// The scheme of the credentials in a request; empty where there are none.
pub fn scheme(layers: &[Layer]) -> String {
    let request = layers.iter().find_map(request_of);
    let value = request.and_then(|request| request.headers.get("Authorization"));
    let credentials = value.and_then(|value| AuthValue::parse(value).ok());
    credentials.map_or_else(String::new, |it| it.scheme)
}

/// The request of HTTP that a layer is, if it is one.
pub fn request_of(layer: &Layer) -> Option<&Request> {
    match &layer.value {
        LayerValue::Request(request) => request.as_ref(),
        _ => None,
    }
}

/// What an AUTHENTICATE among the layers says of its sender: domain, user and workstation.
pub fn authenticate(layers: &[Layer]) -> Option<[String; 3]> {
    layers.iter().find_map(|layer| match &layer.value {
        LayerValue::Ntlm(Some(ntlm::NtlmMessage::Authenticate(message))) => Some([
            message.domain_text(),
            message.user_text(),
            message.workstation_text(),
        ]),
        _ => None,
    })
}
