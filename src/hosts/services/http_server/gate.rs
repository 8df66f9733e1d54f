//! Requests out of the bytes of each connection, one under way at a time, and the answers to them.

use super::WebServer;
use super::sign_in::ConnectionAuth;
use crate::hosts::{ConnectionId, Context, Decision, DenialReason, Note, PeerError};
use crate::wire::http::{self, Framer, HttpVersion, MessageLimits, Progress, Request, Response};
use crate::wire::{DecodeError, ErrorKind};

/// A client's connection: bytes that are no whole request yet, and the one request that is under way.
#[derive(Default)]
pub struct GateConnection {
    inbox: Vec<u8>,
    framer: Framer,
    pub(super) auth: ConnectionAuth,
    /// The `WWW-Authenticate` that goes out with the next answer: the server's own proof (RFC 4559 5).
    pub(super) reply: Option<String>,
    /// A sign-in to the whole connection is over, and its answer has not gone out.
    pub(super) signed_in: bool,
    current: Option<Current>,
}

/// What the answer to the request under way depends on.
#[derive(Clone, Copy, Debug)]
struct Current {
    /// It is a HEAD: the answer has no body.
    head: bool,
    /// It is HTTP/1.0, which must be told that the connection stays open.
    old: bool,
    /// The connection ends with it.
    last: bool,
}

impl GateConnection {
    /// Bytes arrived.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        self.inbox.extend_from_slice(bytes);
    }

    /// The next whole request, unless one is under way.
    fn next(&mut self, limits: &MessageLimits) -> Result<Option<Request>, DecodeError> {
        if self.current.is_some() || self.inbox.is_empty() {
            return Ok(None);
        }
        match self.framer.request(&self.inbox, limits)? {
            Progress::NeedMore => Ok(None),
            Progress::Complete(length) => {
                let rest = self.inbox.split_off(length.min(self.inbox.len()));
                let whole = std::mem::replace(&mut self.inbox, rest);
                let request = Request::decode_within(&whole, limits).value?;
                names_one_host(&request)?;
                Ok(Some(request))
            }
        }
    }
}

impl WebServer {
    /// Answers the request under way on a connection.
    pub fn respond(&mut self, id: ConnectionId, mut response: Response, context: &mut Context<'_>) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let Some(Current { head, old, last }) = connection.current.take() else {
            return;
        };
        if let Some(reply) = connection.reply.take() {
            response.headers.push("WWW-Authenticate", reply);
        }
        if self.settings.single_request && response.status != 401 {
            connection.auth = ConnectionAuth::Fresh;
        }
        if std::mem::take(&mut connection.signed_in) && context.machine.era.tells_persistence() {
            // `[MS-N2HT]` 3.3.5.
            let stays = matches!(connection.auth, ConnectionAuth::SignedIn(_));
            let value = if stays { "true" } else { "false" };
            response.headers.push("Persistent-Auth", value);
        }
        response.headers.push("Server", self.settings.product);
        if let Some(date) = context.now.http_date() {
            response.headers.push("Date", date);
        }
        response
            .headers
            .set("Content-Length", response.body.len().to_string());
        if last {
            response.headers.push("Connection", "close");
        } else if old {
            response.headers.push("Connection", "keep-alive");
        }
        if head {
            response.body.clear();
        }
        context.out.send(id, response.encode());
        // The next request may be here already.
        self.ready.insert(id);
        if last {
            self.connections.remove(&id);
            context.out.close(id);
        }
    }

    /// Answers with 401 and the schemes; `refused` is why the credentials that came were.
    pub fn refuse(
        &mut self,
        connection: ConnectionId,
        refused: Option<&DenialReason>,
        context: &mut Context<'_>,
    ) {
        if let Some(connection) = self.connections.get_mut(&connection) {
            connection.auth = ConnectionAuth::Fresh;
        }
        let mut response = Response::new(401, "Unauthorized");
        for scheme in &self.settings.schemes {
            let offer = scheme.offer(refused, context);
            response.headers.push("WWW-Authenticate", offer);
        }
        let response = response.with_content("text/html", "<h1>401 Unauthorized</h1>\n");
        self.respond(connection, response, context);
    }

    /// The next whole request of any connection that has none under way. What is no request is answered here.
    pub(super) fn next_request(
        &mut self,
        context: &mut Context<'_>,
    ) -> Option<(ConnectionId, Request)> {
        loop {
            let id = self.ready.pop_first()?;
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            match connection.next(&self.limits) {
                Ok(None) => {}
                Ok(Some(request)) => {
                    let stays = http::keep_alive(&request.headers, request.version);
                    connection.current = Some(Current {
                        head: request.method == "HEAD",
                        old: request.version == HttpVersion::Http10,
                        last: !self.settings.keep_alive || !stays,
                    });
                    return Some((id, request));
                }
                Err(error) => {
                    connection.inbox.clear();
                    connection.framer = Framer::default();
                    connection.current = Some(Current {
                        head: false,
                        old: false,
                        last: true,
                    });
                    self.complain(id, error, context);
                }
            }
        }
    }

    /// The bytes are no request: where the next one would start cannot be known.
    fn complain(&mut self, id: ConnectionId, error: DecodeError, context: &mut Context<'_>) {
        let response =
            Response::new(400, "Bad Request").with_content("text/plain", format!("{error}\n"));
        let error = PeerError::Malformed(error);
        let note = Note::decision(Decision::PeerMisbehaved { error });
        context.out.note(note.on(id));
        self.respond(id, response, context);
    }
}

/// An HTTP/1.1 request says once which host it is for (RFC 9112 3.2).
fn names_one_host(request: &Request) -> Result<(), DecodeError> {
    if request.version != HttpVersion::Http11 || request.headers.get_all("Host").count() == 1 {
        return Ok(());
    }
    let kind = ErrorKind::Unexpected {
        expected: "exactly one in HTTP/1.1",
    };
    Err(DecodeError::new(kind, "Host", 0))
}
