//! Whether a response of Digest (RFC 7616 3.4.1, RFC 2617 3.2.2) is of a password.

use crate::crypto::DigestHash;
use crate::traffic::account_name::{bare_account, hashed};
use crate::wire::http::Digest;

/// What is known of whoever answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct DigestKnown<'a> {
    /// The password, in clear; without it nothing can be checked.
    pub password: Option<&'a str>,
    /// The user, where it is another name than the response has.
    pub user: Option<&'a str>,
    /// The domain to put before the user's name, with a backslash.
    pub domain: Option<&'a str>,
    /// The request's method, where the text around the response shows it.
    pub method: Option<&'a str>,
}

/// How a response falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DigestVerdict {
    /// It is of the password, for a request with that method; whether the text shows that method.
    Right(String, bool),
    /// It is of another password, or for another method than those that were tried.
    Wrong(Vec<String>),
    /// It covers the body of the request too, which is not known.
    Body,
    /// An algorithm that is not computed here.
    Algorithm(String),
    /// It says no such parameter.
    Lacks(&'static str),
    /// There is no password to compute it with.
    NoPassword,
}

/// What a request may begin with where nothing shows it.
const METHODS: [&str; 9] = [
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "OPTIONS",
    "CONNECT",
    "PROPFIND",
    "REGISTER",
    "AUTHENTICATE",
];

/// Computes the response anew.
pub fn digest(sent: &Digest, known: &DigestKnown<'_>) -> DigestVerdict {
    let said = |name| sent.get(name).unwrap_or_default();
    for name in ["username", "realm", "nonce", "uri", "response"] {
        if sent.get(name).is_none() {
            return DigestVerdict::Lacks(name);
        }
    }
    let algorithm = sent.get("algorithm").unwrap_or("MD5");
    let lower = algorithm.to_ascii_lowercase();
    let (hash, session) = match lower.strip_suffix("-sess") {
        Some(hash) => (hash, true),
        None => (&*lower, false),
    };
    let Some(hash) = DigestHash::named(hash) else {
        return DigestVerdict::Algorithm(algorithm.to_owned());
    };
    let Some(password) = known.password else {
        return DigestVerdict::NoPassword;
    };
    let h = |parts: &[&str]| hash.hash_hex(&parts.join(":"));
    let (nonce, cnonce, qop) = (said("nonce"), said("cnonce"), said("qop"));
    let bodied = qop.eq_ignore_ascii_case("auth-int");
    let methods = known.method.into_iter();
    let methods: Vec<&str> = methods.chain(METHODS).collect();
    for name in names(said("username"), known) {
        let mut secret = h(&[&name, said("realm"), password]);
        if session {
            secret = h(&[&secret, nonce, cnonce]);
        }
        for method in &methods {
            let covered = if bodied {
                h(&[method, said("uri"), &h(&[""])])
            } else {
                h(&[method, said("uri")])
            };
            let response = match qop {
                "" => h(&[&secret, nonce, &covered]),
                _ => h(&[&secret, nonce, said("nc"), cnonce, qop, &covered]),
            };
            if response.eq_ignore_ascii_case(said("response")) {
                let shown = known.method == Some(*method);
                return DigestVerdict::Right((*method).to_owned(), shown);
            }
        }
    }
    if bodied {
        return DigestVerdict::Body;
    }
    DigestVerdict::Wrong(methods.into_iter().map(str::to_owned).collect())
}

/// The names that may have been hashed: a backslash may stand there once, or twice as between quotes.
fn names(sent: &str, known: &DigestKnown<'_>) -> Vec<String> {
    let name = hashed(known.user, sent).to_owned();
    let mut names = vec![name.replace('\\', "\\\\")];
    names.extend(
        known
            .domain
            .map(|domain| [domain, "\\", bare_account(&name)].concat()),
    );
    names.extend(known.user.map(str::to_owned));
    names.insert(0, name);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &str = "username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", \
        nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, qop=auth, \
        cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\"";
    const OLD: &str = "username=\"Mufasa\", realm=\"testrealm@host.com\", uri=\"/dir/index.html\", \
        nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", response=\"1949323746fe6a43ef61f9606e7febea\"";

    #[test]
    fn responses_of_the_specifications_are_judged() {
        let md5 = "8ca523f5e9506fed4657c9700eebdbec";
        let sha = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
        let right = |shown| DigestVerdict::Right("GET".to_owned(), shown);
        let of = |name: &str, response: &str| {
            format!("{REQUEST}, algorithm={name}, response=\"{response}\"")
        };
        for (text, password, method, expected) in [
            (of("MD5", md5), "Circle of Life", Some("GET"), right(true)),
            (of("SHA-256", sha), "Circle of Life", None, right(false)),
            (of("MD5", md5), "Circle of Life", Some("POST"), right(false)),
            (OLD.to_owned(), "CircleOfLife", None, right(false)),
            (
                of("SHA-512-256", sha),
                "",
                None,
                DigestVerdict::Algorithm("SHA-512-256".to_owned()),
            ),
            (
                REQUEST.to_owned(),
                "",
                None,
                DigestVerdict::Lacks("response"),
            ),
        ] {
            let sent = Digest::of_params(text.as_bytes()).unwrap();
            let known = DigestKnown {
                password: Some(password),
                method,
                ..DigestKnown::default()
            };
            assert_eq!(digest(&sent, &known), expected, "{text}");
        }
        let sent = Digest::of_params(of("MD5", md5).as_bytes()).unwrap();
        let wrong = DigestKnown {
            password: Some("circle of life"),
            ..DigestKnown::default()
        };
        assert!(matches!(digest(&sent, &wrong), DigestVerdict::Wrong(_)));
        let nothing = DigestKnown::default();
        assert_eq!(digest(&sent, &nothing), DigestVerdict::NoPassword);
    }
}
