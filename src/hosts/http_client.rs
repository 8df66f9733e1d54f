//! What a client makes of an HTTP response, whether the client is a browser or an IIS that calls on.

use super::ntlm::AwaitChallenge;
use crate::wire::http::{self, Framing, Limits, Request, Response};
use base64::{Engine, engine::general_purpose::STANDARD};

/// What went out with the request that is under way.
#[derive(Debug)]
pub enum Sent {
    /// No credentials.
    Bare,
    /// Name and password.
    Basic,
    /// A NEGOTIATE; the state awaits the CHALLENGE.
    Negotiate(AwaitChallenge),
    /// An AUTHENTICATE.
    Authenticate,
}

/// What a response means for the sign-in.
#[derive(Debug)]
pub enum Meaning {
    /// Not a 401: the page, whatever it says.
    Page(Response),
    /// The CHALLENGE that was awaited.
    Challenge(AwaitChallenge, Vec<u8>),
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
    format!("NTLM {}", STANDARD.encode(message))
}

/// Collects bytes until a response is whole.
#[derive(Debug, Default)]
pub struct Inbox {
    bytes: Vec<u8>,
}

impl Inbox {
    /// Takes bytes; a response once there is one. `head` says whether the request was a HEAD.
    pub fn push(&mut self, bytes: &[u8], head: bool) -> Result<Option<Response>, String> {
        self.bytes.extend_from_slice(bytes);
        match http::frame_response(&self.bytes, head, &Limits::default()) {
            Ok(Framing::Complete(length)) => {
                let rest = self.bytes.split_off(length.min(self.bytes.len()));
                let whole = std::mem::replace(&mut self.bytes, rest);
                let decoded = Response::decode(&whole).value;
                decoded.map(Some).map_err(|error| error.to_string())
            }
            Ok(_) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The peer closed: a response that ends with the connection is whole now.
    pub fn close(&mut self) -> Option<Response> {
        let whole = std::mem::take(&mut self.bytes);
        (!whole.is_empty())
            .then(|| Response::decode(&whole).value.ok())
            .flatten()
    }
}

/// A request as browsers send it.
pub fn request(method: &str, target: &str, host: &str, agent: &str) -> Request {
    let mut request = Request::new(method, target);
    request.headers.push("Host", host);
    request.headers.push("User-Agent", agent);
    request.headers.push("Accept", "*/*");
    request.headers.push("Connection", "Keep-Alive");
    request
}

fn offered(response: &Response) -> Vec<http::Challenge> {
    let values = response.headers.get_all("WWW-Authenticate");
    values
        .into_iter()
        .flat_map(|value| http::parse_challenges(value).unwrap_or_default())
        .collect()
}

fn ntlm_token(offered: &[http::Challenge]) -> Option<Vec<u8>> {
    let ntlm = offered
        .iter()
        .find(|challenge| challenge.scheme.eq_ignore_ascii_case("NTLM"))?;
    STANDARD.decode(ntlm.params.token68()?).ok()
}
