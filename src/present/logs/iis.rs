//! IIS's log in the W3C extended format: a line for each response, challenges too.

use super::draft::EntryDraft;
use super::iis_status::{IisStatus, verdict};
use super::reading::{Reading, arrived, request_of, scheme};
use super::{LogEntry, LogField, UNKNOWN};
use crate::hosts::{BackEndProtocol, Decision, Era, FileTime, Identity};
use crate::lab::{Connection, Event, Hop, HostId};
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::logs as say;
use crate::traffic::files::iis::COLUMNS as COLUMNS_OF_TODAY;
use crate::wire::http::{Request, Response};
use crate::wire::{Layer, LayerValue};

/// Writes the line of a response that IIS sends: the front end's, or those of a back end that is called over HTTP.
pub fn read(reading: &mut Reading<'_>, event: &Event) {
    let Some(response) = response(event) else {
        return;
    };
    let Some(connection) = reading.connection(event).filter(|it| it.to == event.host) else {
        return;
    };
    let back_end = connection.hop != Hop::FIRST;
    if back_end && called_by_nobody(reading, connection) {
        let draft = EntryDraft::unsourced(LogSource::Iis, say::BACK_END_ANONYMOUS);
        return reading.write_once(event.host, event, draft);
    }
    let Some(asked) = reading.request(event, connection.id, event.host) else {
        return;
    };
    let layers = arrived(asked);
    let Some(request) = layers.iter().find_map(request_of) else {
        return;
    };
    let era = reading.era(event.host);
    let mut verdict = verdict(reading, event, era, response.status, &scheme(&layers));
    if back_end {
        verdict.confidence = Confidence::Low;
        verdict.note = say::BACK_END_LINE;
    }
    let line = Line {
        at: event
            .at
            .map(|at| at.plus_minutes(ahead(reading, event.host))),
        server: reading.address(event.host),
        client: reading.address(connection.from),
        port: if back_end {
            80
        } else {
            reading.scenario.client.host_and_port().1
        },
        user: user(reading, event, connection, response.status, &layers),
        status: response.status,
        milliseconds: event.at.zip(asked.at).map(|(sent, came)| {
            let hundreds = sent.0.saturating_sub(came.0);
            hundreds / 10_000
        }),
        request,
        verdict: &verdict,
    };
    let draft = EntryDraft::line(LogSource::Iis, line.fields(era))
        .cited(verdict.confidence, verdict.cited)
        .noting(verdict.note);
    reading.write(event.host, event, draft);
}

/// The names of the fields of a line, as the head of the log has them.
pub fn heading(entry: &LogEntry) -> String {
    let names = entry.fields.iter().map(|(name, _)| *name);
    format!("#Fields: {}", names.collect::<Vec<_>>().join(" "))
}

fn ahead(reading: &Reading<'_>, host: HostId) -> i64 {
    reading.minutes_ahead(reading.computer(host))
}

fn response(event: &Event) -> Option<Response> {
    let [sent, _] = event.sides()?;
    let http = sent.starts_with(b"HTTP/");
    http.then(|| Response::decode(sent).value.ok()).flatten()
}

/// Whether the one who called by that connection was let in as nobody.
fn called_by_nobody(reading: &Reading<'_>, connection: &Connection) -> bool {
    reading.scenario.back_end.protocol == BackEndProtocol::Http
        && reading.log.events.iter().any(|event| {
            event.kind.connection() == Some(connection.id)
                && matches!(
                    event.kind.decision(),
                    Some(Decision::Authenticates {
                        identity: Identity::Anonymous,
                        ..
                    })
                )
        })
}

/// cs-username: Basic as it was typed, whatever came of it; otherwise who is known, and nobody on a 401.
fn user(
    reading: &Reading<'_>,
    event: &Event,
    connection: &Connection,
    status: u16,
    layers: &[Layer],
) -> String {
    let basic = layers.iter().find_map(|layer| match &layer.value {
        LayerValue::Basic(Some(basic)) => Some(basic.user.clone()),
        _ => None,
    });
    let known = || {
        let mut earlier = reading.before(event);
        earlier.find_map(|it| match it.kind.decision()? {
            Decision::MakesToken { identity, .. } | Decision::Authenticates { identity, .. }
                if it.kind.connection() == Some(connection.id) =>
            {
                Some(identity.to_string())
            }
            _ => None,
        })
    };
    let known = || (status != 401).then(known).flatten();
    basic.or_else(known).unwrap_or_default()
}

/// What a line is made of.
struct Line<'a> {
    at: Option<FileTime>,
    server: String,
    client: String,
    port: u16,
    user: String,
    status: u16,
    milliseconds: Option<u64>,
    request: &'a Request,
    verdict: &'a IisStatus,
}

impl Line<'_> {
    /// The default fields of IIS of that time, in their order.
    fn fields(&self, era: Era) -> Vec<LogField> {
        let names: &[&str] = match era {
            Era::Y1998 => &["time", "c-ip", "cs-method", "cs-uri-stem", "sc-status"],
            Era::Y2003 => &[
                "date",
                "time",
                "s-sitename",
                "s-ip",
                "cs-method",
                "cs-uri-stem",
                "cs-uri-query",
                "s-port",
                "cs-username",
                "c-ip",
                "cs(User-Agent)",
                "sc-status",
                "sc-substatus",
                "sc-win32-status",
            ],
            Era::Today => &COLUMNS_OF_TODAY,
        };
        let fields = names
            .iter()
            .map(|name| (*name, unbroken(&self.value(name))));
        fields.collect()
    }

    fn value(&self, name: &str) -> String {
        let (stem, query) = self
            .request
            .target
            .split_once('?')
            .unwrap_or((&self.request.target, ""));
        let header = |name| {
            self.request
                .headers
                .get(name)
                .unwrap_or_default()
                .to_owned()
        };
        let number = |number: Option<u32>| number.map_or(UNKNOWN.to_owned(), |it| it.to_string());
        match name {
            "date" => super::copy::date_and_time(self.at).0,
            "time" => super::copy::date_and_time(self.at).1,
            "s-sitename" => "W3SVC1".to_owned(),
            "s-ip" => self.server.clone(),
            "cs-method" => self.request.method.clone(),
            "cs-uri-stem" => stem.to_owned(),
            "cs-uri-query" => query.to_owned(),
            "s-port" => self.port.to_string(),
            "cs-username" => self.user.clone(),
            "c-ip" => self.client.clone(),
            "cs(User-Agent)" => header("User-Agent"),
            "cs(Referer)" => header("Referer"),
            "sc-status" => self.status.to_string(),
            "sc-substatus" => number(self.verdict.sub_status),
            "sc-win32-status" => number(self.verdict.win32),
            "time-taken" => self
                .milliseconds
                .map_or(UNKNOWN.to_owned(), |it| it.to_string()),
            _ => String::new(),
        }
    }
}

/// A value has no blanks, and is never empty.
fn unbroken(value: &str) -> String {
    let value: String = value
        .chars()
        .map(|c| {
            if c.is_whitespace() || c.is_control() {
                '+'
            } else {
                c
            }
        })
        .collect();
    if value.is_empty() {
        "-".to_owned()
    } else {
        value
    }
}
