//! Digest (RFC 7616): challenges and responses by parameter, over the text of their header.

use super::auth::quoted;
use super::head::text;
use super::outline::is_token;
use crate::value_kind::ValueKind;
use crate::wire::{DecodeError, Decoded, ErrorKind, Reader, field_name};

const CHALLENGE: &str = "RFC 7616 3.3";
const RESPONSE: &str = "RFC 7616 3.4";
const PARAM: &str = "RFC 9110 11.2";

/// The parameters that RFC 7616 has, and what is worth following in them.
const KNOWN: [(&str, Option<ValueKind>); 16] = [
    ("realm", None),
    ("domain", None),
    ("nonce", Some(ValueKind::Challenge)),
    ("opaque", None),
    ("stale", None),
    ("algorithm", None),
    ("qop", None),
    ("charset", None),
    ("userhash", None),
    ("username", None),
    ("username*", None),
    ("uri", None),
    ("response", Some(ValueKind::Response)),
    ("cnonce", Some(ValueKind::Challenge)),
    (field_name::NC, None),
    ("rspauth", Some(ValueKind::Response)),
];

/// The parameters of a Digest challenge or response, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Names and values, without quotes.
    pub params: Vec<(String, String)>,
}

impl Digest {
    /// Reads a challenge with its scheme.
    pub fn decode_challenge(text: &[u8]) -> Decoded<Self> {
        Decoded::run(text, |reader| Self::read(reader, CHALLENGE))
    }

    /// Reads credentials with their scheme.
    pub fn decode_response(text: &[u8]) -> Decoded<Self> {
        Decoded::run(text, |reader| Self::read(reader, RESPONSE))
    }

    /// Reads parameters that stand without their scheme.
    ///
    /// # Errors
    /// Where they are not names with values.
    pub fn of_params(text: &[u8]) -> Result<Self, DecodeError> {
        let whole = [b"Digest ", text].concat();
        Self::decode_response(&whole).value
    }

    /// The parameters of a challenge as a header has them, behind the scheme (RFC 7616 3.3).
    pub fn to_challenge(&self) -> String {
        self.written(&["stale", "algorithm", "charset"])
    }

    /// The parameters of a response as a header has them, behind the scheme (RFC 7616 3.4).
    pub fn to_response(&self) -> String {
        self.written(&["algorithm", "qop", field_name::NC])
    }

    /// In quotes, but for those parameters.
    fn written(&self, bare: &[&str]) -> String {
        let written = self.params.iter().map(|(name, value)| {
            let token = !value.is_empty() && value.bytes().all(is_token);
            if token && bare.contains(&name.as_str()) {
                return format!("{name}={value}");
            }
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
            format!("{name}=\"{escaped}\"")
        });
        written.collect::<Vec<_>>().join(", ")
    }

    /// The value of the parameter of that name; case does not matter.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        let (_, value) = params.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    fn read(reader: &mut Reader<'_>, spec: &'static str) -> Self {
        let mut params = Vec::new();
        let scheme = run(reader, is_token);
        text(reader, "auth-scheme", spec, scheme);
        loop {
            let separator = run(reader, is_separator);
            if separator > 0 {
                reader.take(field_name::SEPARATOR, PARAM, separator);
            }
            if reader.failed() || reader.remaining() == 0 {
                return Self { params };
            }
            params.extend(param(reader, spec));
            // What is wrong with one parameter ends with it.
            reader.recover();
            let rest = run(reader, |byte| !is_separator(byte));
            if rest > 0 {
                reader.take(field_name::UNDECODED, PARAM, rest);
            }
        }
    }
}

/// Whether the text starts with this scheme.
pub fn is_digest(text: &str) -> bool {
    let scheme = text.split([' ', '\t', ',']).next();
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("Digest"))
}

/// Reads a name, and the value as the field of that name; none where there is no such.
fn param(reader: &mut Reader<'_>, spec: &'static str) -> Option<(String, String)> {
    let length = run(reader, is_token);
    let name = text(reader, "auth-param", PARAM, length);
    if length == 0 {
        reader.expected("a token");
        return None;
    }
    let known = KNOWN
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(&name));
    let (field, kind) = known.copied().unwrap_or(("value", None));
    let mut sign = false;
    let equals = run(reader, |byte| {
        let passes = matches!(byte, b' ' | b'\t') || byte == b'=' && !sign;
        sign |= byte == b'=';
        passes
    });
    if !sign {
        let expected = "\"=\" after the parameter's name";
        reader.fail(
            ErrorKind::Unexpected { expected },
            "auth-param",
            reader.position(),
        );
        return None;
    }
    reader.take("=", PARAM, equals);
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    let (length, value) = match rest.first() {
        Some(b'"') => quoted(rest),
        _ => {
            let length = run(reader, |byte| !is_separator(byte));
            let value = rest.get(..length).unwrap_or_default();
            (Some(length), value.to_vec())
        }
    };
    if length.is_none() {
        reader.note(ErrorKind::Unterminated, field, reader.position());
    }
    reader.take(field, spec, length.unwrap_or(rest.len()));
    let value = String::from_utf8_lossy(&value).into_owned();
    reader.mark_text(&value);
    if let Some(kind) = kind {
        reader.mark_value_kind(kind);
    }
    let end = reader.peek(1).and_then(|next| next.first());
    if end.is_some_and(|byte| !is_separator(*byte)) {
        let expected = "a comma";
        reader.fail(
            ErrorKind::Unexpected { expected },
            field_name::SEPARATOR,
            reader.position(),
        );
    }
    Some((name, value))
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b',')
}

/// How many of the next bytes pass.
fn run(reader: &Reader<'_>, mut passes: impl FnMut(u8) -> bool) -> usize {
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    rest.iter().take_while(|&&byte| passes(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;
    use proptest::prelude::*;

    // RFC 7616 3.9.1.
    const ASKED: &str = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, \
        nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    const ANSWERED: &str = "digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", \
        algorithm=MD5, nonce=\"7ypf\", nc=00000001, cnonce=\"f2/w\", qop=auth, response=\"8ca523f5e9506fed4657c9700eebdbec\", x=1";

    #[test]
    fn the_examples_of_rfc_7616() {
        let read = Digest::decode_challenge(ASKED.as_bytes());
        assert!(read.layout.is_claimed());
        let value = read.value.unwrap();
        assert_eq!(
            (value.get("qop"), value.get("ALGORITHM")),
            (Some("auth, auth-int"), Some("SHA-256"))
        );
        assert_eq!(value.get("username"), None);
        let realm = read.layout.find("realm").unwrap();
        assert_eq!(realm.value, Value::Text("http-auth@example.org".to_owned()));
        assert_eq!(&ASKED[realm.range.clone()], "\"http-auth@example.org\"");

        let read = Digest::decode_response(ANSWERED.as_bytes());
        assert!(read.layout.is_claimed());
        let kind = |name: &str| read.layout.find(name).unwrap().value_kind;
        assert_eq!(
            (kind("response"), kind("nonce"), kind("username")),
            (Some(ValueKind::Response), Some(ValueKind::Challenge), None)
        );
        assert_eq!(
            read.layout.find("value").unwrap().value,
            Value::Text("1".to_owned())
        );
        assert_eq!(read.value.unwrap().get("nc"), Some("00000001"));
    }

    #[test]
    fn quotes_and_what_is_wrong_with_them() {
        let read = |text: &str| Digest::decode_challenge(text.as_bytes());
        let value = read("Digest realm = \"a\\\"b\\\\\" ,, nonce=x,")
            .value
            .unwrap();
        assert_eq!(
            (value.get("realm"), value.get("nonce")),
            (Some("a\"b\\"), Some("x"))
        );
        let value = read("Digest username=\"CONTOSO\\alice\"").value.unwrap();
        assert_eq!(value.get("username"), Some("CONTOSO\\alice"));
        let broken = read("Digest realm=\"a\", nonce=\"b");
        assert_eq!(broken.layout.find("realm").unwrap().range, 13..16);
        assert_eq!(
            broken.value.unwrap_err().to_string(),
            "nonce at byte 24: the list has no end marker"
        );
        assert_eq!(read("Digest realm").value.unwrap_err().field, "auth-param");
        assert_eq!(read("Digest =x").value.unwrap_err().field, "auth-param");
        assert_eq!(
            read("Digest a=\"b\"c").value.unwrap_err().field,
            "separator"
        );
        assert!(is_digest("DIGEST realm=x") && is_digest("Digest") && !is_digest("Digester x=y"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(user in "[ -~é]{0,20}", nonce in "[ -~]{0,20}") {
            let params = [("username", user), ("nonce", nonce), ("nc", "00000001".to_owned())];
            let params = params.map(|(name, value)| (name.to_owned(), value)).to_vec();
            let digest = Digest { params };
            for text in [digest.to_challenge(), digest.to_response()] {
                prop_assert_eq!(Digest::of_params(text.as_bytes()), Ok(digest.clone()));
            }
        }

        #[test]
        fn anything_tiles_up_to_the_break(text in "(Digest )?[a-z=\", \\\\é]{0,40}") {
            let read = Digest::decode_response(text.as_bytes());
            prop_assert!(read.layout.overlaps().is_empty());
            prop_assert!(read.value.is_err() || read.layout.is_claimed());
        }
    }
}
