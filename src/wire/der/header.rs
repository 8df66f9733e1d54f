//! One header, which the `der` crate reads: it is strict about what DER allows.

use super::{
    BIT_STRING, BOOLEAN, ENUMERATED, GENERAL_STRING, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING,
    SEQUENCE, TIME,
};
use crate::wire::ErrorKind;
use der::{Decode as _, ErrorKind as Wrong, Header, Reader as _, SliceReader};

/// The longest header read: six bytes of tag and five of length.
const LONGEST: usize = 11;

/// The length of the header at the start of `bytes`, and of its element. Nothing but `tag` is accepted.
pub fn header(bytes: &[u8], tag: u8) -> Result<(usize, usize), ErrorKind> {
    let unexpected = |expected| Err(ErrorKind::Unexpected { expected });
    let truncated = |needed: usize| {
        let available = bytes.len();
        Err(ErrorKind::Truncated { needed, available })
    };
    match bytes.first() {
        None => return truncated(2),
        Some(first) if *first != tag => return unexpected(tag_name(tag)),
        Some(_) => {}
    }
    let head = bytes.get(..LONGEST).unwrap_or(bytes);
    let Ok(mut slice) = SliceReader::new(head) else {
        return unexpected("DER");
    };
    let size = |length: der::Length| usize::try_from(length).unwrap_or(usize::MAX);
    match Header::decode(&mut slice) {
        Ok(header) => Ok((size(slice.position()), size(header.length()))),
        Err(error) => match error.kind() {
            Wrong::Incomplete { expected_len, .. } => truncated(size(expected_len)),
            Wrong::IndefiniteLength => unexpected("a definite length"),
            Wrong::TagUnknown { .. } | Wrong::TagNumberInvalid => unexpected("a tag that DER has"),
            _ => unexpected("a length of at most 4 bytes, in as few as can be"),
        },
    }
}

/// An element and what stands behind it.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    /// Its identifier octet.
    pub tag: u8,
    /// Its content, without identifier and length.
    pub value: &'a [u8],
    /// The bytes after it.
    pub rest: &'a [u8],
}

/// The element that the bytes start with, of whatever type; `None` where there is none, or not all of it.
pub fn element(bytes: &[u8]) -> Option<Element<'_>> {
    let tag = *bytes.first()?;
    let (head, length) = header(bytes, tag).ok()?;
    let (value, rest) = bytes.get(head..)?.split_at_checked(length)?;
    Some(Element { tag, value, rest })
}

/// How many bytes the element takes that the bytes start with, whether they are there or not.
pub fn extent(bytes: &[u8]) -> Option<usize> {
    let (head, length) = header(bytes, *bytes.first()?).ok()?;
    head.checked_add(length)
}

/// The name of a type by its identifier octet.
pub fn tag_name(tag: u8) -> &'static str {
    const CONTEXT: [&str; 16] = [
        "[0]", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]", "[8]", "[9]", "[10]", "[11]",
        "[12]", "[13]", "[14]", "[15]",
    ];
    match tag {
        BOOLEAN => "BOOLEAN",
        INTEGER => "INTEGER",
        BIT_STRING => "BIT STRING",
        OCTET_STRING => "OCTET STRING",
        0x05 => "NULL",
        OBJECT_IDENTIFIER => "OBJECT IDENTIFIER",
        ENUMERATED => "ENUMERATED",
        0x0c => "UTF8String",
        0x13 => "PrintableString",
        0x16 => "IA5String",
        0x17 => "UTCTime",
        TIME => "GeneralizedTime",
        GENERAL_STRING => "GeneralString",
        SEQUENCE => "SEQUENCE",
        0x31 => "SET",
        0x60 => "[APPLICATION 0]",
        0x61 => "[APPLICATION 1]",
        0x62 => "[APPLICATION 2]",
        0x63 => "[APPLICATION 3]",
        0x6a => "[APPLICATION 10]",
        0x6b => "[APPLICATION 11]",
        0x6c => "[APPLICATION 12]",
        0x6d => "[APPLICATION 13]",
        0x6e => "[APPLICATION 14]",
        0x6f => "[APPLICATION 15]",
        0x74 => "[APPLICATION 20]",
        0x75 => "[APPLICATION 21]",
        0x76 => "[APPLICATION 22]",
        0x79 => "[APPLICATION 25]",
        0x7a => "[APPLICATION 26]",
        0x7b => "[APPLICATION 27]",
        0x7d => "[APPLICATION 29]",
        0x7e => "[APPLICATION 30]",
        0x80..=0xbf => CONTEXT
            .get(usize::from(tag & 0x1f))
            .copied()
            .unwrap_or("[16 or above]"),
        _ => "element",
    }
}
