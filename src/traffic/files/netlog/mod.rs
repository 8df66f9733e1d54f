//! Chromium's NetLog (`--log-net-log`, chrome://net-export): what the browser's network code did, event by event.
//!
//! Numbers of events and sources change from version to version; the file's own tables name them. A log that a crash cut
//! is read up to the cut.

mod auth;
mod event;
mod links;

use super::characters::utf8;
use super::http_legs::{Exchanges, LoggedHead};
use super::json::{JsonReader, JsonText};
use super::leg::{
    Contents, FileLocation, Leg, Sender, SkipReason, Skipped, Status, Timestamp, Unit,
};
use super::pieces::{Items, Pieces};
use crate::traffic::file_format::Format;
use crate::traffic::http::{LenientHead, Url, header, stripped};
use auth::Controllers;
pub use auth::{AuthControllerTrace, Failure};
use event::{EventSubject, NetLogEvent, PHASE_BEGIN, PHASE_END};
use links::Links;
use std::collections::HashMap;

/// What a NetLog holds of sign-ins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetLog {
    /// Its connections and messages.
    pub contents: Contents,
    /// What the browser's own part in signing in was, one for each of its controllers.
    pub traces: Vec<AuthControllerTrace>,
    /// How much the log tells: `Default` (without proofs), `IncludeSensitive`, `Everything`.
    pub mode: Option<String>,
}

/// Reads a NetLog, also one that is cut.
pub fn read(bytes: &[u8]) -> NetLog {
    let bytes = &*utf8(bytes);
    let mut reading = NetLogReader::default();
    // What the events mean may stand behind them: looked for first.
    JsonReader::new(bytes).members(|json, key| {
        if key.is("constants") {
            reading.constants(json);
        }
    });
    let mut json = JsonReader::new(bytes);
    json.members(|json, key| reading.member(json, &key.text()));
    reading.finish(&json)
}

/// A NetLog of which the bytes come in pieces.
pub type NetLogPieces = Pieces<NetLogReader>;

impl Items for NetLogReader {
    type Found = NetLog;

    /// The constants tell what the events mean.
    fn begin(first: &[u8]) -> Option<(Self, JsonReader<'_>)> {
        let mut reading = Self::default();
        let mut array = None;
        JsonReader::new(first).members(|json, key| match &*key.text() {
            "constants" if array.is_none() => reading.constants(json),
            "events" if array.is_none() && json.at_array() => array = Some(json.clone()),
            _ => {}
        });
        let array = array.filter(|_| !reading.kinds.is_empty())?;
        reading.found = true;
        Some((reading, array))
    }

    fn item(&mut self, json: &mut JsonReader<'_>) {
        if !json.at_object() {
            return;
        }
        self.events = self.events.saturating_add(1);
        let event = NetLogEvent::read(json);
        if json.is_cut() {
            let location = Some(self.location());
            self.drop(SkipReason::CutShort, location);
        }
        let kind = event
            .kind
            .and_then(|number| self.kinds.get(&number).copied());
        let (Some(kind), Some(source)) = (kind, event.source) else {
            return;
        };
        match kind {
            EventSubject::Send { tunnel } => self.sent(source, tunnel, &event),
            EventSubject::Read { tunnel } => self.answered(source, tunnel, &event),
            EventSubject::Link => self.links.link(source, &event),
            EventSubject::Connect => self.links.connected(source, &event),
            EventSubject::Start => self.links.named(source, &event),
            EventSubject::Alive => {
                if event.phase == PHASE_BEGIN {
                    self.links.named(source, &event);
                } else if event.phase == PHASE_END {
                    self.ended(source, &event);
                }
            }
            EventSubject::BoundToController => {
                if let Some(controller) = event.dependency() {
                    self.controllers.bind(source, controller);
                }
            }
            EventSubject::Auth(step) => self.auth(step, source, &event),
        }
    }

    fn member(&mut self, json: &mut JsonReader<'_>, name: &str) {
        match name {
            "constants" => self.constants(json),
            "events" if json.at_array() => {
                self.found = true;
                json.items(|json| self.item(json));
            }
            _ => {}
        }
    }

    fn progress(&self) -> (u64, usize) {
        (self.events.into(), self.log.contents.legs.len())
    }

    fn finish(mut self, json: &JsonReader<'_>) -> NetLog {
        for ((source, tunnel), request) in std::mem::take(&mut self.waiting) {
            self.add(source, tunnel, Some(request), None);
        }
        if let Some(at) = json.wrong() {
            self.drop(SkipReason::Malformed(at as u64), None);
        } else if !json.is_cut() && (!self.found || self.kinds.is_empty()) {
            self.drop(SkipReason::Unknown, None);
        }
        let cut = |it: &Skipped| it.reason == SkipReason::CutShort;
        if json.is_cut() && !self.log.contents.skipped.iter().any(cut) {
            self.drop(SkipReason::CutShort, None);
        }
        let contents = &mut self.log.contents;
        contents.format.kind = Format::NetLog;
        contents.count = u64::from(self.events);
        contents.legs.sort_by_cached_key(|leg| leg.location.first);
        contents.flows = self.links.into_flows();
        self.log.traces = self.controllers.into_traces();
        self.log
    }

    fn whole(bytes: &[u8]) -> NetLog {
        read(bytes)
    }
}

/// What was read of a NetLog so far.
#[derive(Default)]
pub struct NetLogReader {
    log: NetLog,
    /// Whether it has events.
    found: bool,
    kinds: HashMap<i64, EventSubject>,
    /// Milliseconds from 1970 to the zero of the events' clock.
    clock: Option<i64>,
    links: Links,
    controllers: Controllers,
    /// Requests that wait for their answer, by source and whether they go to a proxy.
    waiting: HashMap<(i64, bool), LoggedHead>,
    exchanges: Exchanges,
    events: u32,
}

impl NetLogReader {
    fn constants(&mut self, json: &mut JsonReader<'_>) {
        let (mut name, mut version, mut format) = (None, None, None);
        json.members(|json, key| match &*key.text() {
            "logEventTypes" => json.members(|json, key| {
                if let (Some(kind), Some(number)) =
                    (EventSubject::by_name(&key.text()), whole(json))
                {
                    self.kinds.insert(number, kind);
                }
            }),
            "timeTickOffset" => self.clock = whole(json),
            "logCaptureMode" => self.log.mode = json.text().map(owned),
            "logFormatVersion" => format = whole(json),
            "clientInfo" => json.members(|json, key| match key.raw {
                b"name" => name = json.text().map(owned),
                b"version" => version = json.text().map(owned),
                _ => {}
            }),
            _ => {}
        });
        if let Some(format) = format {
            self.log.contents.format.variant = Some(format.to_string().into());
        }
        self.log.contents.writer = match (name, version) {
            (Some(name), Some(version)) => Some(format!("{name} {version}")),
            (name, version) => name.or(version),
        };
    }

    fn sent(&mut self, source: i64, tunnel: bool, event: &NetLogEvent<'_>) {
        let (mut line, mut headers) = (None, Vec::new());
        event.params().members(|json, key| match key.raw {
            b"line" => line = json.text().map(owned),
            b"headers" => headers = lines(json),
            _ => {}
        });
        let headers: Vec<_> = headers.iter().filter_map(|it| header(it)).collect();
        let mut head = LenientHead {
            start: line.unwrap_or_default().trim().to_owned(),
            headers,
        };
        if head.start.is_empty() {
            // HTTP/2 and 3 have the parts of the line among the headers.
            let part = |name| head.get(name).unwrap_or_default();
            head.start = format!("{} {} HTTP/1.1", part(":method"), part(":path"));
        }
        let said = LoggedHead {
            head,
            at: self.at(event),
            location: self.location(),
        };
        let earlier = self.waiting.insert((source, tunnel), said);
        if let Some(earlier) = earlier {
            self.add(source, tunnel, Some(earlier), None);
        }
    }

    fn answered(&mut self, source: i64, tunnel: bool, event: &NetLogEvent<'_>) {
        let mut all = Vec::new();
        event.params().members(|json, key| {
            if key.is("headers") {
                all = lines(json);
            }
        });
        let mut all = all.into_iter();
        let head = LenientHead {
            start: all.next().unwrap_or_default(),
            headers: all.filter_map(|it| header(&it)).collect(),
        };
        let answer = LoggedHead {
            head,
            at: self.at(event),
            location: self.location(),
        };
        let request = self.waiting.remove(&(source, tunnel));
        self.add(source, tunnel, request, Some(answer));
    }

    /// Adds a request and its answer where they have to do with signing in.
    fn add(
        &mut self,
        source: i64,
        tunnel: bool,
        mut request: Option<LoggedHead>,
        answer: Option<LoggedHead>,
    ) {
        if let (Some(request), Some(scheme)) = (&mut request, self.controllers.scheme_of(source)) {
            for (_, value) in &mut request.head.headers {
                // Chrome strips the scheme too, and tells it elsewhere.
                if stripped(value).is_some_and(|(before, _)| before.is_empty()) {
                    *value = format!("{scheme} {value}");
                }
            }
        }
        let legs = self.exchanges.legs(0, request.as_ref(), answer.as_ref());
        if legs.is_empty() {
            return;
        }
        let asked = request.as_ref().and_then(|it| it.head.target());
        let flow = self.links.flow(source, if tunnel { None } else { asked });
        self.controllers.place(source, flow);
        let legs = legs.into_iter().map(|leg| Leg { flow, ..leg });
        self.log.contents.legs.extend(legs);
    }

    fn auth(&mut self, step: auth::AuthStep, source: i64, event: &NetLogEvent<'_>) {
        let (at, location) = (self.at(event), self.location());
        let failure = self.controllers.step(step, source, event, at, location);
        if let Some(error) = failure {
            // The browser got no token: said where it would have sent one.
            let request = self.controllers.request_of(source).unwrap_or(source);
            self.failed(request, error, event);
        }
    }

    /// A request is over. Its error is a leg where it is about signing in.
    fn ended(&mut self, source: i64, event: &NetLogEvent<'_>) {
        for tunnel in [false, true] {
            if let Some(request) = self.waiting.remove(&(source, tunnel)) {
                self.add(source, tunnel, Some(request), None);
            }
        }
        let error = event.net_error();
        if let Some(error) = error.filter(|it| super::net_error::is_known(*it)) {
            self.failed(source, error, event);
        }
        self.links.forget(source);
    }

    fn failed(&mut self, source: i64, error: i32, event: &NetLogEvent<'_>) {
        let flow = self.links.flow(source, None);
        self.controllers.place(source, flow);
        let mut leg = Leg::new(flow, Sender::Client, self.at(event), self.location());
        leg.target = self
            .links
            .url(source)
            .and_then(Url::parse)
            .map(|url| url.authority.to_owned());
        leg.status = Some(Status::Net(error));
        self.log.contents.legs.push(leg);
    }

    fn drop(&mut self, reason: SkipReason, location: Option<FileLocation>) {
        self.log.contents.skipped.push(Skipped { reason, location });
    }

    fn at(&self, event: &NetLogEvent<'_>) -> Option<Timestamp> {
        let ms = self.clock?.checked_add(event.time?)?;
        Some(Timestamp(ms.checked_mul(1_000_000)?))
    }

    fn location(&self) -> FileLocation {
        FileLocation {
            unit: Unit::Event,
            first: self.events,
            last: self.events,
        }
    }
}

fn lines(json: &mut JsonReader<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    json.items(|json| lines.extend(json.text().map(owned)));
    lines
}

fn owned(text: JsonText<'_>) -> String {
    text.text().into_owned()
}

fn whole(json: &mut JsonReader<'_>) -> Option<i64> {
    json.text()?.whole()
}

#[cfg(test)]
mod tests;
