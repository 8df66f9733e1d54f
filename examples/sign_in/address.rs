//! Where a URL leads.

use double_hop::hosts::Endpoint;

/// Where a URL leads.
pub struct Address {
    /// The host in the URL; an IPv6 address without its brackets.
    pub host: String,
    pub port: u16,
    /// Path and query.
    pub target: String,
}

impl Address {
    pub fn parse(url: &str) -> Result<Self, String> {
        let scheme = url.get(..7).filter(|s| s.eq_ignore_ascii_case("http://"));
        let rest = scheme.and_then(|scheme| url.get(scheme.len()..));
        let rest = rest.ok_or_else(|| format!("{url} does not begin with http://"))?;
        if !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!("{url} has characters that must be percent-encoded"));
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        if authority.contains('@') {
            return Err("the URL has a user name in it; give --user".to_owned());
        }
        let (host, port) = host_and_port(authority, Endpoint::HTTP)?;
        Ok(Self {
            host,
            port,
            target: if target.starts_with('/') {
                target.to_owned()
            } else {
                format!("/{target}")
            },
        })
    }

    /// As the browser names it: an IPv6 address in brackets.
    pub fn endpoint(&self) -> Endpoint {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        Endpoint::new(host, self.port)
    }
}

/// A host, of IPv6 without its brackets, and a port, which may be left out.
pub fn host_and_port(authority: &str, usual: u16) -> Result<(String, u16), String> {
    let wrong = || format!("{authority} is not a host and a port");
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| wrong())?),
        _ => (authority, usual),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() {
        return Err(wrong());
    }
    Ok((host.to_owned(), port))
}
