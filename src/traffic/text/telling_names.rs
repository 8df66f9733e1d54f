//! The names that tell what stands behind them: headers and schemes.

/// The headers whose values are tokens, without case, hyphens and underscores.
const HEADERS: [&str; 6] = [
    "authorization",
    "proxyauthorization",
    "wwwauthenticate",
    "proxyauthenticate",
    "authenticationinfo",
    "proxyauthenticationinfo",
];

/// The schemes that are looked for.
const SCHEMES: [&str; 5] = ["NTLM", "Negotiate", "Basic", "Kerberos", "Bearer"];

/// Whether a word is the name of a header whose value is a token, however it is written: `WWW-Authenticate`,
/// `WWWAuthenticate`, `HTTP_AUTHORIZATION`.
pub fn is_header(word: &[u8]) -> bool {
    // Longer words are tokens.
    if word.len() > 40 {
        return false;
    }
    let letters = word.iter().filter(|byte| !matches!(byte, b'-' | b'_'));
    let name: Vec<u8> = letters.map(u8::to_ascii_lowercase).collect();
    let name = name.strip_prefix(b"http").unwrap_or(&name);
    HEADERS.iter().any(|header| header.as_bytes() == name)
}

/// Whether the value of a header of that name asks for a sign-in.
pub fn asks(header: &str) -> bool {
    header.to_ascii_lowercase().ends_with("authenticate")
}

/// How many bytes lead from a header's name to its value: a colon or an equals sign, with or without quotes, or the next
/// member of a JSON object that has name and value apart. Nothing where no value follows.
pub fn value_behind(rest: &[u8]) -> Option<usize> {
    let around = |byte: &u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'\\');
    let skip = |from: usize| {
        let rest = rest.get(from..).unwrap_or_default();
        from + rest.iter().take(16).take_while(|byte| around(byte)).count()
    };
    let at = skip(0);
    match rest.get(at)? {
        b':' | b'=' => Some(at + 1),
        b',' => {
            let at = skip(at + 1);
            let name = rest.get(at..at + 5)?;
            let at = skip(at + 5);
            let colon = rest.get(at) == Some(&b':');
            (name.eq_ignore_ascii_case(b"value") && colon).then_some(at + 1)
        }
        _ => None,
    }
}

/// Whether a word is the name of a scheme.
pub fn is_scheme(word: &[u8]) -> bool {
    SCHEMES
        .iter()
        .any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
}

/// The scheme that a word begins with, behind which something else follows without a space, and how much belongs to it:
/// logs put a plus in the place of the space, tables put nothing.
pub fn scheme_before(word: &[u8]) -> Option<(&[u8], usize)> {
    SCHEMES.iter().find_map(|name| {
        let (front, rest) = word.split_at_checked(name.len())?;
        let known = front.eq_ignore_ascii_case(name.as_bytes());
        let skip = match rest {
            [b'+', ..] => 1,
            _ if rest.starts_with(b"TlRMTVNT") || rest.starts_with(b"YI") => 0,
            _ => return None,
        };
        known.then_some((front, name.len() + skip))
    })
}
