//! A sign-in with SASL, line by line: each is base64.

use crate::traffic::dissect::method;
use crate::traffic::dissect::sink::Sink;
use crate::traffic::leg::{Leg, Method, SentCredential, Status};
use crate::wire::from_base64;
use crate::wire::sasl::{SaslCredentials, SaslMechanism};

/// A sign-in that is under way.
pub struct SaslExchange {
    method: Method,
    mechanism: String,
    /// The tag of IMAP's command; empty elsewhere.
    pub tag: String,
    /// Whether the client's next line belongs to it.
    pub waits: bool,
    /// Whether the client has sent a token since the server spoke.
    pub sent: bool,
    /// Its number among those that wait at once.
    pub strand: u64,
    /// The name that LOGIN has sent.
    user: Option<String>,
}

impl SaslExchange {
    /// A sign-in with that mechanism, begun by the command of that tag.
    pub fn new(mechanism: &str, tag: &str, strand: u64) -> Self {
        Self {
            method: method::of_sasl(mechanism),
            mechanism: mechanism.to_owned(),
            tag: tag.to_owned(),
            waits: true,
            sent: false,
            strand,
            user: None,
        }
    }

    /// One of which only the answer is to come.
    pub fn answered(tag: &str, strand: u64) -> Self {
        Self {
            waits: false,
            ..Self::new("", tag, strand)
        }
    }

    /// A message of it.
    pub fn leg(&self, sink: &Sink<'_>, line: &[u8]) -> Leg {
        let mut leg = sink.leg_of(line);
        leg.strand = self.strand;
        leg
    }

    /// The command, perhaps with a first token behind it (RFC 4954 4).
    pub fn begin(&mut self, sink: &mut Sink<'_>, line: &[u8], initial: Option<&str>) {
        match initial {
            Some(token) => self.token(sink, token, line),
            None => {
                let mut leg = self.leg(sink, line);
                leg.request = Some(format!("AUTH {}", self.mechanism));
                // It asks the server to begin, and may be refused.
                leg.credential = Some(SentCredential::Token(self.method, [].into()));
                sink.emit(leg);
            }
        }
    }

    /// A name, and the MD5 of the greeting and of a secret (RFC 1939 7).
    pub fn apop(sink: &mut Sink<'_>, line: &[u8], argument: &str, strand: u64) -> Self {
        let exchange = Self::answered("", strand);
        let mut leg = exchange.leg(sink, line);
        leg.request = Some("AUTH APOP".to_owned());
        leg.credential = method::token(Method::Other, argument.as_bytes());
        sink.emit(leg);
        exchange
    }

    /// Takes a line of the client: a token in base64, or that it gives up.
    pub fn client(&mut self, sink: &mut Sink<'_>, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        let text = text.trim();
        // The client gives up (RFC 4954 4).
        if text == "*" {
            self.waits = false;
            return;
        }
        // It only agrees to what the server said last (RFC 4422 5, RFC 2831 2.1.3).
        if !text.is_empty() {
            self.token(sink, text, line);
        }
    }

    fn token(&mut self, sink: &mut Sink<'_>, text: &str, line: &[u8]) {
        self.sent = true;
        let token = match text {
            // An empty first token (RFC 4954 4).
            "=" => Vec::new(),
            text => from_base64(text).unwrap_or_default(),
        };
        let plain = String::from_utf8_lossy(&token).into_owned();
        let mut leg = self.leg(sink, line);
        leg.request = Some(format!("AUTH {}", self.mechanism));
        leg.credential = match (self.method, self.user.take()) {
            (Method::Plain, _) => SaslCredentials::decode(SaslMechanism::Plain, &token)
                .value
                .ok()
                .map(|it| SentCredential::Clear(Method::Plain, it.user, Some(it.password))),
            (Method::Login, None) => {
                self.user = Some(plain.clone());
                Some(SentCredential::Clear(Method::Login, plain, None))
            }
            (Method::Login, Some(user)) => {
                self.waits = false;
                Some(SentCredential::Clear(Method::Login, user, Some(plain)))
            }
            (method, _) => {
                leg.message = token.as_slice().into();
                method::token(method, &token)
            }
        };
        if self.method == Method::Plain {
            self.waits = false;
        }
        sink.emit(leg);
    }

    /// A server's challenge. LOGIN's are prompts, which mean nothing.
    pub fn server(
        &mut self,
        sink: &mut Sink<'_>,
        challenge: &str,
        line: &[u8],
        status: Option<Status>,
    ) {
        self.sent = false;
        let token = from_base64(challenge).unwrap_or_default();
        let mut leg = self.leg(sink, line);
        leg.status = status;
        if !matches!(self.method, Method::Plain | Method::Login) && !token.is_empty() {
            leg.message = token.as_slice().into();
            leg.credential = method::token(self.method, &token);
        }
        sink.emit(leg);
    }
}
