//! Which method a token is of, where the protocol does not say it or says it too widely.

use crate::traffic::leg::{Method, SentCredential};
use crate::wire::spnego::is_spnego;
use crate::wire::{kerberos, ntlm};

/// By the token's own first bytes; SPNEGO where they tell nothing.
pub fn of_token(token: &[u8]) -> Method {
    if ntlm::is_ntlmssp(token) {
        Method::Ntlm
    } else if !is_spnego(token) && kerberos::is_kerberos(token) {
        Method::Kerberos
    } else {
        Method::Negotiate
    }
}

/// By the name of a SASL mechanism, in whatever case.
pub fn of_sasl(mechanism: &str) -> Method {
    const KNOWN: [(&str, Method); 7] = [
        ("GSS-SPNEGO", Method::Negotiate),
        ("GSSAPI", Method::Kerberos),
        ("GS2-KRB5", Method::Kerberos),
        ("NTLM", Method::Ntlm),
        ("MSN", Method::Ntlm),
        ("PLAIN", Method::Plain),
        ("LOGIN", Method::Login),
    ];
    let mut known = KNOWN.iter();
    known
        .find(|(name, _)| mechanism.eq_ignore_ascii_case(name))
        .map_or(Method::Other, |(_, method)| *method)
}

/// Whether a SASL mechanism is called so: those of IANA's registry, families by how they begin, and those that makers
/// of servers for mail gave a name.
pub fn is_sasl(name: &str) -> bool {
    const OTHERS: [&str; 21] = [
        "9798-",
        "ANONYMOUS",
        "CRAM-",
        "DIGEST-",
        "EAP-",
        "ECDH-",
        "ECDSA-",
        "EXTERNAL",
        "GS2-",
        "KERBEROS_",
        "NMAS-",
        "NMAS_",
        "OAUTHBEARER",
        "OPENID20",
        "OTP",
        "SAML20",
        "SCRAM-",
        "SECURID",
        "SKEY",
        "XOAUTH",
        "XOAUTH2",
    ];
    let name = name.to_ascii_uppercase();
    let is = |known: &&str| match known.ends_with(['-', '_']) {
        true => name.starts_with(*known),
        false => name == **known,
    };
    of_sasl(&name) != Method::Other || OTHERS.iter().any(is)
}

/// A token as a credential; nothing where it is empty.
pub fn token(method: Method, token: &[u8]) -> Option<SentCredential> {
    (!token.is_empty()).then(|| SentCredential::Token(method, token.into()))
}
