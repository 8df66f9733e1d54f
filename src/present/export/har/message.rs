//! A request or a response, as archives have it.

use crate::present::Passwords;
use crate::present::json::JsonWriter;
use crate::wire::http::MessageLimits;
use crate::wire::http::{Headers, Request, Response};
use crate::wire::to_base64;

/// A message as far as the log has it.
pub struct HarMessage<T> {
    pub message: T,
    /// Bytes of the first line and the headers, the empty line included.
    head: usize,
    /// Bytes of the body as sent; `None` where the log has only the head.
    body: Option<usize>,
}

impl HarMessage<Request> {
    /// A request, whole or only its head.
    pub fn request(bytes: &[u8]) -> Option<Self> {
        let (cut, head) = Request::decode_head(bytes, &MessageLimits::UNBOUNDED).ok()??;
        Some(Self::of(
            bytes,
            head,
            cut,
            Request::decode(bytes).value.ok(),
        ))
    }
}

impl HarMessage<Response> {
    /// The response to a request of that method, whole or only its head.
    pub fn response(bytes: &[u8], method: &str) -> Option<Self> {
        let (cut, head) = Response::decode_head(bytes)?;
        let whole = Response::decode_within(bytes, method, &MessageLimits::UNBOUNDED);
        Some(Self::of(bytes, head, cut, whole.value.ok()))
    }
}

impl<T> HarMessage<T> {
    fn of(bytes: &[u8], head: usize, cut: T, whole: Option<T>) -> Self {
        Self {
            head,
            body: whole.is_some().then(|| bytes.len().saturating_sub(head)),
            message: whole.unwrap_or(cut),
        }
    }

    /// The length of headers would tell that of a password that is left out.
    fn sizes(&self, json: &mut JsonWriter, whole: bool, hidden: u32) {
        json.name("headersSize");
        match whole {
            true => json.plain(self.head),
            false => json.plain(-1),
        }
        json.name("bodySize");
        match self.body {
            Some(body) => json.plain(body as u64 + u64::from(hidden)),
            None => json.plain(-1),
        }
    }
}

/// Writes a request to a server of that name, in TLS or not. What is left out, unless passwords go in.
pub fn write_request(
    json: &mut JsonWriter,
    told: &HarMessage<Request>,
    server: (&str, bool),
    passwords: Passwords,
) -> Vec<String> {
    let request = &told.message;
    let mut left_out = Vec::new();
    let headers = shown(&request.headers, passwords, &mut left_out);
    let url = url(request, server, passwords);
    json.object(|json| {
        json.text("method", &request.method);
        json.text("url", &url);
        json.text("httpVersion", request.version.as_str());
        let cookies = headers.get_all("Cookie").flat_map(|value| value.split(';'));
        json.list("cookies", cookies.filter_map(pair), cookie);
        pairs(json, "headers", headers.iter());
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default().split('&');
        let query = query.filter(|part| !part.is_empty());
        pairs(
            json,
            "queryString",
            query.map(|part| part.split_once('=').unwrap_or((part, ""))),
        );
        if !request.body.is_empty() {
            if passwords == Passwords::Shown {
                json.name("postData");
                json.object(|json| {
                    json.text("mimeType", content_type(&headers));
                    json.list("params", [(); 0], |_, ()| {});
                    json.text("text", &String::from_utf8_lossy(&request.body));
                });
            } else {
                left_out.push("the body of the request".to_owned());
            }
        }
        told.sizes(json, left_out.is_empty(), 0);
    });
    left_out
}

/// Writes a response; without one, as browsers write that none came. `hidden` bytes of other answers are counted with its body, as
/// Chrome does.
pub fn write_response(
    json: &mut JsonWriter,
    told: Option<&HarMessage<Response>>,
    hidden: u32,
    passwords: Passwords,
) {
    let none = HarMessage {
        message: Response::new(0, ""),
        head: 0,
        body: None,
    };
    let told = told.unwrap_or(&none);
    let response = &told.message;
    let mut left_out = Vec::new();
    let headers = shown(&response.headers, passwords, &mut left_out);
    json.object(|json| {
        json.number("status", response.status.into());
        json.text("statusText", &response.reason);
        json.text("httpVersion", response.version.as_str());
        let cookies = headers.get_all("Set-Cookie");
        // Their attributes stand in the header.
        let cookies = cookies.filter_map(|value| pair(value.split(';').next()?));
        json.list("cookies", cookies, cookie);
        pairs(json, "headers", headers.iter());
        json.name("content");
        json.object(|json| {
            json.number("size", response.body.len() as u64);
            if hidden > 0 {
                json.name("compression");
                json.plain(format_args!("-{hidden}"));
            }
            json.text("mimeType", content_type(&headers));
            match std::str::from_utf8(&response.body) {
                Ok("") => {}
                Ok(text) => json.text("text", text),
                Err(_) => {
                    json.text("text", &to_base64(&response.body));
                    json.text("encoding", "base64");
                }
            }
        });
        json.text("redirectURL", headers.get("Location").unwrap_or_default());
        told.sizes(json, left_out.is_empty(), hidden);
    });
}

/// The headers as they are shown; the names of those that hold a password, or what opens a session as well as one, are noted.
/// That Basic was sent stays, as NetLogs have it: a request without it would say that nobody tried to sign in. Its length
/// would tell the password's.
fn shown(headers: &Headers, passwords: Passwords, left_out: &mut Vec<String>) -> Headers {
    let shown = headers.iter().filter_map(|(name, value)| {
        let is = |known: &[&str]| known.iter().any(|known| name.eq_ignore_ascii_case(known));
        let basic = value
            .split_whitespace()
            .next()
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("Basic"));
        let basic = basic && is(&["Authorization", "Proxy-Authorization"]);
        if passwords == Passwords::Shown || !(basic || is(&["Cookie", "Set-Cookie"])) {
            return Some((name, value));
        }
        left_out.push(name.to_owned());
        basic.then_some((name, "Basic [stripped]"))
    });
    shown.collect()
}

/// Where a request goes.
fn url(request: &Request, (server, tls): (&str, bool), passwords: Passwords) -> String {
    let target = request.target.as_str();
    if let Some((scheme, rest)) = target
        .split_once("://")
        .filter(|_| !target.starts_with('/'))
    {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        // A name and a password may stand before the host.
        let host = authority
            .rsplit_once('@')
            .filter(|_| passwords.are_hidden())
            .map_or(authority, |(_, host)| host);
        return format!("{scheme}://{host}{path}");
    }
    if request.method == "CONNECT" {
        return format!("https://{target}");
    }
    let host = request
        .headers
        .get("Host")
        .filter(|host| !host.is_empty())
        .unwrap_or(server);
    let scheme = if tls || host.ends_with(":443") {
        "https"
    } else {
        "http"
    };
    // `*` asks for the server as a whole (RFC 9112 3.2.4).
    let path = if target == "*" { "" } else { target };
    format!("{scheme}://{host}{path}")
}

fn content_type(headers: &Headers) -> &str {
    headers.get("Content-Type").unwrap_or("x-unknown")
}

fn pair(text: &str) -> Option<(&str, &str)> {
    text.trim().split_once('=')
}

fn cookie(json: &mut JsonWriter, (name, value): (&str, &str)) {
    json.object(|json| {
        json.text("name", name);
        json.text("value", value);
    });
}

fn pairs<'a>(json: &mut JsonWriter, name: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    json.list(name, pairs, cookie);
}
