//! What is the same everywhere, and so tells nothing of anybody.

use crate::wire::kerberos::KRBTGT;
use std::net::{IpAddr, Ipv4Addr};

/// Names that everybody has: they tell nothing, and the picture needs them.
const NAMES: [&str; 13] = [
    "",
    "*",
    KRBTGT,
    "localhost",
    "digest",
    "anonymous logon",
    "nt authority",
    "builtin",
    "workgroup",
    "system",
    "network service",
    "local service",
    "iis apppool",
];

/// Whether everybody has that name.
pub fn is_everybodys(name: &str) -> bool {
    NAMES.contains(&name.to_lowercase().as_str())
}

/// Whether every computer has that address: loopback, multicast, or what stands for none.
pub fn is_everybodys_address(address: IpAddr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address == IpAddr::V4(Ipv4Addr::BROADCAST)
}

/// Whether it is a port in decimal.
pub fn is_port(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it looks like the class of a service, such as `HTTP` and `MSSQLSvc`, rather than somebody's name.
pub fn is_class(text: &str) -> bool {
    const KNOWN: [&str; 24] = [
        "http",
        "https",
        "host",
        "cifs",
        "ldap",
        "gc",
        "dns",
        KRBTGT,
        "mssqlsvc",
        "wsman",
        "rpc",
        "rpcss",
        "termsrv",
        "restrictedkrbhost",
        "exchangemdb",
        "exchangerfr",
        "exchangeab",
        "smtpsvc",
        "smtp",
        "imap",
        "pop",
        "nfs",
        "ftp",
        "kadmin",
    ];
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(text))
}

/// Addresses that no computer has: of RFC 5737, then of RFC 2544.
pub fn documentation(number: u32) -> Ipv4Addr {
    match u8::try_from(number) {
        Ok(last @ 1..=254) => Ipv4Addr::new(192, 0, 2, last),
        _ => Ipv4Addr::from(u32::from(Ipv4Addr::new(198, 18, 0, 0)) | (number & 0x1_ffff)),
    }
}
