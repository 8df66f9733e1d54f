//! What a client makes of an HTTP response, whether the client is a browser or an IIS that calls on.

use super::ntlm::AwaitChallenge;
use crate::wire::DecodeError;
use crate::wire::http::{self, Credentials, Framer, Limits, Progress, Request, Response};

/// What went out with the request that is under way.
#[derive(Debug)]
pub enum Sent {
    /// No credentials.
    Bare,
    /// Name and password.
    Basic,
    /// A NEGOTIATE; the state awaits the CHALLENGE.
    Negotiate(Box<AwaitChallenge>),
    /// An AUTHENTICATE.
    Authenticate,
}

/// What a response means for the sign-in.
#[derive(Debug)]
pub enum Meaning {
    /// Not a 401: the page, whatever it says.
    Page(Response),
    /// The CHALLENGE that was awaited.
    Challenge(Box<AwaitChallenge>, Vec<u8>),
    /// A 401 with its schemes in order; `answered` if credentials had been sent.
    Refused {
        /// The challenges of the 401.
        offered: Vec<http::Challenge>,
        /// Whether this refuses credentials.
        answered: bool,
    },
}

/// Reads a response in the light of what was sent.
pub fn interpret(sent: Sent, response: Response) -> Meaning {
    if response.status != 401 {
        return Meaning::Page(response);
    }
    let offered = offered(&response);
    match sent {
        Sent::Negotiate(state) => match ntlm_token(&offered) {
            Some(challenge) => Meaning::Challenge(state, challenge),
            None => Meaning::Refused {
                offered,
                answered: true,
            },
        },
        Sent::Bare => Meaning::Refused {
            offered,
            answered: false,
        },
        Sent::Basic | Sent::Authenticate => Meaning::Refused {
            offered,
            answered: true,
        },
    }
}

/// The `Authorization` value that carries an NTLM message ([MS-NTHT] 2.2.2).
pub fn ntlm_authorization(message: &[u8]) -> String {
    Credentials::with_token("NTLM", message).to_string()
}

/// Collects bytes until a response is whole.
#[derive(Debug, Default)]
pub struct Inbox {
    bytes: Vec<u8>,
    framer: Framer,
}

impl Inbox {
    /// Takes bytes; a response to a GET once there is one.
    ///
    /// # Errors
    /// Where the bytes are no response, or one that is too large.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Response>, DecodeError> {
        self.bytes.extend_from_slice(bytes);
        self.take(false)
    }

    /// The peer closed: a response that ends with the connection is whole now.
    ///
    /// # Errors
    /// Where the connection closed within a response.
    pub fn close(&mut self) -> Result<Option<Response>, DecodeError> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        self.take(true)
    }

    /// Whether bytes are left that no request asked for.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    fn take(&mut self, closed: bool) -> Result<Option<Response>, DecodeError> {
        let limits = Limits {
            head: 1 << 20,
            body: 8 << 20,
            ..Limits::default()
        };
        loop {
            match self.framer.response(&self.bytes, "GET", closed, &limits)? {
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

fn offered(response: &Response) -> Vec<http::Challenge> {
    response
        .headers
        .get_all("WWW-Authenticate")
        .flat_map(|value| http::parse_challenges(value).unwrap_or_default())
        .collect()
}

/// The NTLM message among the challenges; one that is not base64 is a message that does not decode.
fn ntlm_token(offered: &[http::Challenge]) -> Option<Vec<u8>> {
    let mut ntlm = offered.iter().filter(|challenge| challenge.is("NTLM"));
    ntlm.find_map(|challenge| challenge.params.token_bytes())
        .map(Result::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_response_in_many_small_chunks_is_read_once() {
        const CHUNKS: usize = 100_000;
        let mut inbox = Inbox::default();
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
        assert!(inbox.is_empty());
    }
}
