//! The errors of Chromium's network code that have to do with signing in (`net/base/net_error_list.h`).

const NAMES: [(&str, i32); 10] = [
    ("TUNNEL_CONNECTION_FAILED", -111),
    ("PROXY_AUTH_UNSUPPORTED", -115),
    ("PROXY_AUTH_REQUESTED", -127),
    ("INVALID_AUTH_CREDENTIALS", -338),
    ("UNSUPPORTED_AUTH_SCHEME", -339),
    ("MISSING_AUTH_CREDENTIALS", -341),
    ("UNEXPECTED_SECURITY_LIBRARY_STATUS", -342),
    ("MISCONFIGURED_AUTH_ENVIRONMENT", -343),
    ("UNDOCUMENTED_SECURITY_LIBRARY_STATUS", -344),
    ("PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION", -350),
];

/// The number of an error that is written as `net::ERR_INVALID_AUTH_CREDENTIALS`.
pub fn by_name(name: &str) -> Option<i32> {
    let name = name
        .trim()
        .trim_start_matches("net::")
        .strip_prefix("ERR_")?;
    let known = NAMES.iter().find(|(known, _)| *known == name);
    known.map(|(_, number)| *number)
}

/// Whether that error is about signing in.
pub fn is_known(number: i32) -> bool {
    NAMES.iter().any(|(_, known)| *known == number)
}
