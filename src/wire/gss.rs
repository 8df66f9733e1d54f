//! The frame of a first GSS-API token (RFC 2743 3.1): which mechanism, and then its own token.

use super::{ErrorKind, Reader, der};

const SPEC: &str = "RFC 2743 3.1";
const FRAME: u8 = der::application(0);

/// The mechanism, encoded, that a framed token names. The token may be cut off.
pub fn mechanism(bytes: &[u8]) -> Option<&[u8]> {
    Some(split(bytes)?.0)
}

/// The mechanism's own token; the bytes themselves where there is no frame.
pub fn inner(bytes: &[u8]) -> &[u8] {
    split(bytes).map_or(bytes, |(_, inner)| inner)
}

/// Puts a token into the frame that a first token has: a tag, a length, and the mechanism by its OID (RFC 2743 3.1).
pub fn frame(mechanism: &[u8], token: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    der::write::constructed(&mut out, &[FRAME], |out| {
        der::write::primitive(out, &[der::OBJECT_IDENTIFIER], mechanism);
        out.extend_from_slice(token);
    });
    out
}

fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let framed = der::behind(bytes, &[FRAME])?;
    let oid = der::behind(framed, &[der::OBJECT_IDENTIFIER])?;
    // The header is two bytes: no mechanism's name is long.
    let length = usize::from(*framed.get(1)?);
    oid.split_at_checked(length)
}

/// The most bytes that a token may have. Windows sends 65,535 at most, and fields take far more memory than the
/// bytes that they are about.
pub const LIMIT: usize = 0x4_0000;

/// Refuses what is larger than the limit.
pub fn limit(reader: &mut Reader<'_>) {
    if reader.bytes().len() > LIMIT {
        reader.fail(ErrorKind::TooLarge { limit: LIMIT }, "token", 0);
    }
}

/// Reads the frame, if there is one, and inside it what `read` reads.
pub fn framed<T>(reader: &mut Reader<'_>, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
    limit(reader);
    if !der::next_is(reader, FRAME) {
        return read(reader);
    }
    der::constructed(reader, "InitialContextToken", SPEC, &[FRAME], |reader| {
        der::oid(reader, "thisMech", SPEC, &[der::OBJECT_IDENTIFIER]);
        read(reader)
    })
}
