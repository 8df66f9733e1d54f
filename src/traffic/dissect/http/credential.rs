//! What the headers about signing in carry (RFC 9110 11).

use crate::traffic::leg::{Method, SentCredential};
use crate::wire::basic::Basic;
use crate::wire::from_base64;
use crate::wire::http::{Params, walk_challenges};
use crate::wire::text::from_latin1;

/// What a server says in its challenges.
#[derive(Default)]
pub struct Said {
    /// The schemes, as they are written.
    pub offers: Vec<String>,
    /// The token of one of them.
    pub credential: Option<SentCredential>,
}

/// What `Authorization` carries; of schemes that are not read here, what stands behind their names.
pub fn of_client(value: &str) -> Option<SentCredential> {
    let value = value.trim();
    let (scheme, rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    let rest = rest.trim();
    let Some(method) = method(scheme) else {
        let token = || SentCredential::Token(Method::Other, rest.as_bytes().into());
        return (!rest.is_empty()).then(token);
    };
    match method {
        Method::Basic => {
            let bytes = decode(rest);
            Some(match Basic::decode(&bytes).value {
                Ok(basic) => SentCredential::Clear(Method::Basic, basic.user, Some(basic.password)),
                Err(_) => SentCredential::Clear(Method::Basic, from_latin1(&bytes), None),
            })
        }
        Method::Digest => Some(SentCredential::Digest(rest.to_owned())),
        method => Some(SentCredential::Token(method, decode(rest).into())),
    }
}

/// What the values of `WWW-Authenticate` say.
pub fn of_server<'a>(values: impl Iterator<Item = &'a str>) -> Said {
    let mut said = Said::default();
    for value in values {
        let told = walk_challenges(value, |challenge, _| {
            let method = method(&challenge.scheme).unwrap_or(Method::Other);
            if let Params::Token68(token) = &challenge.params
                && !matches!(method, Method::Basic | Method::Digest)
            {
                said.credential = Some(SentCredential::Token(method, decode(token).into()));
            }
            said.offers.push(challenge.scheme);
        });
        // What is no list of challenges still begins with a scheme.
        if told.is_err()
            && let Some(scheme) = value.split_ascii_whitespace().next()
            && !said.offers.iter().any(|it| it == scheme)
        {
            said.offers.push(scheme.trim_end_matches(',').to_owned());
        }
    }
    said
}

fn method(scheme: &str) -> Option<Method> {
    const KNOWN: [(&str, Method); 5] = [
        ("Negotiate", Method::Negotiate),
        ("NTLM", Method::Ntlm),
        ("Kerberos", Method::Kerberos),
        ("Basic", Method::Basic),
        ("Digest", Method::Digest),
    ];
    let mut known = KNOWN.iter();
    known
        .find(|(name, _)| scheme.eq_ignore_ascii_case(name))
        .map(|(_, method)| *method)
}

/// The bytes of base64, as far as they go.
fn decode(text: &str) -> Vec<u8> {
    let decoded = from_base64(text);
    decoded.unwrap_or_else(|error| {
        // Whole groups of four before what is wrong.
        let whole = error.offset / 4 * 4;
        let start = text.get(..whole).unwrap_or_default();
        from_base64(start).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_carry_names_or_tokens() {
        let clear = |user: &str, password: Option<&str>| {
            let password = password.map(str::to_owned);
            Some(SentCredential::Clear(
                Method::Basic,
                user.to_owned(),
                password,
            ))
        };
        assert_eq!(of_client("Basic  YTpi"), clear("a", Some("b")));
        assert_eq!(of_client("basic YQ=="), clear("a", None));
        let token = |bytes: &[u8]| Some(SentCredential::Token(Method::Ntlm, bytes.into()));
        assert_eq!(of_client("NTLM TlRMTVNTUA=="), token(b"NTLMSSP"));
        assert_eq!(of_client("NTLM TlRMTVN"), token(b"NTL"));
        let digest = SentCredential::Digest("username=\"a\"".to_owned());
        assert_eq!(of_client("Digest username=\"a\""), Some(digest));
        let other = SentCredential::Token(Method::Other, b"abc"[..].into());
        assert_eq!(of_client("Bearer abc"), Some(other));
        assert_eq!(of_client("Bearer"), None);
    }

    #[test]
    fn challenges_are_offers() {
        let values = ["Negotiate, NTLM TlRM", "Basic realm=\"a, b\"", "Odd=?"];
        let said = of_server(values.into_iter());
        assert_eq!(said.offers, ["Negotiate", "NTLM", "Basic", "Odd=?"]);
        let token = SentCredential::Token(Method::Ntlm, (*b"NTL").into());
        assert_eq!(said.credential, Some(token));
    }
}
