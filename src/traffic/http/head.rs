//! The head of a message (RFC 9112 2.1), read as far as it goes: what is odd is passed over.

use super::Url;
use std::borrow::Cow;
use std::sync::Arc;

/// So many headers are read.
const HEADERS: usize = 256;

/// The first line and the headers of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LenientHead {
    /// `GET / HTTP/1.1` or `HTTP/1.1 401 Unauthorized`.
    pub start: String,
    /// Names and values, in their order.
    pub headers: Vec<(String, String)>,
}

impl LenientHead {
    /// The head at the beginning of these bytes, up to an empty line or their end. Lines may end in LF alone.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut lines = bytes.split(|it| *it == b'\n').map(|line| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            latin1(line)
        });
        let start = lines.next().unwrap_or_default().into_owned();
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines.take_while(|line| !line.is_empty()).take(HEADERS) {
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

    /// The status of an answer; 0, which stands for none, is none.
    pub fn status(&self) -> Option<u16> {
        let rest = self.start.strip_prefix("HTTP")?;
        let status = rest.split_whitespace().nth(1)?.parse().ok()?;
        (status != 0).then_some(status)
    }

    /// The method of a request.
    pub fn method(&self) -> &str {
        self.start.split(' ').next().unwrap_or_default()
    }

    /// Whether the body comes in chunks (RFC 9112 7.1).
    pub fn is_chunked(&self) -> bool {
        let mut codings = self.all("Transfer-Encoding").flat_map(|it| it.split(','));
        codings.any(|coding| coding.trim().eq_ignore_ascii_case("chunked"))
    }

    /// Content-Length, in bytes.
    pub fn length(&self) -> Option<u64> {
        self.get("Content-Length")?.parse().ok()
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

    /// The first line with a version of HTTP/1, if it has a version at all.
    fn first_line(&self) -> Cow<'_, str> {
        let start = self.start.as_str();
        let (first, rest) = start.split_once(' ').unwrap_or((start, ""));
        if is_version(first) {
            return Cow::Owned([version(first), " ", rest].concat());
        }
        match start.rsplit_once(' ') {
            Some((asked, last)) if is_version(last) => {
                Cow::Owned([asked, " ", version(last)].concat())
            }
            _ => Cow::Borrowed(start),
        }
    }

    /// What is asked for, as it is written: a path, or for a proxy a whole address.
    pub fn asked(&self) -> Option<&str> {
        self.start.split(' ').nth(1)
    }

    /// The host as the client names it: in a whole address, which counts whatever stands beside it (RFC 9112 3.2.2), or in a
    /// header; for a tunnel, whose two may differ, in a header.
    pub fn target(&self) -> Option<&str> {
        let asked = self.asked();
        let tunnel = self.method() == "CONNECT";
        let whole = asked.filter(|_| !tunnel).and_then(Url::parse);
        let whole = whole.map(|url| url.authority);
        let named = whole.or_else(|| self.get("Host"));
        let named = named.or_else(|| self.get(":authority"));
        named
            .filter(|it| !it.is_empty())
            .or_else(|| asked.filter(|_| tunnel))
    }

    /// The head as HTTP/1.1 sends it, with the empty line that ends it: also that of a message of HTTP/2 or 3, whose `:authority`
    /// is the host (RFC 9113 8.3.1).
    pub fn to_bytes(&self) -> Arc<[u8]> {
        let lines = self
            .headers
            .iter()
            .map(|(name, value)| name.len() + value.len() + 4);
        let mut out = String::with_capacity(self.start.len() + lines.sum::<usize>() + 4);
        out.push_str(&self.first_line());
        let named = self.get("Host").is_some();
        for (name, value) in &self.headers {
            let name = match name.as_str() {
                ":authority" if !named => "Host",
                pseudo if pseudo.starts_with(':') => continue,
                name => name,
            };
            out.push_str("\r\n");
            out.push_str(name);
            out.push_str(": ");
            out.push_str(value);
        }
        out.push_str("\r\n\r\n");
        Arc::from(out.into_bytes())
    }
}

/// A version as a first line of HTTP/1 may have it.
fn version(written: &str) -> &str {
    match written {
        "HTTP/1.0" | "HTTP/1.1" => written,
        _ => "HTTP/1.1",
    }
}

fn is_version(word: &str) -> bool {
    let begin = word.get(..5);
    begin.is_some_and(|it| it.eq_ignore_ascii_case("HTTP/"))
}

/// `name: value`; the names of HTTP/2 begin with a colon.
pub fn header(line: &str) -> Option<(String, String)> {
    let colon = line.get(1..)?.find(':')? + 1;
    let (name, value) = line.split_at_checked(colon)?;
    let value = value.strip_prefix(':')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}

/// UTF-8, or else ISO 8859-1, in which nothing is wrong.
pub(super) fn latin1(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&it| char::from(it)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_address_counts_before_the_host() {
        let target = |text: &str| {
            let head = LenientHead::parse(text.as_bytes());
            head.target().map(str::to_owned)
        };
        let is = |text, host: &str| assert_eq!(target(text).as_deref(), Some(host), "{text}");
        is(
            "GET http://a.test/x HTTP/1.1\r\nHost: b.test\r\n\r\n",
            "a.test",
        );
        is("GET /x HTTP/1.1\r\nHost: b.test\r\n\r\n", "b.test");
        is(
            "CONNECT a.test:443 HTTP/1.1\r\nHost: b.test\r\n\r\n",
            "b.test",
        );
        is("CONNECT a.test:443 HTTP/1.1\r\n\r\n", "a.test:443");
        is("GET /x HTTP/2\n:authority: b.test\n\n", "b.test");
    }

    #[test]
    fn what_was_said_in_http_2_is_written_as_http_1() {
        let written = |text: &str| {
            let bytes = LenientHead::parse(text.as_bytes()).to_bytes();
            String::from_utf8(bytes.to_vec()).unwrap()
        };
        for version in ["HTTP/2", "HTTP/2.0", "http/2.0", "HTTP/3"] {
            let asked = format!("GET /a {version}\n:method: GET\n:authority: s\naccept: a\n\n");
            assert_eq!(
                written(&asked),
                "GET /a HTTP/1.1\r\nHost: s\r\naccept: a\r\n\r\n"
            );
            let named = format!("GET /a {version}\nHost: s\n:authority: s\n\n");
            assert_eq!(written(&named), "GET /a HTTP/1.1\r\nHost: s\r\n\r\n");
            let answered = format!("{version} 401 No\n:status: 401\nDate: x\n\n");
            assert_eq!(written(&answered), "HTTP/1.1 401 No\r\nDate: x\r\n\r\n");
        }
        for whole in ["GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n"] {
            assert_eq!(written(whole), whole);
        }
    }
}
