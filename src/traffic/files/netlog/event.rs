//! One event of a NetLog.

use super::super::json::JsonReader;
use super::auth::AuthStep;

/// The phase of an event that begins something.
pub(super) const PHASE_BEGIN: i64 = 1;
/// The phase of an event that ends something.
pub(super) const PHASE_END: i64 = 2;

/// What an event is about; those that have nothing to do with signing in have no kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventSubject {
    Send {
        tunnel: bool,
    },
    Read {
        tunnel: bool,
    },
    /// A source goes on as another: a request as a job, a job as a socket.
    Link,
    Connect,
    Start,
    Alive,
    BoundToController,
    Auth(AuthStep),
}

impl EventSubject {
    /// By the names of `net/log/net_log_event_type_list.h`.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "HTTP_TRANSACTION_SEND_REQUEST_HEADERS"
            | "HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS"
            | "HTTP_TRANSACTION_QUIC_SEND_REQUEST_HEADERS" => Self::Send { tunnel: false },
            "HTTP_TRANSACTION_READ_RESPONSE_HEADERS" => Self::Read { tunnel: false },
            "HTTP_TRANSACTION_SEND_TUNNEL_HEADERS" => Self::Send { tunnel: true },
            "HTTP_TRANSACTION_READ_TUNNEL_RESPONSE_HEADERS" => Self::Read { tunnel: true },
            "HTTP_STREAM_REQUEST_BOUND_TO_JOB"
            | "SOCKET_POOL_BOUND_TO_SOCKET"
            | "HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION"
            | "HTTP2_SESSION_POOL_FOUND_EXISTING_SESSION_FROM_IP_POOL"
            | "HTTP2_SESSION_INITIALIZED" => Self::Link,
            "TCP_CONNECT" => Self::Connect,
            "URL_REQUEST_START_JOB" => Self::Start,
            "REQUEST_ALIVE" => Self::Alive,
            "AUTH_BOUND_TO_CONTROLLER" => Self::BoundToController,
            _ => Self::Auth(AuthStep::by_name(name)?),
        })
    }
}

/// An event, its parameters not read yet: what it is about stands behind them.
#[derive(Debug, Default)]
pub(super) struct NetLogEvent<'a> {
    pub(super) kind: Option<i64>,
    pub(super) source: Option<i64>,
    pub(super) phase: i64,
    /// Milliseconds of the log's clock.
    pub(super) time: Option<i64>,
    params: &'a [u8],
}

impl<'a> NetLogEvent<'a> {
    /// Reads the object that comes.
    pub(super) fn read(json: &mut JsonReader<'a>) -> Self {
        let mut event = Self::default();
        json.members(|json, key| match key.raw {
            b"type" => event.kind = json.text().and_then(|it| it.whole()),
            b"phase" => event.phase = json.text().and_then(|it| it.whole()).unwrap_or_default(),
            b"time" => event.time = json.text().and_then(|it| it.whole()),
            b"source" => json.members(|json, key| {
                if key.is("id") {
                    event.source = json.text().and_then(|it| it.whole());
                }
            }),
            b"params" => {
                let start = json.position();
                json.skip();
                event.params = json.passed(start);
            }
            _ => {}
        });
        event
    }

    pub(super) fn params(&self) -> JsonReader<'a> {
        JsonReader::new(self.params)
    }

    /// The source that this one depends on or goes on as.
    pub(super) fn dependency(&self) -> Option<i64> {
        let mut id = None;
        self.params().members(|json, key| {
            if key.is("source_dependency") {
                json.members(|json, key| {
                    if key.is("id") {
                        id = json.text().and_then(|it| it.whole());
                    }
                });
            }
        });
        id
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        let mut text = None;
        self.params().members(|json, key| {
            if key.is(name) {
                text = json.text().map(|it| it.text().into_owned());
            }
        });
        text
    }

    pub(super) fn net_error(&self) -> Option<i32> {
        self.text("net_error")?.parse().ok()
    }
}
