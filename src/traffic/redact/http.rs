//! HTTP: the head. Of headers that say nothing of anybody the words stay that everybody writes, those with tokens and names are
//! changed, all others lose their values, and their names where those are nobody else's.

use super::vocabulary::{self, HeaderKind, words};
use super::{Pseudonyms, token};
use crate::traffic::http::{credential, stripped};
use crate::traffic::leg::SentCredential;
use crate::wire::http::auth::{AuthValue, Params, walk_challenges};
use crate::wire::http::{Headers, MessageLimits, Request, Response};
use crate::wire::{from_base64, to_base64};

/// What stands in the place of what is cut.
pub const CUT: &str = "redacted";

/// Redacts a message; `None` where it is none.
pub fn redact(message: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    if let Ok(Some((request, end))) = Request::decode_head(message, &MessageLimits::UNBOUNDED) {
        let mut redacted = Request {
            method: vocabulary::method(&request.method).to_owned(),
            target: target(&request.target, names),
            ..request
        };
        redacted.headers = headers(&redacted.headers, names);
        let bytes = with_body(redacted.encode(), &redacted.headers, message, end);
        let again = Request::decode_head(&bytes, &MessageLimits::UNBOUNDED)
            .ok()??
            .0;
        return (again == redacted).then_some(bytes);
    }
    let (mut redacted, end) = Response::decode_head(message)?;
    redacted.reason = vocabulary::reason(redacted.status).to_owned();
    redacted.headers = headers(&redacted.headers, names);
    let bytes = with_body(redacted.encode(), &redacted.headers, message, end);
    let (again, _) = Response::decode_head(&bytes)?;
    (again == redacted).then_some(bytes)
}

/// Blanks for a body, as many as there are; they are no chunks.
fn with_body(mut head: Vec<u8>, headers: &Headers, message: &[u8], end: usize) -> Vec<u8> {
    if !headers.has_token("Transfer-Encoding", "chunked") {
        let body = message.len().saturating_sub(end);
        head.resize(head.len().saturating_add(body), b' ');
    }
    head
}

/// Where a request goes: hosts and paths have other names, and queries go.
pub fn target(target: &str, names: &mut Pseudonyms) -> String {
    match absolute(target) {
        Some((scheme, rest)) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let host = authority
                .rsplit_once('@')
                .map_or(authority, |(_, host)| host);
            let host = names.host(host);
            format!("{scheme}://{host}{}", path_of(path, names))
        }
        None if target.starts_with(['/', '*']) => path_of(target, names),
        // To a proxy: a host and a port.
        None => names.host(target),
    }
}

/// What a header refers to: an address, or a path from where it stands; `null` and `about:blank` say that there is none (RFC 6454
/// 7.3, RFC 9110 10.1.3).
fn reference(text: &str, names: &mut Pseudonyms) -> String {
    match text {
        "null" | "about:blank" => text.to_owned(),
        _ if absolute(text).is_some() => target(text, names),
        _ => path_of(text, names),
    }
}

/// The scheme of an address, which everybody has, and what stands behind it. In a query another address may stand.
fn absolute(text: &str) -> Option<(&str, &str)> {
    const SCHEMES: [&str; 4] = ["http", "https", "ws", "wss"];
    let known = |scheme: &str| SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(scheme));
    text.split_once("://").filter(|(scheme, _)| known(scheme))
}

fn path_of(target: &str, names: &mut Pseudonyms) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    names.path(path)
}

fn headers(headers: &Headers, names: &mut Pseudonyms) -> Headers {
    let mut redacted = Headers::new();
    for (name, value) in headers.iter() {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        let kind = vocabulary::header(name);
        let value = match name {
            _ if is("Host") => names.host(value),
            _ if is("Location") || is("Referer") || is("Origin") || is("Content-Location") => {
                reference(value, names)
            }
            _ if is("Authorization") || is("Proxy-Authorization") => credentials(value, names),
            _ if is("WWW-Authenticate") || is("Proxy-Authenticate") => challenges(value, names),
            _ if kind == HeaderKind::Kept => words(value, name),
            _ => CUT.to_owned(),
        };
        match kind {
            HeaderKind::Unknown => redacted.push(names.header(name), value),
            _ => redacted.push(name, value),
        };
    }
    redacted
}

/// The challenges of a header, or one of them.
pub fn challenges(value: &str, names: &mut Pseudonyms) -> String {
    if let Some((before, bytes)) = stripped(value) {
        let (others, scheme) = before.rsplit_once(',').unwrap_or(("", before));
        let last = without_token(scheme, Some(bytes));
        return match others {
            "" => last,
            others => format!("{}, {last}", challenges(others, names)),
        };
    }
    let mut redacted = Vec::new();
    let whole = walk_challenges(value, |challenge, _| {
        let params = params(challenge.params, names);
        let scheme = vocabulary::scheme(&challenge.scheme).to_owned();
        redacted.push(AuthValue { scheme, params }.to_string());
    });
    redacted.extend(whole.is_err().then(|| CUT.to_owned()));
    redacted.join(", ")
}

/// That somebody took a token away, and how long it was, names nobody: what it was is read from that.
fn without_token(value: &str, bytes: Option<u32>) -> String {
    let stripped = match bytes {
        Some(bytes) => format!("[{bytes} bytes were stripped]"),
        None => "[stripped]".to_owned(),
    };
    match value.split_whitespace().next() {
        Some(scheme) => format!("{} {stripped}", vocabulary::scheme(scheme)),
        None => stripped,
    }
}

fn credentials(value: &str, names: &mut Pseudonyms) -> String {
    if let Some(SentCredential::Stripped(_, bytes)) = credential(value) {
        let scheme = value.split('[').next().unwrap_or_default();
        return without_token(scheme, bytes);
    }
    let Ok(credentials) = AuthValue::parse(value) else {
        return CUT.to_owned();
    };
    let params = match credentials.params {
        Params::Token68(token) if credentials.scheme.eq_ignore_ascii_case("Basic") => {
            basic(&token, names)
        }
        other => params(other, names),
    };
    let scheme = vocabulary::scheme(&credentials.scheme).to_owned();
    AuthValue { scheme, params }.to_string()
}

/// The parameters of Digest, with or without the scheme before them.
pub fn digest(text: &str, names: &mut Pseudonyms) -> String {
    let with_scheme = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("digest ") => text.to_owned(),
        _ => format!("Digest {text}"),
    };
    let redacted = credentials(&with_scheme, names);
    match with_scheme.len() == text.len() {
        true => redacted,
        false => redacted
            .split_once(' ')
            .map_or(CUT, |(_, params)| params)
            .to_owned(),
    }
}

/// The user's name stays, as another; the password goes.
fn basic(token: &str, names: &mut Pseudonyms) -> Params {
    let user_pass = from_base64(token).unwrap_or_default();
    let user = user_pass
        .split(|byte| *byte == b':')
        .next()
        .unwrap_or_default();
    let user = names.user(&String::from_utf8_lossy(user));
    Params::Token68(to_base64(format!("{user}:{CUT}").as_bytes()))
}

fn params(params: Params, names: &mut Pseudonyms) -> Params {
    match params {
        Params::None => Params::None,
        Params::Token68(text) => Params::Token68(match from_base64(&text) {
            Ok(bytes) => to_base64(&token::or_zeros(&bytes, names)),
            Err(_) => CUT.to_owned(),
        }),
        Params::List(list) => Params::List(
            list.into_iter()
                .map(|(name, value)| {
                    let value = parameter(&name, &value, names);
                    (vocabulary::parameter(&name).to_owned(), value)
                })
                .collect(),
        ),
    }
}

/// A parameter of Digest (RFC 7616 3.3, 3.4) or of another scheme.
fn parameter(name: &str, value: &str, names: &mut Pseudonyms) -> String {
    match name.to_ascii_lowercase().as_str() {
        "algorithm" | "qop" | "stale" | "charset" | "userhash" => words(value, ""),
        // It counts requests, in hexadecimal.
        "nc" if value.len() == 8 && value.bytes().all(|it| it.is_ascii_hexdigit()) => {
            value.to_owned()
        }
        "username" => names.user(value),
        "uri" => target(value, names),
        // Names of computers and of domains are told in it.
        "realm" => names.host(value),
        _ => CUT.to_owned(),
    }
}
