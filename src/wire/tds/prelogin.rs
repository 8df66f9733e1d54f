//! PRELOGIN: versions and encryption, settled before anybody signs in ([MS-TDS] 2.2.6.5).

use super::packet::word;
use crate::wire::{Reader, TooLong, Value, Writer};

/// The options of a PRELOGIN, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prelogin {
    /// The options in the order in which they are listed.
    pub options: Vec<PreloginOption>,
}

/// One option: what it is about, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreloginOption {
    /// Which: see [MS-TDS] 2.2.6.5, PL_OPTION_TOKEN.
    pub token: u8,
    /// Its data, big-endian where it is a number.
    pub data: Vec<u8>,
}

/// The number of the option that says the sender's version, and of that which says whether it can encrypt.
const VERSION: u8 = 0;
const ENCRYPTION: u8 = 1;
/// `ENCRYPT_NOT_SUP`: it cannot.
const NOT_SUPPORTED: u8 = 2;
/// Behind the last option.
const TERMINATOR: u8 = 0xFF;
/// Bytes that a token with its place and length takes.
const ENTRY: usize = 5;

const SPEC: &str = "[MS-TDS] 2.2.6.5";

impl Prelogin {
    /// Of a sender of that version (major, minor, build, big-endian; sub-build) that cannot encrypt. `thread` is what a
    /// client says of itself, for debugging; a server says nothing.
    pub fn without_encryption(version: [u8; 6], thread: Option<u32>) -> Self {
        let thread = thread.map_or_else(Vec::new, |thread| thread.to_be_bytes().to_vec());
        let data = [
            version.to_vec(),
            vec![NOT_SUPPORTED],
            vec![0],
            thread,
            vec![0],
        ];
        let options = (0..).zip(data);
        Self {
            options: options
                .map(|(token, data)| PreloginOption { token, data })
                .collect(),
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let start = reader.position();
        let mut places = Vec::new();
        while reader.peek(1) != Some(&[TERMINATOR]) && !reader.failed() {
            places.push(reader.group("PL_OPTION", SPEC, |reader| {
                let token = reader.u8("PL_OPTION_TOKEN", SPEC);
                reader.mark_name(name(token));
                let offset = usize::from(word(reader, "PL_OFFSET", SPEC));
                (token, offset, word(reader, "PL_OPTION_LENGTH", SPEC))
            }));
        }
        reader.u8("TERMINATOR", SPEC);
        let mut options = Vec::new();
        for (token, offset, length) in places {
            // Whoever writes one puts the data behind each other.
            if start + offset != reader.position() {
                let at = reader.position();
                let expected = "the end of what is before it";
                reader.fail(
                    crate::wire::ErrorKind::Unexpected { expected },
                    "PL_OFFSET",
                    at,
                );
            }
            let label = name(token).unwrap_or("PL_OPTION_DATA");
            let data = match (token, length) {
                (VERSION, 6) => reader.group(label, SPEC, |reader| {
                    let version = reader.take("UL_VERSION", SPEC, 4);
                    [version, reader.take("US_SUBBUILD", SPEC, 2)].concat()
                }),
                _ => reader.take(label, SPEC, length.into()).to_vec(),
            };
            if let (ENCRYPTION, [how]) = (token, &data[..]) {
                reader.mark(Value::Number(u64::from(*how)));
                reader.mark_name(encryption_name(*how));
            }
            options.push(PreloginOption { token, data });
        }
        Self { options }
    }

    pub(super) fn write(&self, writer: &mut Writer) -> Result<(), TooLong> {
        let mut offset = self.options.len() * ENTRY + 1;
        for option in &self.options {
            let place = TooLong::check("PL_OFFSET", offset)?;
            let length = TooLong::check("PL_OPTION_LENGTH", option.data.len())?;
            writer.u8(option.token).put(&place.to_be_bytes());
            writer.put(&length.to_be_bytes());
            offset += option.data.len();
        }
        writer.u8(TERMINATOR);
        for option in &self.options {
            writer.put(&option.data);
        }
        Ok(())
    }
}

fn name(token: u8) -> Option<&'static str> {
    const NAMES: [&str; 8] = [
        "VERSION",
        "ENCRYPTION",
        "INSTOPT",
        "THREADID",
        "MARS",
        "TRACEID",
        "FEDAUTHREQUIRED",
        "NONCEOPT",
    ];
    NAMES.get(usize::from(token)).copied()
}

fn encryption_name(how: u8) -> Option<&'static str> {
    Some(match how {
        0 => "ENCRYPT_OFF",
        1 => "ENCRYPT_ON",
        NOT_SUPPORTED => "ENCRYPT_NOT_SUP",
        3 => "ENCRYPT_REQ",
        _ => return None,
    })
}
