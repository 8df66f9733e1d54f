//! What a client makes of an HTTP response, whether the client is a browser or an IIS that calls on.

use super::scheme::Scheme;
use crate::hosts::Context;
use crate::hosts::security::{Initiator, SecurityPackage};
use crate::wire::DecodeError;
use crate::wire::http::{self, AuthValue, Framer, MessageLimits, Progress, Request, Response};

/// What went out with the request that is under way.
pub enum PendingAuth {
    /// No credentials: the server is asked as anybody is.
    Nothing,
    /// A package's first token; the state awaits the question.
    First(Scheme, Box<dyn Initiator>),
    /// Credentials, or the answer to a question.
    Answer(Scheme),
}

/// What a response means for the sign-in.
pub enum Disposition {
    /// Not a 401: the page, whatever it says, and what awaited the server's word, if it still did.
    Page(Response, Option<Admitted>),
    /// The question that was awaited.
    Question {
        /// The scheme it came with.
        scheme: Scheme,
        /// What awaited it, and answers it with [`Initiator::step`].
        state: Box<dyn Initiator>,
        /// The token of the challenge, decoded from base64.
        question: Vec<u8>,
    },
    /// A 401 to a request without credentials, or one that only asks again, with its challenges in order.
    AsksToSignIn(Vec<AuthValue>),
    /// A 401 to credentials that were not good, with its challenges in order.
    Refused(Vec<AuthValue>),
}

/// A client that was let in with its first token, and what the server sent along.
pub struct Admitted {
    state: Box<dyn Initiator>,
    token: Option<Vec<u8>>,
}

impl Admitted {
    /// Lets the client judge the server's own proof.
    pub fn conclude(self, context: &mut Context<'_>) {
        self.state.admitted(self.token.as_deref(), context);
    }
}

/// Reads a response in the light of what was sent.
pub fn interpret(sent: PendingAuth, response: Response) -> Disposition {
    let offered = offered(&response);
    if response.status != 401 {
        let admitted = match sent {
            PendingAuth::First(scheme, state) => Some(Admitted {
                state,
                token: question(scheme, &offered),
            }),
            _ => None,
        };
        return Disposition::Page(response, admitted);
    }
    match sent {
        PendingAuth::Nothing => Disposition::AsksToSignIn(offered),
        PendingAuth::First(scheme, state) => match question(scheme, &offered) {
            Some(question) => Disposition::Question {
                scheme,
                state,
                question,
            },
            None => Disposition::Refused(offered),
        },
        PendingAuth::Answer(scheme) => {
            let again = |package: &dyn SecurityPackage| {
                question(scheme, &offered).is_some_and(|it| package.only_asks_again(&it))
            };
            match scheme.package().is_some_and(again) {
                true => Disposition::AsksToSignIn(offered),
                false => Disposition::Refused(offered),
            }
        }
    }
}

/// The schemes of a 401 that are known here, in its order.
pub fn schemes(offered: &[AuthValue]) -> impl Iterator<Item = Scheme> {
    offered
        .iter()
        .filter_map(|offer| Scheme::named(&offer.scheme))
}

/// Collects bytes until a response is whole.
#[derive(Debug, Default)]
pub struct ResponseInbox {
    bytes: Vec<u8>,
    framer: Framer,
    closed: bool,
}

impl ResponseInbox {
    /// Takes bytes; a response to a GET once there is one.
    ///
    /// # Errors
    /// Where the bytes are no response, or one that is too large.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Response>, DecodeError> {
        self.bytes.extend_from_slice(bytes);
        self.take()
    }

    /// The peer closed: a response that ends with the connection is whole now.
    ///
    /// # Errors
    /// Where the connection closed within a response.
    pub fn close(&mut self) -> Result<Option<Response>, DecodeError> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        self.closed = true;
        self.take()
    }

    /// Whether another request can be sent: no bytes are left that no request asked for, and the peer has not closed.
    pub fn is_reusable(&self) -> bool {
        self.bytes.is_empty() && !self.closed
    }

    fn take(&mut self) -> Result<Option<Response>, DecodeError> {
        let limits = MessageLimits {
            head: 1 << 20,
            body: 8 << 20,
            ..MessageLimits::default()
        };
        loop {
            match self
                .framer
                .response(&self.bytes, "GET", self.closed, &limits)?
            {
                Progress::NeedMore => return Ok(None),
                Progress::Complete(length) => {
                    let rest = self.bytes.split_off(length.min(self.bytes.len()));
                    let whole = std::mem::replace(&mut self.bytes, rest);
                    let response = Response::decode(&whole).value?;
                    // Interim responses come before the one that counts (RFC 9110 15.2).
                    if !matches!(response.status, 100..=199) {
                        return Ok(Some(response));
                    }
                }
            }
        }
    }
}

/// A request as browsers send it.
pub fn get(target: &str, host: &str, agent: &str) -> Request {
    Request::new("GET", target)
        .header("Host", host)
        .header("User-Agent", agent)
        .header("Accept", "*/*")
        .header("Connection", "Keep-Alive")
}

fn offered(response: &Response) -> Vec<AuthValue> {
    response
        .headers
        .get_all("WWW-Authenticate")
        .flat_map(http::challenges)
        .collect()
}

/// The question of that scheme among the challenges; one that is not base64 is a question that does not decode.
pub fn question(scheme: Scheme, offered: &[AuthValue]) -> Option<Vec<u8>> {
    let mut own = offered.iter().filter(|offer| offer.is(scheme.name()));
    own.find_map(|offer| scheme.token_in(&offer.params))
        .map(Result::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_response_in_many_small_chunks_is_read_once() {
        const CHUNKS: usize = 100_000;
        let mut inbox = ResponseInbox::default();
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for byte in head {
            assert_eq!(inbox.push(&[*byte]), Ok(None));
        }
        // Each piece ends within a chunk. Looking at all of them again each time took minutes.
        let start = Instant::now();
        for _ in 0..CHUNKS {
            assert_eq!(inbox.push(b"1\r\n"), Ok(None));
            assert_eq!(inbox.push(b"a\r\n"), Ok(None));
        }
        let response = inbox.push(b"0\r\n\r\nHTTP/1.1 ").unwrap().unwrap();
        assert_eq!(response.body.len(), CHUNKS);
        assert!(start.elapsed() < Duration::from_secs(20));
        let next = inbox.push(b"204 No Content\r\n\r\n").unwrap().unwrap();
        assert_eq!(next.status, 204);
        assert!(inbox.is_reusable());
    }
}
