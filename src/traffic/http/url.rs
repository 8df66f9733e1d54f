//! Addresses of the web (RFC 3986).

use crate::traffic::leg::Protocol;
use percent_encoding::percent_decode_str;

/// An address of the web in its parts (RFC 3986 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// `http` or `https`.
    pub scheme: &'a str,
    /// A name, perhaps with a password behind a colon, as it is escaped.
    pub user: Option<&'a str>,
    /// The host with its port where it names one.
    pub authority: &'a str,
    /// The host; an IPv6 address without its brackets.
    pub host: &'a str,
    /// The port, or the one that the scheme means.
    pub port: Option<u16>,
    /// Path and query.
    pub path: &'a str,
}

impl<'a> Url<'a> {
    /// What is spoken where it leads.
    pub fn protocol(&self) -> Protocol {
        match self.scheme.eq_ignore_ascii_case("https") {
            true => Protocol::Https,
            false => Protocol::Http,
        }
    }

    /// Takes an address with a scheme and a host apart.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let named = !scheme.is_empty() && scheme.bytes().all(|it| it.is_ascii_alphanumeric());
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (before, path) = rest.split_at_checked(end)?;
        let (user, authority) = match before.rsplit_once('@') {
            Some((user, authority)) => (Some(user), authority),
            None => (None, before),
        };
        let (host, port) = host_and_port(authority);
        let usual = match scheme.to_ascii_lowercase().as_str() {
            "http" | "ws" => Some(80),
            "https" | "wss" => Some(443),
            _ => None,
        };
        (named && !host.is_empty()).then_some(Self {
            scheme,
            user,
            authority,
            host,
            port: port.or(usual),
            path: if path.is_empty() { "/" } else { path },
        })
    }

    /// The name and the password that it holds, as they are meant.
    pub fn user(&self) -> Option<(String, Option<String>)> {
        let (name, password) = match self.user?.split_once(':') {
            Some((name, password)) => (name, Some(unescaped(password))),
            None => (self.user?, None),
        };
        (!name.is_empty()).then(|| (unescaped(name), password))
    }
}

/// A host and the port behind it; brackets of IPv6 removed.
pub fn host_and_port(text: &str) -> (&str, Option<u16>) {
    if let Some((host, rest)) = text.strip_prefix('[').and_then(|it| it.split_once(']')) {
        return (host, rest.strip_prefix(':').and_then(|it| it.parse().ok()));
    }
    match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, port.parse().ok()),
        _ => (text, None),
    }
}

fn unescaped(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
