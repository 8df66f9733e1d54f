//! The name in what mechanisms of SASL send that are not read further.

use crate::wire::http::Digest;
use std::str::from_utf8;

/// Who signs in, as a client's message has it in clear: in CRAM-MD5 (RFC 2195 2), POP3's APOP (RFC 1939 7), DIGEST-MD5 (RFC 2831 2.1.2), SCRAM
/// (RFC 5802 5.1), EXTERNAL (RFC 4422 A.1), OAUTHBEARER (RFC 7628 3.1), and XOAUTH2, which is much the same.
pub fn sasl_name(mechanism: &str, message: &[u8]) -> Option<String> {
    let text = from_utf8(message).ok()?;
    let is = |known: &str| mechanism.eq_ignore_ascii_case(known);
    if is("DIGEST-MD5") {
        let params = Digest::of_params(message).ok()?;
        return params.get("username").map(str::to_owned);
    }
    let name = if is("CRAM-MD5") || is("APOP") {
        text.rsplit_once(' ')?.0
    } else if is("XOAUTH2") {
        text.strip_prefix("user=")?.split('\x01').next()?
    } else if is("OAUTHBEARER") {
        text.split(',').find_map(|it| it.strip_prefix("a="))?
    } else if is("EXTERNAL") {
        text
    } else if mechanism.to_ascii_uppercase().starts_with("SCRAM-") {
        let name = text
            .split(',')
            .skip(2)
            .find_map(|it| it.strip_prefix("n="))?;
        return Some(name.replace("=2C", ",").replace("=3D", "="));
    } else {
        return None;
    };
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mechanism_has_the_name_elsewhere() {
        for (mechanism, message) in [
            (
                "CRAM-MD5",
                "CONTOSO\\alice 9134ae50cfe4c5fa2ba4d8e5a7d1c8bd",
            ),
            (
                "DIGEST-MD5",
                "username=\"CONTOSO\\\\alice\",realm=\"contoso\",nonce=\"a\"",
            ),
            ("xoauth2", "user=CONTOSO\\alice\x01auth=Bearer a.b\x01\x01"),
            (
                "OAUTHBEARER",
                "n,a=CONTOSO\\alice,\x01host=h\x01auth=Bearer a.b\x01\x01",
            ),
            ("SCRAM-SHA-256", "n,,n=CONTOSO\\alice,r=abc"),
            ("EXTERNAL", "CONTOSO\\alice"),
        ] {
            let name = sasl_name(mechanism, message.as_bytes());
            assert_eq!(name.as_deref(), Some("CONTOSO\\alice"), "{mechanism}");
        }
        assert_eq!(sasl_name("SCRAM-SHA-1", b"c=biws,r=a,p=QUJD"), None);
        assert_eq!(sasl_name("EXTERNAL", b""), None);
    }
}
