//! The packet and what is in it ([MS-TDS] 2.2.3).

use super::characters::read_text;
use super::{Login7, Prelogin, Token, token};
use crate::wire::{DecodeError, Decoded, Reader, TooLong, Value, Writer, field_name, text};

/// One packet, which is a whole message: a message in several is not put together here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet {
    /// The server's process for this connection; 0 from a client, as a rule.
    pub spid: u16,
    /// Counts the packets of a message; ignored.
    pub id: u8,
    /// What it asks or answers, by the packet's type.
    pub message: TdsMessage,
}

/// What a packet says, by its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TdsMessage {
    /// Type 1: statements to execute ([MS-TDS] 2.2.6.7).
    Batch(String),
    /// Type 4: the server's answer ([MS-TDS] 2.2.4.2).
    Response(Vec<Token>),
    /// Type 4 as well: the server's answer to a PRELOGIN ([MS-TDS] 2.2.6.5).
    PreloginResponse(Prelogin),
    /// Type 16: the client signs in ([MS-TDS] 2.2.6.4).
    Login7(Box<Login7>),
    /// Type 17: the client's next token of SSPI ([MS-TDS] 2.2.6.8).
    Sspi(Vec<u8>),
    /// Type 18: what must be settled before anybody signs in ([MS-TDS] 2.2.6.5).
    Prelogin(Prelogin),
}

const BATCH: u8 = 1;
const RESPONSE: u8 = 4;
const LOGIN7: u8 = 16;
const SSPI: u8 = 17;
const PRELOGIN: u8 = 18;

/// `Status`: the last packet of its message.
const END_OF_MESSAGE: u8 = 1;
/// Length of the header, and where the packet's length is in it, in bytes.
const HEADER: usize = 8;
pub(super) const LENGTH: usize = 2;

const SPEC: &str = "[MS-TDS] 2.2.3.1";
const SQL_BATCH: &str = "[MS-TDS] 2.2.6.7";
const ALL_HEADERS: &str = "[MS-TDS] 2.2.5.3";

/// The name of a packet's type ([MS-TDS] 2.2.3.1.1).
fn type_name(kind: u8) -> Option<&'static str> {
    Some(match kind {
        BATCH => "SQL batch",
        RESPONSE => "Tabular result",
        LOGIN7 => "LOGIN7",
        SSPI => "SSPI",
        PRELOGIN => "PRELOGIN",
        _ => return None,
    })
}

/// Whether these bytes begin a packet that is known here: its type, and a message that ends with it.
pub fn is_tds(bytes: &[u8]) -> bool {
    matches!(bytes, [kind, END_OF_MESSAGE, ..] if type_name(*kind).is_some())
}

/// Finds the end of a packet in what has arrived: its length in bytes, or `None` where more must come.
///
/// # Errors
/// Where the bytes cannot be the start of a packet: the connection cannot be used any more.
pub fn frame(bytes: &[u8]) -> Result<Option<usize>, DecodeError> {
    if bytes.len() < HEADER {
        return Ok(None);
    }
    let mut reader = Reader::new(bytes);
    let header = header(&mut reader);
    reader.check()?;
    Ok(Some(header.length).filter(|&length| length <= bytes.len()))
}

impl Packet {
    /// A packet of a client.
    pub fn new(message: TdsMessage) -> Self {
        Self {
            spid: 0,
            id: 1,
            message,
        }
    }

    /// Decodes one packet; bytes after it are left unclaimed.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, read)
    }

    /// The packet with its header, as the only one of its message; the length is big-endian ([MS-TDS] 2.2.3.1).
    ///
    /// # Errors
    /// Where something does not fit its field. Nothing is cut short.
    pub fn encode(&self) -> Result<Vec<u8>, TooLong> {
        let mut writer = Writer::new();
        let kind = match &self.message {
            TdsMessage::Batch(_) => BATCH,
            TdsMessage::Response(_) | TdsMessage::PreloginResponse(_) => RESPONSE,
            TdsMessage::Login7(_) => LOGIN7,
            TdsMessage::Sspi(_) => SSPI,
            TdsMessage::Prelogin(_) => PRELOGIN,
        };
        writer.u8(kind).u8(END_OF_MESSAGE).u16(0);
        writer.put(&self.spid.to_be_bytes()).u8(self.id).u8(0);
        match &self.message {
            TdsMessage::Batch(statement) => {
                writer.put(&NO_TRANSACTION).put(&text::utf16le(statement));
            }
            TdsMessage::Response(tokens) => token::write(&mut writer, tokens)?,
            TdsMessage::PreloginResponse(prelogin) | TdsMessage::Prelogin(prelogin) => {
                prelogin.write(&mut writer)?;
            }
            TdsMessage::Login7(login) => login.write(&mut writer)?,
            TdsMessage::Sspi(token) => {
                writer.put(token);
            }
        }
        let length = TooLong::check("Length", writer.len())?;
        writer.put_at(LENGTH, &length.to_be_bytes());
        Ok(writer.finish())
    }
}

/// ALL_HEADERS of a batch outside a transaction, with one request under way ([MS-TDS] 2.2.5.3.2).
const NO_TRANSACTION: [u8; 22] = [
    22, 0, 0, 0, 18, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
];

struct Header {
    kind: u8,
    length: usize,
    spid: u16,
    id: u8,
}

fn header(reader: &mut Reader<'_>) -> Header {
    let kind = reader.u8("Type", SPEC);
    reader.mark_name(type_name(kind));
    if type_name(kind).is_none() {
        reader.expected("1, 4, 16, 17 or 18");
    }
    if reader.u8("Status", SPEC) != END_OF_MESSAGE {
        reader.expected("1: a message in one packet");
    }
    let length = usize::from(word(reader, "Length", SPEC));
    if length < HEADER {
        reader.expected("at least the 8 bytes of the header");
    }
    Header {
        kind,
        length,
        spid: word(reader, "SPID", SPEC),
        id: reader.u8("PacketID", SPEC),
    }
}

fn read(reader: &mut Reader<'_>) -> Packet {
    let header = reader.group("PacketHeader", SPEC, |reader| {
        let header = header(reader);
        if reader.u8("Window", SPEC) != 0 {
            reader.expected("0");
        }
        header
    });
    let bytes = reader.bytes();
    if bytes.len() < header.length && !reader.failed() {
        reader.note_cut(header.length, "Length", LENGTH);
    }
    let outer = reader.end_at(header.length);
    let message = reader.group("PacketData", "[MS-TDS] 2.2.3.2", |reader| {
        match header.kind {
            BATCH => TdsMessage::Batch(batch(reader)),
            LOGIN7 => TdsMessage::Login7(Box::new(Login7::read(reader))),
            PRELOGIN => TdsMessage::Prelogin(Prelogin::read(reader)),
            // A PRELOGIN begins with its version, option 0; no token has that number.
            RESPONSE if reader.peek(1) == Some(&[0]) => {
                TdsMessage::PreloginResponse(Prelogin::read(reader))
            }
            RESPONSE => TdsMessage::Response(token::read(reader)),
            _ => {
                let token = reader.take(
                    field_name::SSPI_DATA,
                    "[MS-TDS] 2.2.6.8",
                    reader.remaining(),
                );
                TdsMessage::Sspi(token.to_vec())
            }
        }
    });
    reader.restore(outer);
    Packet {
        spid: header.spid,
        id: header.id,
        message,
    }
}

fn batch(reader: &mut Reader<'_>) -> String {
    let headers = reader.take("ALL_HEADERS", ALL_HEADERS, NO_TRANSACTION.len());
    if headers != NO_TRANSACTION {
        reader.expected("the header of no transaction");
    }
    read_text(reader, "SQLText", SQL_BATCH, reader.remaining())
}

/// A 16-bit big-endian integer: those of headers and of PRELOGIN.
pub(super) fn word(reader: &mut Reader<'_>, name: &'static str, spec: &'static str) -> u16 {
    let value = u16::from_be_bytes(reader.array(name, spec));
    reader.mark(Value::Number(value.into()));
    value
}
