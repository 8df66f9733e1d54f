//! Names in a message, as text: in the encoding that the flags say, or in the one they are plainly in.

use super::NegotiateFlags;
use crate::wire::text::{from_oem, from_utf16le};

/// A name as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text, in the encoding that its bytes are in.
    pub text: String,
    /// What is odd about its bytes.
    pub odd: Option<OddName>,
}

/// What is odd about the bytes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OddName {
    /// UTF-16LE of an odd length: the last byte is left out.
    Length,
    /// A zero character ends it, which is left out.
    Terminated,
    /// Plain ASCII, where the flags say UTF-16LE.
    NotUnicode,
    /// UTF-16LE, where the text is OEM.
    Unicode,
}

impl Name {
    /// Reads a name whose encoding the flags say. `None` where it is no text.
    pub fn read(flags: NegotiateFlags, bytes: &[u8]) -> Option<Self> {
        if !flags.contains(NegotiateFlags::UNICODE) {
            return Some(Self::oem(bytes));
        }
        if is_ascii_name(bytes) {
            return Some(Self::ended(from_oem(bytes), Some(OddName::NotUnicode)));
        }
        let (even, odd) = bytes.split_at(bytes.len() & !1);
        let odd = (!odd.is_empty()).then_some(OddName::Length);
        Some(Self::ended(from_utf16le(even)?, odd))
    }

    /// Reads an OEM name.
    pub fn oem(bytes: &[u8]) -> Self {
        let wide = |pair: &[u8]| matches!(pair, [b' '..=b'~', 0]);
        let is_wide = bytes.len() >= 4 && bytes.len() & 1 == 0 && bytes.chunks(2).all(wide);
        match from_utf16le(bytes).filter(|_| is_wide) {
            Some(text) => Self::ended(text, Some(OddName::Unicode)),
            None => Self::ended(from_oem(bytes), None),
        }
    }

    /// Without the zero at its end.
    fn ended(mut text: String, odd: Option<OddName>) -> Self {
        let length = text.trim_end_matches('\0').len();
        let zero = (length < text.len()).then_some(OddName::Terminated);
        text.truncate(length);
        let odd = odd.or(zero);
        Self { text, odd }
    }
}

/// Whether bytes that should be UTF-16LE are letters, digits and the like in ASCII. A few of them may be Chinese just as
/// well, whose most usual characters are then left as they are.
fn is_ascii_name(bytes: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.$@\\ ".contains(byte);
    let ideograph = |pair: &[u8]| matches!(pair, [_, 0x4e..=0x9f]);
    let bytes = bytes.strip_suffix(&[0]).unwrap_or(bytes);
    bytes.len() >= 2
        && bytes.iter().all(plain)
        && (bytes.len() & 1 == 1 || bytes.len() > 6 || !bytes.chunks(2).all(ideograph))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::text::utf16le;

    #[test]
    fn names_are_text_in_whatever_encoding_they_are() {
        let unicode = |bytes: &[u8]| Name::read(NegotiateFlags::UNICODE, bytes);
        let oem = |bytes: &[u8]| Name::read(NegotiateFlags::empty(), bytes);
        let name = |text: &str, odd| {
            let text = text.to_owned();
            Some(Name { text, odd })
        };
        assert_eq!(unicode(&utf16le("Dana")), name("Dana", None));
        assert_eq!(
            unicode(b"D\0a\0n\0a\0\0"),
            name("Dana", Some(OddName::Length))
        );
        assert_eq!(unicode(b"D\0a\0n"), name("Da", Some(OddName::Length)));
        assert_eq!(
            unicode(&utf16le("Dana\0")),
            name("Dana", Some(OddName::Terminated))
        );
        assert_eq!(
            unicode(b"FABRIKAM"),
            name("FABRIKAM", Some(OddName::NotUnicode))
        );
        assert_eq!(unicode(b"alice"), name("alice", Some(OddName::NotUnicode)));
        assert_eq!(unicode(b"VM"), name("VM", Some(OddName::NotUnicode)));
        assert_eq!(unicode(&utf16le("李杨")), name("李杨", None));
        assert_eq!(unicode(&[0x3d, 0xd8]), None);
        assert_eq!(unicode(b""), name("", None));
        assert_eq!(oem(b"DANA"), name("DANA", None));
        assert_eq!(oem(b"DANA\0"), name("DANA", Some(OddName::Terminated)));
        assert_eq!(oem(&utf16le("DANA")), name("DANA", Some(OddName::Unicode)));
    }
}
