//! What the headers of signing in carry and offer (RFC 9110 11, RFC 4559, RFC 7617).

use super::head::latin1;
use crate::traffic::leg::{Method, SentCredential};
use crate::wire::from_base64;
use crate::wire::http::{Params, walk_challenges};
use std::sync::Arc;

/// CredSSP over HTTP ([MS-CSSP] 3, as WinRM has it) takes several messages with a token each, in TLS of its own, that are not read.
const CREDSSP: &str = "CredSSP";

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
        Method::Basic => Some(match decoded(rest) {
            // A word that somebody put there may look like base64.
            Some(pair)
                if !pair.contains(&b':') && !pair.iter().all(|it| matches!(it, b' '..=b'~')) =>
            {
                SentCredential::Stripped(method, None)
            }
            Some(pair) => {
                let pair = latin1(&pair).into_owned();
                let (name, password) = match pair.split_once(':') {
                    Some((name, password)) => (name.to_owned(), Some(password.to_owned())),
                    None => (pair, None),
                };
                SentCredential::Clear(method, name, password)
            }
            None => SentCredential::Stripped(method, None),
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
    match decoded(text) {
        Some(token) => SentCredential::Token(method, Arc::from(token)),
        None => SentCredential::Stripped(method, None),
    }
}

/// The bytes of base64; of a text that was cut, those of its whole groups of four. Nothing where it is no base64.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let is_symbol = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    let whole = || {
        let groups = text.get(..text.len() / 4 * 4)?;
        let cut = groups.len() < text.len() && text.bytes().all(is_symbol);
        cut.then(|| from_base64(groups).ok()).flatten()
    };
    from_base64(text).ok().or_else(whole)
}

/// What the values of `WWW-Authenticate` offer, as it is written, and the token that they carry.
pub fn challenges<'a>(
    values: impl Iterator<Item = &'a str>,
) -> (Vec<String>, Option<SentCredential>) {
    let (mut offers, mut carried) = (Vec::new(), None);
    for value in values {
        let mut value = value.trim();
        if let Some((before, bytes)) = stripped(value) {
            let (rest, scheme) = before.rsplit_once(',').unwrap_or(("", before));
            carried = Some(SentCredential::Stripped(method(scheme), Some(bytes)));
            value = rest;
        }
        let mut told = false;
        let whole = walk_challenges(value, |challenge, text| {
            told = true;
            match &challenge.params {
                Params::Token68(text) if method(&challenge.scheme) != Method::Other => {
                    carried = Some(token(method(&challenge.scheme), text));
                }
                Params::Token68(text) if challenge.scheme.eq_ignore_ascii_case(CREDSSP) => {
                    let token = Arc::from(text.as_bytes());
                    carried = Some(SentCredential::Token(Method::Other, token));
                }
                _ => offers.push(text.trim().to_owned()),
            }
        });
        if whole.is_err() && !told && !value.is_empty() {
            offers.push(value.to_owned());
        }
    }
    (offers, carried)
}

/// `NTLM [148 bytes were stripped]`, as a NetLog has it: what stands before, and how many.
pub fn stripped(value: &str) -> Option<(&str, u32)> {
    let (before, rest) = value.split_once('[')?;
    let count = rest.strip_suffix(" bytes were stripped]")?;
    Some((before.trim(), count.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

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
                "Basic captured",
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
            // Cut off, as captures have it, but for what somebody took away.
            (
                "basic YQ==",
                Some(SentCredential::Clear(Method::Basic, "a".into(), None)),
            ),
            (
                "NTLM TlRMTVN",
                Some(SentCredential::Token(Method::Ntlm, Arc::from(*b"NTL"))),
            ),
            (
                "NTLM TlRMTVN…",
                Some(SentCredential::Stripped(Method::Ntlm, None)),
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(credential(value), expected, "{value}");
        }
    }

    #[test]
    fn challenges_are_offered_as_they_are_written() {
        let values = ["Negotiate, NTLM TlRM", "Basic realm=\"a, b\"", "Odd=?"];
        let (offers, carried) = challenges(values.into_iter());
        assert_eq!(offers, ["Negotiate", "Basic realm=\"a, b\"", "Odd=?"]);
        let token = SentCredential::Token(Method::Ntlm, Arc::from(*b"NTL"));
        assert_eq!(carried, Some(token));
        // What is not read is kept as it is.
        let (offers, carried) = challenges(["CredSSP FgMD", "Odd FgMD"].into_iter());
        assert_eq!(offers, ["Odd FgMD"]);
        let token = SentCredential::Token(Method::Other, Arc::from(*b"FgMD"));
        assert_eq!(carried, Some(token));
    }
}
