//! Where bytes stand in a text: base64 and hex, wrapped or not, dumps, arrays and escapes, between anything else.

pub mod dump;
pub mod escape;
mod gather;
pub mod lines;
pub mod masked;
pub mod numbers;
pub mod plain;
mod row;
pub mod stamp;
pub mod telling_names;
pub mod words;

use masked::Mask;

/// How bytes were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteEncoding {
    /// Base64 (RFC 4648 4), with or without padding.
    Base64,
    /// Its alphabet for addresses and file names (RFC 4648 5).
    Base64Url,
    /// Hexadecimal digits, two for each byte, with or without separators.
    Hex,
    /// Digits in pairs on lines, perhaps with offsets before and characters behind.
    HexDump,
    /// Numbers with commas, as in a program.
    Array,
    /// A string with escapes, as in a program.
    Escaped,
    /// The bytes themselves, as in a file that is no text.
    Bytes,
    /// Text that is its own form: the parameters of Digest, a hash line.
    Text,
}

/// A place in what was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// How many bytes of the paste stand before it.
    pub offset: usize,
    /// Its line, from 1; 0 in bytes that are no text.
    pub line: usize,
    /// The header it is the value of, as it was written.
    pub header: Option<String>,
    /// The scheme before it, as it was written.
    pub scheme: Option<String>,
}

impl Place {
    /// In a line, or at an offset of bytes that have none.
    pub fn new(offset: usize, line: usize) -> Self {
        Self {
            offset,
            line,
            header: None,
            scheme: None,
        }
    }
}

/// A stretch of text that may say bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedRun {
    /// The place of its first sign.
    pub place: Place,
    /// How the text writes the bytes.
    pub encoding: ByteEncoding,
    /// The bytes it stands for, read as [`Self::encoding`].
    pub bytes: Vec<u8>,
    /// What it says as hex too, if it was read as base64.
    pub digits: Option<Vec<u8>>,
    /// What stands in the place of the rest, or of all of it.
    pub mask: Option<Mask>,
}

impl EncodedRun {
    /// Bytes at a place.
    pub fn new(place: Place, encoding: ByteEncoding, bytes: Vec<u8>) -> Self {
        Self {
            place,
            encoding,
            bytes,
            digits: None,
            mask: None,
        }
    }
}

/// What an NTLM message begins with: in a block of lines it begins another token.
const SIGNATURE: &[u8] = b"NTLMSSP\0";
