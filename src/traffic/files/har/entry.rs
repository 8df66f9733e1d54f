//! One entry of a HAR, as far as signing in needs it.

use super::super::http_legs::LoggedHead;
use super::super::json::JsonReader;
use super::super::leg::{FileLocation, Leg, Sender, Status, Timestamp};
use super::super::timestamp;
use crate::traffic::http::{LenientHead, Url};

/// A request and its answer. Bodies are passed over.
#[derive(Debug, Default)]
pub(super) struct HarEntry {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) started: Option<Timestamp>,
    /// That time has no zone.
    pub(super) zoneless: bool,
    /// Milliseconds until the answer began; until it ended where that is not told.
    pub(super) waited: Option<f64>,
    /// Milliseconds until the answer ended.
    pub(super) took: Option<f64>,
    /// A socket, an index or a port, as its writer likes.
    pub(super) connection: Option<String>,
    /// Chrome's own number of the socket.
    pub(super) connection_id: Option<String>,
    pub(super) server_address: Option<String>,
    pub(super) server_port: Option<u16>,
    pub(super) error: Option<String>,
    request: Part,
    response: Part,
}

/// A request or an answer.
#[derive(Debug, Default)]
struct Part {
    version: String,
    status: u16,
    reason: String,
    headers: Vec<(String, String)>,
    body_size: Option<i64>,
    content_size: Option<i64>,
    compression: Option<i64>,
}

impl HarEntry {
    /// Reads the object that comes.
    pub(super) fn read(json: &mut JsonReader<'_>) -> Self {
        let mut entry = Self::default();
        json.members(|json, key| match &*key.text() {
            "startedDateTime" => {
                let time = json.text().and_then(|it| timestamp::zoned(&it.text()));
                entry.started = time.map(|it| it.0);
                entry.zoneless = time.is_some_and(|it| !it.1);
            }
            "time" => entry.took = json.text().and_then(|it| it.number()),
            "timings" => entry.waited = waited(json),
            "connection" => entry.connection = filled(json),
            "_connectionId" => entry.connection_id = filled(json),
            "serverIPAddress" => entry.server_address = filled(json),
            "_serverPort" => entry.server_port = whole(json).and_then(|it| it.try_into().ok()),
            "_error" => entry.error = filled(json),
            "request" => entry.request(json),
            "response" => entry.response(json),
            _ => {}
        });
        entry
    }

    fn request(&mut self, json: &mut JsonReader<'_>) {
        json.members(|json, key| match &*key.text() {
            "method" => self.method = filled(json).unwrap_or_default(),
            "url" => self.url = filled(json).unwrap_or_default(),
            name => self.request.member(json, name),
        });
    }

    fn response(&mut self, json: &mut JsonReader<'_>) {
        json.members(|json, key| match &*key.text() {
            // Chrome keeps its errors here, and Playwright.
            "_error" | "_failureText" => self.error = filled(json).or(self.error.take()),
            name => self.response.member(json, name),
        });
    }

    /// The request, where there is one.
    pub(super) fn asked(&self, location: FileLocation) -> Option<LoggedHead> {
        let path = match self.target() {
            _ if self.method.is_empty() && self.url.is_empty() => return None,
            // The address of a CONNECT may be one of its own making.
            Some(url) if self.method == "CONNECT" => url.authority,
            Some(url) => url.path,
            None => &self.url,
        };
        let head = LenientHead {
            start: format!("{} {path} {}", self.method, version(&self.request.version)),
            headers: self.request.headers.clone(),
        };
        Some(LoggedHead {
            head,
            at: self.started,
            location,
        })
    }

    /// The answer, where one came.
    pub(super) fn answered(&self, location: FileLocation) -> Option<LoggedHead> {
        let part = &self.response;
        let start = format!("{} {} {}", version(&part.version), part.status, part.reason);
        let head = LenientHead {
            start: start.trim_end().to_owned(),
            headers: part.headers.clone(),
        };
        (part.status != 0).then(|| LoggedHead {
            head,
            at: self.after(self.waited.or(self.took)),
            location,
        })
    }

    /// Both, though nothing in them has to do with signing in.
    pub(super) fn bare_legs(&self, location: FileLocation) -> Vec<Leg> {
        let asked = self.asked(location).map(|said| {
            let mut leg = Leg::new(0, Sender::Client, said.at, location);
            leg.request = said.head.request();
            leg.target = said.head.target().map(str::to_owned);
            leg.message = said.head.to_bytes();
            leg
        });
        let answered = self.answered(location).map(|said| {
            let mut leg = Leg::new(0, Sender::Server, said.at, location);
            leg.status = said.head.status().map(Status::Http);
            leg.message = said.head.to_bytes();
            leg
        });
        asked.into_iter().chain(answered).collect()
    }

    /// When its answer was there: its start and what it took.
    pub(super) fn ended(&self) -> Option<Timestamp> {
        self.after(self.took)
    }

    fn after(&self, ms: Option<f64>) -> Option<Timestamp> {
        Some(self.started?.plus_ms(ms.unwrap_or(0.0).max(0.0)))
    }

    pub(super) fn target(&self) -> Option<Url<'_>> {
        Url::parse(&self.url)
    }

    pub(super) fn authority(&self) -> Option<&str> {
        self.target().map(|url| url.authority)
    }

    pub(super) fn user(&self) -> Option<(String, Option<String>)> {
        self.target()?.user()
    }

    /// How many bytes the body took on the wire.
    pub(super) fn body_size(&self) -> Option<i64> {
        self.response.body_size
    }

    /// How many bytes the body has without its codings.
    pub(super) fn content_size(&self) -> Option<i64> {
        self.response.content_size
    }

    /// What decoding the body saved; negative where it cannot have.
    pub(super) fn compression(&self) -> Option<i64> {
        self.response.compression
    }

    /// The first header of the answer of that name, in any case.
    pub(super) fn answer_header(&self, name: &str) -> Option<&str> {
        let mut headers = self.response.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl Part {
    fn member(&mut self, json: &mut JsonReader<'_>, name: &str) {
        match name {
            "httpVersion" => self.version = filled(json).unwrap_or_default(),
            "status" => {
                let status = whole(json).and_then(|it| it.try_into().ok());
                self.status = status.filter(|it| *it < 1000).unwrap_or_default();
            }
            "statusText" => self.reason = filled(json).unwrap_or_default(),
            "bodySize" => self.body_size = whole(json),
            "headers" => self.headers = headers(json),
            "content" => json.members(|json, key| {
                if key.is("compression") {
                    self.compression = whole(json);
                } else if key.is("size") {
                    self.content_size = whole(json);
                }
            }),
            _ => {}
        }
    }
}

/// Headers as a list of `{"name", "value"}`, a list of pairs, or one object.
fn headers(json: &mut JsonReader<'_>) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    if json.at_object() {
        json.members(|json, key| {
            let name = key.text().into_owned();
            if let Some(value) = json.text() {
                headers.push((name, value.text().into_owned()));
            }
        });
        return headers;
    }
    json.items(|json| {
        let mut pair = (None, None);
        if json.at_array() {
            json.items(|json| {
                let part = json.text().map(|it| it.text().into_owned());
                match pair.0 {
                    None => pair.0 = part,
                    Some(_) => pair.1 = part,
                }
            });
        } else {
            json.members(|json, key| {
                if key.is("name") {
                    pair.0 = json.text().map(|it| it.text().into_owned());
                } else if key.is("value") {
                    pair.1 = json.text().map(|it| it.text().into_owned());
                }
            });
        }
        if let (Some(name), Some(value)) = pair {
            headers.push((name, value));
        }
    });
    headers
}

/// The time before the answer's first byte: the parts of it that are known. `ssl` is within `connect`.
fn waited(json: &mut JsonReader<'_>) -> Option<f64> {
    let mut sum = None;
    json.members(|json, key| {
        if matches!(
            key.raw,
            b"blocked" | b"dns" | b"connect" | b"send" | b"wait"
        ) {
            let part = json.text().and_then(|it| it.number());
            if let Some(part) = part.filter(|it| *it >= 0.0) {
                sum = Some(sum.unwrap_or(0.0) + part);
            }
        }
    });
    sum
}

fn filled(json: &mut JsonReader<'_>) -> Option<String> {
    let text = json.text()?.text().into_owned();
    (!text.is_empty()).then_some(text)
}

fn whole(json: &mut JsonReader<'_>) -> Option<i64> {
    json.text()?.whole()
}

/// Of what writers put for a version, only that of HTTP can stand in a first line.
fn version(written: &str) -> String {
    let upper = written.to_ascii_uppercase();
    match upper.strip_prefix("HTTP/") {
        Some(rest) if !rest.is_empty() && !rest.contains(' ') => upper,
        _ => "HTTP/1.1".to_owned(),
    }
}
