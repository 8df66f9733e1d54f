//! A request and its response: an entry of an archive.

use super::message::{self, HarMessage};
use crate::hosts::{ConnectionId, FileTime};
use crate::lab::{Connection, Event, EventKind, Inference, Log};
use crate::present::Passwords;
use crate::present::json::JsonWriter;
use crate::wire::http::{Request, Response};
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

/// A request and its response.
pub struct HttpExchange<'a> {
    pub connection: &'a Connection,
    /// The name of the host that is asked.
    server: &'a str,
    asked: Option<FileTime>,
    answered: Option<FileTime>,
    request: HarMessage<Request>,
    response: Option<HarMessage<Response>>,
    /// Bytes of answers that a browser counted with the one it shows.
    hidden: u32,
}

/// The exchanges of a log, in the order of their requests.
pub fn exchanges(log: &Log) -> Vec<HttpExchange<'_>> {
    let mut exchanges: Vec<HttpExchange<'_>> = Vec::new();
    // Which of them wait for a response, by connection.
    let mut waiting: HashMap<ConnectionId, VecDeque<usize>> = HashMap::new();
    for event in &log.events {
        if let EventKind::Inference {
            inference: Inference::Hidden(_, bytes),
            connection: Some(id),
        } = &event.kind
        {
            let waits = waiting.get(id).and_then(|it| it.front());
            if let Some(exchange) = waits.and_then(|one| exchanges.get_mut(*one)) {
                exchange.hidden = *bytes;
            }
            continue;
        }
        let Some((message, connection)) = message(log, event) else {
            continue;
        };
        let waiting = waiting.entry(connection.id).or_default();
        if event.host == connection.from {
            let Some(request) = HarMessage::request(message) else {
                continue;
            };
            waiting.push_back(exchanges.len());
            exchanges.push(HttpExchange {
                connection,
                server: log.host(connection.to).map_or("", |host| &host.name),
                asked: event.at,
                answered: None,
                request,
                response: None,
                hidden: 0,
            });
        } else if let Some(exchange) = waiting.front().and_then(|one| exchanges.get_mut(*one))
            && let Some(response) = HarMessage::response(message, &exchange.request.message.method)
            // Another one follows after 100 Continue.
            && response.message.status != 100
        {
            waiting.pop_front();
            exchange.answered = event.at;
            exchange.response = Some(response);
        }
    }
    exchanges
}

/// A message as it arrived, and its connection.
fn message<'a>(log: &'a Log, event: &'a Event) -> Option<(&'a [u8], &'a Connection)> {
    let [_, received] = event.sides()?;
    Some((received, log.connection(event.kind.connection()?)?))
}

impl HttpExchange<'_> {
    /// When it began, as archives write it; 1970 where nobody knows.
    pub fn started(&self) -> String {
        self.asked
            .and_then(iso)
            .unwrap_or_else(|| "1970-01-01T00:00:00.000Z".to_owned())
    }

    /// Writes the members of its entry.
    pub fn write(&self, json: &mut JsonWriter, passwords: Passwords) {
        json.text("startedDateTime", &self.started());
        let milliseconds = self.milliseconds();
        json.name("time");
        json.plain(&milliseconds);
        json.name("request");
        let left_out = message::write_request(
            json,
            &self.request,
            (self.server, self.connection.carrier.tls),
            passwords,
        );
        json.name("response");
        message::write_response(json, self.response.as_ref(), self.hidden, passwords);
        json.name("cache");
        json.object(|_| {});
        json.name("timings");
        json.object(|json| {
            for (name, time) in [("send", "0"), ("wait", &milliseconds), ("receive", "0")] {
                json.name(name);
                json.plain(time);
            }
        });
        if let Ok(address) = self.server.parse::<IpAddr>() {
            json.text("serverIPAddress", &address.to_string());
        }
        json.text("connection", &self.connection.id.0.to_string());
        if !left_out.is_empty() {
            json.text("comment", &format!("Left out: {}", left_out.join(", ")));
        }
    }

    /// From request to response, to a thousandth.
    fn milliseconds(&self) -> String {
        let time = match (self.asked, self.answered) {
            (Some(FileTime(asked)), Some(FileTime(answered))) => answered.saturating_sub(asked),
            _ => 0,
        };
        format!("{}.{:03}", time / 10_000, time / 10 % 1_000)
    }
}

/// As ISO 8601 has it, in UTC; `None` after 9999.
fn iso(at: FileTime) -> Option<String> {
    let time = at.kerberos_time()?;
    let part = |from: usize, to: usize| time.get(from..to);
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    let milliseconds = at.micros() / 1_000;
    Some(format!(
        "{year}-{month}-{day}T{hour}:{minute}:{second}.{milliseconds:03}Z"
    ))
}
