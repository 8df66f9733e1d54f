//! The common header and the authentication verifier (`[C706]` 12.6.3, [MS-RPCE] 2.2.2.11).

use super::body::Body;
use super::ptype;
use crate::wire::{DecodeError, Decoded, ErrorKind, Reader, TooLong, Writer, field_name};

/// One protocol data unit, little-endian: one fragment of a call or of the set-up of an association.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdu {
    /// Bits of [`pfc`].
    pub flags: u8,
    /// The call it belongs to; an `rpc_auth_3` has the number of its bind.
    pub call_id: u32,
    /// What it asks or answers, by its PTYPE.
    pub body: Body,
    /// The security provider's token, if any.
    pub auth: Option<AuthVerifier>,
}

/// A security token and the `sec_trailer` before it ([MS-RPCE] 2.2.2.11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthVerifier {
    /// The security provider ([MS-RPCE] 2.2.1.1.7).
    pub auth_type: u8,
    /// What is protected ([MS-RPCE] 2.2.1.1.8).
    pub auth_level: u8,
    /// The security context of the connection.
    pub context_id: u32,
    /// The token; an empty one means that there is no verifier.
    pub token: Vec<u8>,
}

/// Bits of `pfc_flags` (`[C706]` 12.6.3.1).
pub mod pfc {
    /// The first fragment of a call.
    pub const FIRST_FRAG: u8 = 0x01;
    /// The last fragment of a call.
    pub const LAST_FRAG: u8 = 0x02;
    /// In a request: the object's UUID comes before the stub.
    pub const OBJECT_UUID: u8 = 0x80;
}

impl AuthVerifier {
    /// RPC_C_AUTHN_WINNT: NTLM ([MS-RPCE] 2.2.1.1.7).
    pub const WINNT: u8 = 0x0A;
    /// RPC_C_AUTHN_LEVEL_CONNECT: the caller is known, the calls are not signed ([MS-RPCE] 2.2.1.1.8).
    pub const LEVEL_CONNECT: u8 = 0x02;

    /// An NTLM message at level CONNECT in security context 0.
    pub fn ntlm(token: Vec<u8>) -> Self {
        Self {
            auth_type: Self::WINNT,
            auth_level: Self::LEVEL_CONNECT,
            context_id: 0,
            token,
        }
    }
}

impl Pdu {
    /// A call, or a set-up step, in one fragment.
    pub fn new(call_id: u32, body: Body, auth: Option<AuthVerifier>) -> Self {
        Self {
            flags: pfc::FIRST_FRAG | pfc::LAST_FRAG,
            call_id,
            body,
            auth,
        }
    }

    /// Decodes one PDU; bytes after it are left unclaimed. Reserved fields and padding are read and ignored.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, read)
    }

    /// The PDU in bytes, the verifier aligned to 4 as `[C706]` 13.2.6.1 has it, which suits every PDU
    /// that carries one here. (For protected calls [MS-RPCE] 2.2.2.11 now asks for 16.)
    ///
    /// # Errors
    /// Where the PDU does not fit 16 bits of length, or a list its count: a PDU is one fragment, and
    /// the set-up of an association cannot be fragmented.
    pub fn encode(&self) -> Result<Vec<u8>, TooLong> {
        let mut writer = Writer::new();
        writer.u8(5).u8(0).u8(self.body.ptype()).u8(self.flags);
        writer.put(&LITTLE_ENDIAN);
        writer.u32(0).u32(self.call_id);
        self.body.write(&mut writer)?;
        let mut auth_length = 0;
        if let Some(auth) = self.auth.as_ref().filter(|auth| !auth.token.is_empty()) {
            auth_length = TooLong::check(field_name::AUTH_LENGTH, auth.token.len())?;
            let pad = writer.len().next_multiple_of(4) - writer.len();
            writer.align(4).u8(auth.auth_type).u8(auth.auth_level);
            writer.u8(u8::try_from(pad).unwrap_or_default()).u8(0);
            writer.u32(auth.context_id).put(&auth.token);
        }
        let frag_length = TooLong::check(field_name::FRAG_LENGTH, writer.len())?;
        writer.put_at(FRAG_LENGTH, &frag_length.to_le_bytes());
        writer.put_at(FRAG_LENGTH + 2, &auth_length.to_le_bytes());
        Ok(writer.finish())
    }
}

/// Finds the end of a PDU in what has arrived: its length in bytes, or `None` where more must come.
///
/// # Errors
/// Where the bytes cannot be the start of a PDU: the connection cannot be used any more.
pub fn frame(bytes: &[u8]) -> Result<Option<usize>, DecodeError> {
    if bytes.len() < HEADER {
        return Ok(None);
    }
    let mut reader = Reader::new(bytes);
    let header = header(&mut reader);
    reader.check()?;
    Ok(Some(header.frag_length).filter(|&length| length <= bytes.len()))
}

const COMMON: &str = "[C706] 12.6.3.1";
const TRAILER: &str = "[MS-RPCE] 2.2.2.11";

/// Length of the common header, of the `sec_trailer`, and where the length is, in bytes.
const HEADER: usize = 16;
const SEC_TRAILER: usize = 8;
const FRAG_LENGTH: usize = 8;

/// `drep`: little-endian integers, ASCII, IEEE (`[C706]` 14.1).
const LITTLE_ENDIAN: [u8; 4] = [0x10, 0, 0, 0];

struct Header {
    ptype: u8,
    flags: u8,
    frag_length: usize,
    /// Where the `sec_trailer` is.
    trailer: Option<usize>,
    auth_length: usize,
    call_id: u32,
}

fn header(reader: &mut Reader<'_>) -> Header {
    if reader.u8("rpc_vers", COMMON) != 5 {
        reader.expected("5");
    }
    if reader.u8("rpc_vers_minor", COMMON) > 1 {
        reader.expected("0 or 1");
        // Whoever wrote it, the rest may be read.
        reader.recover();
    }
    let ptype = reader.u8("PTYPE", COMMON);
    reader.mark_name(ptype::name(ptype));
    let flags = reader.u8("pfc_flags", COMMON);
    if reader.array::<4>("packed_drep", COMMON) != LITTLE_ENDIAN {
        reader.expected("10 00 00 00, little-endian");
    }
    let frag_length = usize::from(reader.u16(field_name::FRAG_LENGTH, COMMON));
    if frag_length < HEADER {
        reader.expected("at least the 16 bytes of the header");
    }
    let auth_length = usize::from(reader.u16(field_name::AUTH_LENGTH, COMMON));
    let trailer = frag_length.checked_sub(auth_length + SEC_TRAILER);
    let trailer = match (auth_length, trailer) {
        (0, _) => None,
        (_, Some(trailer)) if trailer >= HEADER => Some(trailer),
        _ => {
            reader.reject(ErrorKind::OutOfBounds {
                start: HEADER,
                length: auth_length + SEC_TRAILER,
                total: frag_length,
            });
            None
        }
    };
    Header {
        ptype,
        flags,
        frag_length,
        trailer,
        auth_length,
        call_id: reader.u32("call_id", COMMON),
    }
}

fn read(reader: &mut Reader<'_>) -> Pdu {
    let header = reader.group("header", COMMON, header);
    let bytes = reader.bytes();
    if bytes.len() < header.frag_length && !reader.failed() {
        reader.note_cut(header.frag_length, field_name::FRAG_LENGTH, FRAG_LENGTH);
    }
    // The trailer says how much padding is before it, so that length is needed first.
    let pad = match header.trailer.and_then(|at| bytes.get(at + 2)) {
        // All that comes before the trailer of an rpc_auth_3 is padding, whatever the trailer says.
        Some(_) if header.ptype == ptype::AUTH3 => 0,
        Some(&pad) => usize::from(pad),
        None => 0,
    };
    let trailer = header.trailer.unwrap_or(header.frag_length);
    let end = trailer.saturating_sub(pad).max(HEADER);
    let broken = reader.failed();
    let outer = reader.end_at(end);
    let body = reader.group("body", "[C706] 12.6.4", |reader| {
        let body = Body::read(reader, header.ptype, end);
        if reader.failed() && !broken {
            // The trailer is where the header says, whatever the body is.
            reader.recover();
            if reader.remaining() > 0 {
                reader.take(field_name::UNDECODED, "[C706] 12.6.4", reader.remaining());
            }
        }
        body
    });
    reader.restore(outer);
    let auth = header.trailer.filter(|trailer| *trailer < bytes.len());
    let auth = auth.map(|trailer| read_auth(reader, trailer, header.auth_length));
    Pdu {
        flags: header.flags,
        call_id: header.call_id,
        body,
        auth,
    }
}

fn read_auth(reader: &mut Reader<'_>, trailer: usize, auth_length: usize) -> AuthVerifier {
    let pad = trailer.saturating_sub(reader.position());
    if pad > 0 {
        reader.take("auth_pad", TRAILER, pad);
    }
    reader.group("sec_trailer", TRAILER, |reader| {
        let auth_type = reader.u8("auth_type", TRAILER);
        let auth_level = reader.u8("auth_level", TRAILER);
        reader.u8("auth_pad_length", TRAILER);
        reader.u8("auth_reserved", TRAILER);
        let context_id = reader.u32("auth_context_id", TRAILER);
        let token = reader
            .take(field_name::AUTH_VALUE, TRAILER, auth_length)
            .to_vec();
        AuthVerifier {
            auth_type,
            auth_level,
            context_id,
            token,
        }
    })
}

#[cfg(test)]
mod tests;
