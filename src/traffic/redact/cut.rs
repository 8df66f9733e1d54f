//! What stands in the place of what is cut.

use crate::wire::der::{BOOLEAN, ENUMERATED, Element, INTEGER, OBJECT_IDENTIFIER, TIME, element};

/// How deep elements may lie in each other.
pub const DEEPEST: u8 = 32;

/// Zeros in the place of bytes.
pub fn zero(bytes: &mut [u8]) {
    bytes.fill(0);
}

/// In the place of a proof, in a field of which zeros say that there is none: a mark in the first byte, and in the last one where
/// there is anything behind the first eight, since zeros there have a meaning too ([MS-NLMP] 3.3.1).
pub fn proof(bytes: &mut [u8], mark: u8) {
    if bytes.iter().all(|byte| *byte == 0) {
        return;
    }
    let behind = bytes.iter().skip(8).any(|byte| *byte != 0);
    zero(bytes);
    if let Some(first) = bytes.first_mut() {
        *first = mark;
    }
    if let Some(last) = bytes.last_mut().filter(|_| behind) {
        *last = mark;
    }
}

/// In the place of a signature of GSS-API: zeros, behind what says that it is one: NTLM's version ([MS-NLMP] 2.2.2.9), or the head
/// of Kerberos' tokens (RFC 4121 4.2.6).
pub fn signature(bytes: &mut [u8]) {
    let head = match bytes {
        [1, 0, 0, 0, rest @ ..] if rest.len() == 12 => 4,
        [4 | 5, 4, _, 0xff, ..] => 8,
        _ => 0,
    };
    zero(bytes.get_mut(head..).unwrap_or_default());
}

/// In the place of elements in DER (X.690) of which nobody knows what they say: the same elements, with numbers, times and
/// object identifiers as they are, and all else zeros. What is no such elements is zeros.
pub fn elements(bytes: &mut [u8], depth: u8) {
    if is_elements(bytes, depth) {
        clear(bytes, depth);
    } else {
        zero(bytes);
    }
}

/// Whether bytes are elements as a whole, those inside others too.
fn is_elements(mut bytes: &[u8], depth: u8) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    while !bytes.is_empty() {
        let Some((tag, head, end)) = extents(bytes) else {
            return false;
        };
        let inside = bytes.get(head..end).unwrap_or_default();
        if is_constructed(tag) && !is_elements(inside, depth) {
            return false;
        }
        bytes = bytes.get(end..).unwrap_or_default();
    }
    true
}

fn clear(mut bytes: &mut [u8], depth: u8) {
    let Some(depth) = depth.checked_sub(1) else {
        return zero(bytes);
    };
    while let Some((tag, head, end)) = extents(bytes) {
        let Some((element, rest)) = bytes.split_at_mut_checked(end) else {
            return;
        };
        let content = element.get_mut(head..).unwrap_or_default();
        match tag {
            tag if is_constructed(tag) => clear(content, depth),
            BOOLEAN | ENUMERATED | OBJECT_IDENTIFIER | TIME => {}
            // Longer ones may be keys.
            INTEGER if content.len() <= 5 => {}
            _ => zero(content),
        }
        bytes = rest;
    }
}

/// The tag of the first element, where its content begins and where it ends; `None` where it is not whole.
fn extents(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let Element { tag, value, rest } = element(bytes)?;
    let end = bytes.len().checked_sub(rest.len())?;
    Some((tag, end.checked_sub(value.len())?, end))
}

fn is_constructed(tag: u8) -> bool {
    tag & 0x20 != 0
}
