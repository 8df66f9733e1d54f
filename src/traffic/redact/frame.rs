//! The frame of GSS-API (RFC 2743 3.1), taken off and put around again as it was.

use crate::wire::der::{OBJECT_IDENTIFIER, application, behind, write};

/// The mechanism that a framed token names, encoded, and its own token.
pub fn split(token: &[u8]) -> Option<(&[u8], &[u8])> {
    let framed = behind(token, &[application(0)])?;
    let rest = behind(framed, &[OBJECT_IDENTIFIER])?;
    // No mechanism's name is long, so that its length is one byte.
    rest.split_at_checked(usize::from(*framed.get(1)?))
}

/// A token in the frame of a mechanism.
pub fn join(mechanism: &[u8], token: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    write::constructed(&mut out, &[application(0)], |out| {
        write::primitive(out, &[OBJECT_IDENTIFIER], mechanism);
        out.extend_from_slice(token);
    });
    out
}
