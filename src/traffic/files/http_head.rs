//! What an HTTP request and its answer say of a sign-in, from their first line and headers (RFC 9110 11).

use super::leg::{Leg, Method, Moment, Sender, SentCredential, Spot, Status};
mod credential;
mod url;

use credential::challenges;
pub use credential::{credential, method};
use std::borrow::Cow;
use std::sync::Arc;
pub use url::{Url, host_and_port};

/// The first line and the headers of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// `GET / HTTP/1.1` or `HTTP/1.1 401 Unauthorized`.
    pub start: String,
    /// Names and values, in their order.
    pub headers: Vec<(String, String)>,
}

/// A head, and when and where it stands.
#[derive(Clone, Debug)]
pub struct Said {
    /// What was said.
    pub head: Head,
    /// When it was said, by the clock of the file.
    pub at: Option<Moment>,
    /// Where in the file.
    pub spot: Spot,
}

/// For the server and for a proxy: the headers that carry proofs and challenges, and the status that asks for them.
const STRANDS: [(u64, &str, &str, u16); 2] = [
    (0, "Authorization", "WWW-Authenticate", 401),
    (1, "Proxy-Authorization", "Proxy-Authenticate", 407),
];

/// What a request and its answer have to do with signing in: nothing, or both as legs, for the server and for a proxy.
/// The requests come first.
pub fn legs(flow: usize, request: Option<&Said>, response: Option<&Said>) -> Vec<Leg> {
    let status = response.and_then(|it| it.head.status());
    let strands = STRANDS.iter().filter(|(_, proof, challenge, asks)| {
        request.is_some_and(|it| it.head.proves(proof))
            || response.is_some_and(|it| it.head.get(challenge).is_some())
            || status == Some(*asks)
    });
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for &(strand, proof, challenge, _) in strands {
        if let Some(said) = request {
            let mut leg = said.leg(flow, strand, Sender::Client);
            leg.request = said.head.request();
            leg.target = said.head.target().map(str::to_owned);
            leg.credential = said.head.get(proof).and_then(credential);
            asked.push(leg);
        }
        if let Some(said) = response {
            let mut leg = said.leg(flow, strand, Sender::Server);
            leg.status = status.map(Status::Http);
            let values = said.head.all(challenge);
            values.for_each(|value| challenges(value, &mut leg));
            answered.push(leg);
        }
    }
    asked.append(&mut answered);
    asked
}

impl Said {
    fn leg(&self, flow: usize, strand: u64, sender: Sender) -> Leg {
        let mut leg = Leg::new(flow, sender, self.at, self.spot);
        leg.strand = strand;
        leg.message = self.head.to_bytes();
        leg
    }
}

impl Head {
    /// The head at the beginning of these bytes, up to an empty line or their end. Lines may end in LF alone.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut lines = bytes.split(|it| *it == b'\n').map(|line| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            latin1(line)
        });
        let start = lines.next().unwrap_or_default().into_owned();
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines.take_while(|line| !line.is_empty()) {
            match (line.starts_with([' ', '\t']), headers.last_mut()) {
                // A value that goes on (RFC 9112 5.2).
                (true, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                _ => headers.extend(header(&line)),
            }
        }
        Self { start, headers }
    }

    /// The first value of a header; the case of its name does not matter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// All values of a header.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.headers.iter();
        named
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// Whether that header carries a proof. A token that was given out elsewhere (`Bearer`) is none by itself.
    fn proves(&self, name: &str) -> bool {
        let carried = self.get(name).map(credential);
        carried.is_some_and(|it| !matches!(it, Some(SentCredential::Token(Method::Other, _))))
    }

    /// The status of an answer; 0, which stands for none, is none.
    pub fn status(&self) -> Option<u16> {
        let rest = self.start.strip_prefix("HTTP")?;
        let status = rest.split_whitespace().nth(1)?.parse().ok()?;
        (status != 0).then_some(status)
    }

    /// What is asked for, without scheme and host: `GET /orders`.
    pub fn request(&self) -> Option<String> {
        let (method, rest) = self.start.split_once(' ')?;
        let target = rest
            .rsplit_once(" HTTP")
            .map_or(rest, |(target, _)| target)
            .trim();
        let path = Url::parse(target).map_or(target, |url| url.path);
        Some(format!("{method} {path}"))
    }

    /// The host as who asks names it.
    pub fn target(&self) -> Option<&str> {
        let named = self.get("Host").or_else(|| self.get(":authority"));
        let asked = || Url::parse(self.start.split(' ').nth(1)?).map(|url| url.authority);
        named.filter(|it| !it.is_empty()).or_else(asked)
    }

    /// The head as HTTP/1.1 sends it, with the empty line that ends it.
    pub fn to_bytes(&self) -> Arc<[u8]> {
        let lines = self
            .headers
            .iter()
            .map(|(name, value)| name.len() + value.len() + 4);
        let mut out = String::with_capacity(self.start.len() + lines.sum::<usize>() + 4);
        out.push_str(&self.start);
        for (name, value) in &self.headers {
            out.push_str("\r\n");
            out.push_str(name);
            out.push_str(": ");
            out.push_str(value);
        }
        out.push_str("\r\n\r\n");
        Arc::from(out.into_bytes())
    }
}

/// `name: value`; the names of HTTP/2 begin with a colon.
pub fn header(line: &str) -> Option<(String, String)> {
    let colon = line.get(1..)?.find(':')? + 1;
    let (name, value) = line.split_at_checked(colon)?;
    let value = value.strip_prefix(':')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}

/// UTF-8, or else ISO 8859-1, in which nothing is wrong.
fn latin1(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&it| char::from(it)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::leg::Unit;
    use super::*;

    fn said(text: &str) -> Said {
        Said {
            head: Head::parse(text.as_bytes()),
            at: None,
            spot: Spot {
                unit: Unit::Entry,
                first: 1,
                last: 1,
            },
        }
    }

    #[test]
    fn both_strands_of_one_exchange() {
        let request =
            said("GET http://s/x HTTP/1.1\nHost: s:80\nproxy-authorization: NTLM TlRM\n\nbody");
        let response = said(
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate, NTLM\r\nWWW-Authenticate: Basic realm=\"a, b\"\r\n\r\n",
        );
        let legs = legs(0, Some(&request), Some(&response));
        let strands: Vec<u64> = legs.iter().map(|leg| leg.strand).collect();
        assert_eq!(strands, [0, 1, 0, 1]);
        assert_eq!(legs[0].request.as_deref(), Some("GET /x"));
        assert_eq!(legs[0].target.as_deref(), Some("s:80"));
        assert_eq!(legs[0].credential, None);
        assert_eq!(
            legs[1].credential,
            Some(SentCredential::Token(Method::Ntlm, Arc::from(*b"NTL")))
        );
        assert_eq!(
            legs[2].offers,
            ["Negotiate", "NTLM", "Basic realm=\"a, b\""]
        );
        assert_eq!(legs[3].status, Some(Status::Http(401)));
    }

    #[test]
    fn an_exchange_without_a_sign_in_has_no_legs() {
        let request = said("GET / HTTP/1.1\n\n");
        assert_eq!(
            legs(0, Some(&request), Some(&said("HTTP/1.1 200 OK\n\n"))),
            []
        );
    }

    #[test]
    fn credentials_of_all_schemes() {
        let clear = |name: &str, word: &str| {
            SentCredential::Clear(Method::Basic, name.into(), Some(word.into()))
        };
        let cases = [
            ("Basic YTpiOmM=", Some(clear("a", "b:c"))),
            ("basic  YTpi", Some(clear("a", "b"))),
            (
                "[49 bytes were stripped]",
                Some(SentCredential::Stripped(Method::Other, Some(49))),
            ),
            (
                "NTLM [148 bytes were stripped]",
                Some(SentCredential::Stripped(Method::Ntlm, Some(148))),
            ),
            (
                "Negotiate [REDACTED]",
                Some(SentCredential::Stripped(Method::Negotiate, None)),
            ),
            (
                "Digest username=\"a\"",
                Some(SentCredential::Digest("username=\"a\"".into())),
            ),
            ("Negotiate", None),
            (
                "NTLM REDACTED",
                Some(SentCredential::Stripped(Method::Ntlm, None)),
            ),
            (
                "Basic REDACTED",
                Some(SentCredential::Stripped(Method::Basic, None)),
            ),
            (
                "Bearer eyJ",
                Some(SentCredential::Token(Method::Other, Arc::from(*b"eyJ"))),
            ),
            (
                "[authorization redacted]",
                Some(SentCredential::Stripped(Method::Other, None)),
            ),
            (
                "[REDACTED]",
                Some(SentCredential::Stripped(Method::Other, None)),
            ),
            (
                "REDACTED",
                Some(SentCredential::Stripped(Method::Other, None)),
            ),
            (
                "<redacted>",
                Some(SentCredential::Stripped(Method::Other, None)),
            ),
            ("***", Some(SentCredential::Stripped(Method::Other, None))),
            ("", Some(SentCredential::Stripped(Method::Other, None))),
        ];
        for (value, expected) in cases {
            assert_eq!(credential(value), expected, "{value}");
        }
    }

    #[test]
    fn addresses_come_apart() {
        let url = Url::parse("http://CONTOSO%5Calice:P%40@iis:8080/a?b").unwrap();
        assert_eq!((url.host, url.port, url.path), ("iis", Some(8080), "/a?b"));
        assert_eq!(
            url.user(),
            Some(("CONTOSO\\alice".into(), Some("P@".into())))
        );
        let url = Url::parse("https://[::1]").unwrap();
        assert_eq!((url.host, url.port, url.path), ("::1", Some(443), "/"));
        assert_eq!(Url::parse("data:,"), None);
    }
}
