//! Lengths and offsets of a message of which a part has become longer or shorter.

use super::head::Head;
use super::is_ntlmssp;
use crate::wire::ByteOrder;
use std::ops::Range;

/// What a part of a message is, by what tells its length besides the fields of its payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResizedPart {
    /// The value of an AV_PAIR: AvLen stands before it.
    AvValue,
    /// Anything else: nothing does.
    #[default]
    Other,
}

/// Makes the lengths and offsets in an NTLM message follow a part of it that was `old` and has another length now: that
/// of the payload it lies in, those of the payloads behind it, and AvLen. A number too large for its room is cut.
pub fn refit(bytes: &mut [u8], old: &Range<usize>, length: usize, part: ResizedPart) {
    if !is_ntlmssp(bytes) {
        return;
    }
    let moved = |place: usize| place.saturating_add(length).saturating_sub(old.len());
    if part == ResizedPart::AvValue
        && let Some(at) = old.start.checked_sub(2)
    {
        put(bytes, at, &(length as u16).to_le_bytes());
    }
    for &at in Head::of(bytes).map_or(&[][..], |head| head.payloads) {
        let (size, offset) = (
            ByteOrder::Little.u16(bytes, at),
            ByteOrder::Little.u32(bytes, at + 4),
        );
        let (Some(size), Some(offset)) = (size.map(usize::from), offset) else {
            return;
        };
        let offset = offset as usize;
        if size > 0 && offset <= old.start && old.end <= offset.saturating_add(size) {
            let size = (moved(size) as u16).to_le_bytes();
            put(bytes, at, &size);
            put(bytes, at + 2, &size);
        } else if offset >= old.end && offset > old.start {
            put(bytes, at + 4, &(moved(offset) as u32).to_le_bytes());
        }
    }
}

/// Writes over what is there.
fn put(bytes: &mut [u8], at: usize, number: &[u8]) {
    if let Some(place) = bytes.get_mut(at..at + number.len()) {
        place.copy_from_slice(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ntlm::{Authenticate, NegotiateFlags};

    #[test]
    fn lengths_follow_a_payload_that_becomes_longer_or_shorter() {
        let message = Authenticate {
            user: b"a\0b\0".to_vec(),
            domain: b"D\0".to_vec(),
            workstation: b"W\0".to_vec(),
            nt_response: vec![7; 24],
            flags: NegotiateFlags::UNICODE,
            ..Authenticate::default()
        };
        let mut bytes = message.encode();
        let at = bytes.windows(4).position(|it| it == b"a\0b\0").unwrap();
        for (old, new) in [(4, &b"x\0y\0z\0"[..]), (6, b"q\0"), (2, b""), (0, b"")] {
            bytes.splice(at..at + old, new.iter().copied());
            refit(&mut bytes, &(at..at + old), new.len(), ResizedPart::Other);
            let again = Authenticate::decode(&bytes).value.unwrap();
            assert_eq!(again.user, new);
            assert_eq!(
                (again.domain, again.workstation),
                (message.domain.clone(), message.workstation.clone())
            );
            assert_eq!(again.nt_response, message.nt_response);
        }
    }
}
