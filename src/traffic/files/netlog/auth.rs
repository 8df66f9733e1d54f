//! What the browser's own part in a sign-in was, as its controllers tell it: also where the log has no proofs.

use super::super::json::JsonReader;
use super::super::leg::{FileLocation, Timestamp};
use super::event::{NetLogEvent, PHASE_BEGIN, PHASE_END};
use crate::wire::from_base64;
use std::collections::HashMap;

/// One controller's part: it answers the challenges of one request, for a server or a proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthControllerTrace {
    /// The number of its source in the log.
    pub controller: i64,
    /// When the controller began, by the browser's clock.
    pub at: Option<Timestamp>,
    /// Its events, from the first to the last.
    pub location: Option<FileLocation>,
    /// The connection of its request, by its number among the flows.
    pub flow: Option<usize>,
    /// `server` or `proxy`.
    pub target: Option<String>,
    /// The address that was asked for.
    pub url: Option<String>,
    /// The scheme that was chosen last, as the browser writes it: `negotiate`.
    pub scheme: Option<String>,
    /// The name of the service that a ticket was asked for, as it was given to the library: `HTTP@iis.contoso.test`.
    pub spn: Option<String>,
    /// The mechanism that the library used: an OID in dots, or the package's name on Windows.
    pub mechanism: Option<String>,
    /// Who signs in: `alice@CONTOSO.TEST`.
    pub source: Option<String>,
    /// The name of the service as the library knows it.
    pub service: Option<String>,
    /// Whether the token delegates: a forwarded ticket is in it.
    pub delegated: Option<bool>,
    /// Whether the service has to prove itself.
    pub mutual: Option<bool>,
    /// Channel bindings went into the token.
    pub channel_bindings: bool,
    /// What the browser made of each further challenge: `accept`, `reject`, `stale`, `invalid`, `different_realm`.
    pub verdicts: Vec<String>,
    /// What went wrong on the browser's side.
    pub failures: Vec<Failure>,
}

/// What went wrong when the browser made a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The event that says so.
    pub location: FileLocation,
    /// The error of Chromium's network code, negative.
    pub net_error: Option<i32>,
    /// The SECURITY_STATUS of Windows.
    pub security_status: Option<u32>,
    /// The major and the minor status of GSS-API (RFC 2743 1.2.1).
    pub gss_status: Option<(u32, u32)>,
    /// What the library says of it.
    pub messages: Vec<String>,
}

/// What a controller tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AuthStep {
    Controller,
    Chosen,
    Challenge,
    Token,
    Name,
    Context,
    Bindings,
    /// Other calls of the library, which are only told when they fail.
    Library,
}

impl AuthStep {
    pub(super) fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "AUTH_CONTROLLER" => Self::Controller,
            "AUTH_HANDLER_CREATE_RESULT" => Self::Chosen,
            "AUTH_HANDLE_CHALLENGE" => Self::Challenge,
            "AUTH_GENERATE_TOKEN" => Self::Token,
            "AUTH_LIBRARY_IMPORT_NAME" => Self::Name,
            "AUTH_LIBRARY_INIT_SEC_CTX" => Self::Context,
            "AUTH_CHANNEL_BINDINGS" => Self::Bindings,
            "AUTH_LIBRARY_ACQUIRE_CREDS" | "AUTH_LIBRARY_LOAD" | "AUTH_LIBRARY_BIND_FAILED" => {
                Self::Library
            }
            _ => return None,
        })
    }
}

/// All controllers of a log.
#[derive(Default)]
pub(super) struct Controllers {
    traces: Vec<AuthControllerTrace>,
    /// The trace of a controller.
    numbers: HashMap<i64, usize>,
    /// The controller of a request, and the other way round.
    of_request: HashMap<i64, i64>,
    requests: HashMap<i64, i64>,
    /// The last error of each, which is told twice.
    told: HashMap<i64, u32>,
}

impl Controllers {
    pub(super) fn bind(&mut self, request: i64, controller: i64) {
        self.of_request.insert(request, controller);
        self.requests.insert(controller, request);
    }

    pub(super) fn request_of(&self, controller: i64) -> Option<i64> {
        self.requests.get(&controller).copied()
    }

    /// The scheme with which that request signs in.
    pub(super) fn scheme_of(&self, request: i64) -> Option<&str> {
        let trace = self
            .traces
            .get(*self.numbers.get(self.of_request.get(&request)?)?)?;
        trace.scheme.as_deref()
    }

    /// That request goes over that connection.
    pub(super) fn place(&mut self, request: i64, flow: usize) {
        let number = self
            .of_request
            .get(&request)
            .and_then(|it| self.numbers.get(it));
        if let Some(trace) = number.and_then(|it| self.traces.get_mut(*it)) {
            trace.flow = Some(flow);
        }
    }

    /// Takes a step in; an error where no token came of it.
    pub(super) fn step(
        &mut self,
        step: AuthStep,
        source: i64,
        event: &NetLogEvent<'_>,
        at: Option<Timestamp>,
        location: FileLocation,
    ) -> Option<i32> {
        if event.phase == PHASE_BEGIN
            && matches!(step, AuthStep::Challenge | AuthStep::Token)
            && let Some(request) = event.dependency()
        {
            self.bind(request, source);
        }
        let next = self.traces.len();
        let number = *self.numbers.entry(source).or_insert(next);
        if number == next {
            self.traces.push(AuthControllerTrace {
                controller: source,
                at,
                ..AuthControllerTrace::default()
            });
        }
        let trace = self.traces.get_mut(number)?;
        let first = trace.location.map_or(location.first, |it| it.first);
        trace.location = Some(FileLocation { first, ..location });
        match step {
            AuthStep::Controller if event.phase == PHASE_BEGIN => {
                trace.target = event.text("target");
                trace.url = event.text("url");
            }
            AuthStep::Chosen => trace.scheme = event.text("scheme").or(trace.scheme.take()),
            AuthStep::Challenge => trace.verdicts.extend(event.text("authorization_result")),
            AuthStep::Name => trace.spn = event.text("spn").or(trace.spn.take()),
            AuthStep::Bindings => trace.channel_bindings = true,
            AuthStep::Context => trace.context(event, location),
            AuthStep::Library => trace.failed(event, location),
            AuthStep::Token if event.phase == PHASE_BEGIN => {
                self.told.remove(&source);
            }
            AuthStep::Token if event.phase == PHASE_END => {
                let error = event.net_error()?;
                // The handler says it and the controller again.
                let again = self.told.insert(source, location.first).is_some();
                if again {
                    return None;
                }
                match trace.failures.last_mut() {
                    Some(last) if last.net_error.is_none() => last.net_error = Some(error),
                    _ => trace.failures.push(Failure {
                        net_error: Some(error),
                        ..Failure::new(location)
                    }),
                }
                return Some(error);
            }
            _ => {}
        }
        None
    }

    pub(super) fn into_traces(self) -> Vec<AuthControllerTrace> {
        self.traces
    }
}

impl Failure {
    fn new(location: FileLocation) -> Self {
        Self {
            location,
            net_error: None,
            security_status: None,
            gss_status: None,
            messages: Vec::new(),
        }
    }
}

impl AuthControllerTrace {
    /// What the library says of the token that it made.
    fn context(&mut self, event: &NetLogEvent<'_>, location: FileLocation) {
        if event.phase != PHASE_BEGIN {
            self.failed(event, location);
        }
        // On Windows the name of the service stands where a context begins.
        self.spn = event.text("spn").or(self.spn.take());
        let mut context = |json: &mut JsonReader<'_>| {
            json.members(|json, key| match key.raw {
                b"source" => self.source = name(json).or(self.source.take()),
                b"target" => self.service = name(json).or(self.service.take()),
                b"mechanism" => self.mechanism = mechanism(json).or(self.mechanism.take()),
                b"flags" => json.members(|json, key| match key.raw {
                    b"delegated" => self.delegated = json.text().and_then(|it| it.truth()),
                    b"mutual" => self.mutual = json.text().and_then(|it| it.truth()),
                    _ => {}
                }),
                _ => {}
            });
        };
        event.params().members(|json, key| {
            if key.is("context") {
                context(json);
            }
        });
    }

    fn failed(&mut self, event: &NetLogEvent<'_>, location: FileLocation) {
        let mut failure = Failure::new(location);
        let mut gss = (0, 0);
        event.params().members(|json, key| {
            if !key.is("status") {
                return;
            }
            json.members(|json, key| match key.raw {
                b"major_status" => gss.0 = status(json, &mut failure.messages),
                b"minor_status" => gss.1 = status(json, &mut failure.messages),
                b"security_status" => {
                    // SECURITY_STATUS is signed; it is known by its bits.
                    let status = json.text().and_then(|it| it.whole());
                    failure.security_status = status.map(|it| it as u32);
                }
                b"message" => failure
                    .messages
                    .extend(json.text().map(|it| it.text().into_owned())),
                _ => {}
            });
        });
        failure.gss_status = (gss != (0, 0)).then_some(gss);
        // Calling again is no failure: SEC_I_CONTINUE_NEEDED and GSS_S_CONTINUE_NEEDED say so.
        let wrong = failure.security_status.is_some_and(|it| it >= 0x8000_0000);
        if wrong || gss.0 >= 0x1_0000 {
            self.failures.push(failure);
        }
    }
}

/// A status of GSS-API, with its messages.
fn status(json: &mut JsonReader<'_>, messages: &mut Vec<String>) -> u32 {
    let mut status = 0;
    json.members(|json, key| match key.raw {
        b"status" => {
            status = json
                .text()
                .and_then(|it| it.whole())
                .map_or(0, |it| it as u32)
        }
        b"message" => {
            json.items(|json| messages.extend(json.text().map(|it| it.text().into_owned())))
        }
        _ => {}
    });
    status
}

/// A name, alone or as `{"name": …, "type": …}`.
fn name(json: &mut JsonReader<'_>) -> Option<String> {
    if !json.at_object() {
        return json.text().map(|it| it.text().into_owned());
    }
    let mut name = None;
    json.members(|json, key| {
        if key.is("name") {
            name = json.text().map(|it| it.text().into_owned());
        }
    });
    name
}

/// A package's name (Windows), or an OID in the bytes of DER.
fn mechanism(json: &mut JsonReader<'_>) -> Option<String> {
    if !json.at_object() {
        return json.text().map(|it| it.text().into_owned());
    }
    let mut mechanism = None;
    json.members(|json, key| match key.raw {
        b"bytes" => {
            let oid = json.text().and_then(|it| from_base64(&it.text()).ok());
            mechanism = oid.map(|it| dotted(&it));
        }
        b"name" => mechanism = json.text().map(|it| it.text().into_owned()),
        _ => {}
    });
    mechanism
}

/// An object identifier in dots (X.690 8.19).
fn dotted(bytes: &[u8]) -> String {
    let mut arcs = Vec::new();
    let mut arc = 0_u64;
    for byte in bytes {
        arc = arc
            .saturating_mul(128)
            .saturating_add(u64::from(byte & 0x7f));
        if byte & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(first.to_string());
                arc -= first * 40;
            }
            arcs.push(arc.to_string());
            arc = 0;
        }
    }
    arcs.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oids_in_dots() {
        assert_eq!(dotted(b"\x2b\x06\x01\x05\x05\x02"), "1.3.6.1.5.5.2");
        assert_eq!(
            dotted(b"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"),
            "1.2.840.113554.1.2.2"
        );
        assert_eq!(dotted(&[0xff; 40]), "");
    }
}
