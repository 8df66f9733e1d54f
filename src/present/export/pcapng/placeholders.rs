//! Headers of HTTP whose token somebody took out.

use crate::wire::from_base64;
use std::borrow::Cow;
use std::ops::Range;

const NAMES: [&str; 4] = [
    "Authorization",
    "Proxy-Authorization",
    "WWW-Authenticate",
    "Proxy-Authenticate",
];
/// Whatever stands behind these, as they are written here, Wireshark takes for a token, or a malformed one.
const SCHEMES: [&str; 2] = ["NTLM ", "Negotiate "];
/// A token is not shorter: of NTLM its signature alone is so long. A word in its place may look like base64.
const SHORTEST: usize = 8;

/// The message with such schemes in lower case where no token follows: that means the same (RFC 9110 11.1), and is as long.
pub fn unmistakable(message: &[u8]) -> Cow<'_, [u8]> {
    let mut told = Cow::Borrowed(message);
    let mut at = 0;
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            break;
        }
        if let Some(scheme) = misleading(line) {
            let scheme = at + scheme.start..at + scheme.end;
            let there = told.to_mut().get_mut(scheme);
            there.unwrap_or_default().make_ascii_lowercase();
        }
        at += line.len();
    }
    told
}

/// Where in a line the scheme stands, if no token follows it.
fn misleading(line: &[u8]) -> Option<Range<usize>> {
    let line = std::str::from_utf8(line).ok()?;
    let (name, value) = line.split_once(':')?;
    let known = NAMES.iter().any(|it| it.eq_ignore_ascii_case(name));
    let value = value.trim_start();
    let scheme = SCHEMES.iter().find(|it| known && value.starts_with(**it))?;
    let start = line.len() - value.len();
    let behind = value.get(scheme.len()..)?.trim();
    let token = from_base64(behind).is_ok_and(|it| it.len() >= SHORTEST);
    (!token).then(|| start..start + scheme.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_no_token_follows_a_scheme_is_in_lower_case() {
        let cases = [
            (
                "Authorization: NTLM [stripped]",
                "Authorization: ntlm [stripped]",
            ),
            (
                "WWW-Authenticate: Negotiate [49 bytes were stripped]",
                "WWW-Authenticate: negotiate [49 bytes were stripped]",
            ),
            (
                "proxy-authorization: NTLM REDACTED",
                "proxy-authorization: ntlm REDACTED",
            ),
            (
                "Authorization: NTLM TlRMTVNTUAABAAAA",
                "Authorization: NTLM TlRMTVNTUAABAAAA",
            ),
            ("WWW-Authenticate: Negotiate", "WWW-Authenticate: Negotiate"),
            (
                "Authorization: Basic [stripped]",
                "Authorization: Basic [stripped]",
            ),
            ("X-Note: NTLM [stripped]", "X-Note: NTLM [stripped]"),
        ];
        for (header, expected) in cases {
            let message =
                |it: &str| format!("GET / HTTP/1.1\r\n{it}\r\n\r\nAuthorization: NTLM [x]\r\n");
            let (sent, expected) = (message(header), message(expected));
            let told = unmistakable(sent.as_bytes());
            assert_eq!(String::from_utf8_lossy(&told), expected);
        }
    }
}
