//! What the headers of signing in carry and offer (RFC 9110 11, RFC 4559, RFC 7617).

use super::super::leg::{Leg, Method, SentCredential};
use super::latin1;
use crate::wire::from_base64;
use crate::wire::http::{Params, walk_challenges};
use std::sync::Arc;

/// Which scheme that is; case does not matter.
pub fn method(scheme: &str) -> Method {
    match scheme.trim().to_ascii_lowercase().as_str() {
        "negotiate" => Method::Negotiate,
        "ntlm" => Method::Ntlm,
        "kerberos" => Method::Kerberos,
        "basic" => Method::Basic,
        "digest" => Method::Digest,
        _ => Method::Other,
    }
}

/// What the value of an `Authorization` header carries.
pub fn credential(value: &str) -> Option<SentCredential> {
    let value = value.trim();
    if let Some((scheme, bytes)) = stripped(value) {
        return Some(SentCredential::Stripped(method(scheme), Some(bytes)));
    }
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    let rest = rest.trim();
    let known = method(scheme);
    if is_placeholder(scheme) {
        return Some(SentCredential::Stripped(Method::Other, None));
    }
    let method = known;
    match method {
        _ if rest.is_empty() => None,
        Method::Other => Some(SentCredential::Token(method, Arc::from(rest.as_bytes()))),
        _ if is_placeholder(rest) => Some(SentCredential::Stripped(method, None)),
        Method::Digest => Some(SentCredential::Digest(rest.to_owned())),
        Method::Basic => Some(match from_base64(rest) {
            Ok(pair) => {
                let pair = latin1(&pair).into_owned();
                let (name, password) = match pair.split_once(':') {
                    Some((name, password)) => (name.to_owned(), Some(password.to_owned())),
                    None => (pair, None),
                };
                SentCredential::Clear(method, name, password)
            }
            Err(_) => SentCredential::Stripped(method, None),
        }),
        _ => Some(token(method, rest)),
    }
}

/// Whether somebody, or a program, put that in the place of what was there.
fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 7] = [
        "redacted",
        "removed",
        "stripped",
        "hidden",
        "masked",
        "filtered",
        "sanitized",
    ];
    let bare = text.trim_matches(['[', ']', '<', '>', '(', ')', '{', '}', '*']);
    let marked = bare.len() < text.len();
    text.is_empty() || marked || WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word))
}

/// What is not base64 any more was taken away by somebody.
fn token(method: Method, text: &str) -> SentCredential {
    match from_base64(text) {
        Ok(token) => SentCredential::Token(method, Arc::from(token)),
        Err(_) => SentCredential::Stripped(method, None),
    }
}

/// Adds what a `WWW-Authenticate` header offers, and the token that it carries.
pub(super) fn challenges(value: &str, leg: &mut Leg) {
    let mut value = value.trim();
    if let Some((before, bytes)) = stripped(value) {
        let (rest, scheme) = before.rsplit_once(',').unwrap_or(("", before));
        leg.credential = Some(SentCredential::Stripped(method(scheme), Some(bytes)));
        value = rest;
    }
    let before = leg.offers.len();
    let whole = walk_challenges(value, |challenge, text| match &challenge.params {
        Params::Token68(text) if method(&challenge.scheme) != Method::Other => {
            leg.credential = Some(token(method(&challenge.scheme), text));
        }
        _ => leg.offers.push(text.trim().to_owned()),
    });
    if whole.is_err() && leg.offers.len() == before && leg.credential.is_none() {
        leg.offers.push(value.to_owned());
    }
}

/// `NTLM [148 bytes were stripped]`, as a NetLog has it: what stands before, and how many.
fn stripped(value: &str) -> Option<(&str, u32)> {
    let (before, rest) = value.split_once('[')?;
    let count = rest.strip_suffix(" bytes were stripped]")?;
    Some((before.trim(), count.parse().ok()?))
}
