//! How long a token is by its own account: what comes behind it in the same bytes is something else.

use super::ntlm::{self, NegotiateFlags};
use super::{credssp, der};
use std::ops::Range;

/// The length that the head of a token tells, in bytes; more may be needed than are there. `None` where the head is
/// not one of a known token, or too short to tell.
pub fn token_length(bytes: &[u8]) -> Option<usize> {
    if ntlm::is_ntlmssp(bytes) {
        return ntlm_length(bytes);
    }
    match bytes {
        // GSS-API ([RFC 2743] 3.1), NegotiationToken ([RFC 4178] 4.2), and Kerberos messages ([RFC 4120] 5.10).
        [0x60 | 0x6a..=0x6f | 0x76 | 0x7e | 0xa0 | 0xa1, ..] => der::extent(bytes),
        [der::SEQUENCE, ..] if credssp::is_ts_request(bytes) => der::extent(bytes),
        _ => None,
    }
}

/// Makes the lengths and offsets in an NTLM message follow a part of it that was `old` and has another length now: that
/// of the payload it lies in, those of the payloads behind it, and, for an AV_PAIR's value, AvLen before it.
pub fn follow(bytes: &mut [u8], old: &Range<usize>, length: usize, attribute: bool) {
    if !ntlm::is_ntlmssp(bytes) {
        return;
    }
    let moved = |place: usize| place.saturating_add(length).saturating_sub(old.len());
    if attribute && let Some(at) = old.start.checked_sub(2) {
        put(bytes, at, length, 2);
    }
    for &at in payloads(bytes).map_or(&[][..], |(.., fields)| fields) {
        let Some(fields) = bytes.get(at..at + 8) else {
            return;
        };
        let number = |from: usize, to: usize| {
            let digits = fields.get(from..to).unwrap_or_default().iter().rev();
            digits.fold(0, |number, digit| number << 8 | usize::from(*digit))
        };
        let (size, offset) = (number(0, 2), number(4, 8));
        if size > 0 && offset <= old.start && old.end <= offset + size {
            put(bytes, at, moved(size), 2);
            put(bytes, at + 2, moved(size), 2);
        } else if offset >= old.end && offset > old.start {
            put(bytes, at + 4, moved(offset), 4);
        }
    }
}

/// Writes a number, the low byte first; one too large for its room is cut.
fn put(bytes: &mut [u8], at: usize, number: usize, room: usize) {
    if let Some(place) = bytes.get_mut(at..at + room) {
        place.copy_from_slice(number.to_le_bytes().get(..room).unwrap_or_default());
    }
}

/// Of the message that begins here: the shortest head there is, where the flags stand, where Version does, and where
/// the payloads are told.
fn payloads(bytes: &[u8]) -> Option<(usize, usize, usize, &'static [usize])> {
    Some(match *bytes.get(8)? {
        1 => (16, 12, 32, &[16, 24]),
        2 => (32, 20, 48, &[12, 40]),
        3 => (52, 60, 64, &[12, 20, 28, 36, 44, 52]),
        _ => return None,
    })
}

/// Up to the end of the last payload ([MS-NLMP] 2.2.1).
fn ntlm_length(bytes: &[u8]) -> Option<usize> {
    let (least, flags, version, fields) = payloads(bytes)?;
    let (mut length, mut first) = (least, usize::MAX);
    for &at in fields {
        // Old messages end early: a payload begins where the last fields would be, or nothing does.
        if at >= first || (at >= least && bytes.len() == at) {
            return Some(length);
        }
        let fields = bytes.get(at..at + 8)?;
        let (size, offset) = fields.split_at_checked(4)?;
        let size = usize::from(u16::from_le_bytes(*size.first_chunk()?));
        let offset = u32::from_le_bytes(*offset.first_chunk()?) as usize;
        if size > 0 && offset >= least {
            first = first.min(offset);
            length = length.max(offset.saturating_add(size));
        }
        length = length.max(at + 8);
    }
    let flags = bytes.get(flags..flags + 4)?.first_chunk()?;
    let versioned = NegotiateFlags::from_bits_retain(u32::from_le_bytes(*flags))
        .contains(NegotiateFlags::VERSION);
    if versioned && version < first {
        length = length.max(version + 8);
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::ntlm::Authenticate;

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
            follow(&mut bytes, &(at..at + old), new.len(), false);
            let again = Authenticate::decode(&bytes).value.unwrap();
            assert_eq!(again.user, new);
            assert_eq!(
                (again.domain, again.workstation),
                (message.domain.clone(), message.workstation.clone())
            );
            assert_eq!(again.nt_response, message.nt_response);
        }
    }

    #[test]
    fn a_token_says_how_long_it_is() {
        assert_eq!(token_length(&[0x60, 0x03, 1, 2, 3, 4]), Some(5));
        assert_eq!(token_length(&[0xa1, 0x82, 0x01, 0x00]), Some(260));
        assert_eq!(token_length(&[0x60, 0x80, 1, 2]), None);
        let request = [0x30, 9, 0xa0, 3, 2, 1, 6, 0xa3, 2, 4, 0];
        assert_eq!(token_length(&request), Some(11));
        assert_eq!(token_length(&[0x30, 9, 0xa0, 3, 2, 1, 6, 2, 2, 1, 0]), None);
        let minimum = b"NTLMSSP\0\x01\0\0\0\x02\x02\0\0";
        assert_eq!(token_length(minimum), Some(16));
        let challenge = ntlm::Challenge::default().encode();
        assert_eq!(token_length(&challenge), Some(challenge.len()));
    }
}
