//! How long a token is by its own account: what comes behind it in the same bytes is something else.

use super::ntlm::{self, NegotiateFlags};

/// The length that the head of a token tells, in bytes; more may be needed than are there. `None` where the head is
/// not one of a known token, or too short to tell.
pub fn token_length(bytes: &[u8]) -> Option<usize> {
    if ntlm::is_ntlmssp(bytes) {
        return ntlm_length(bytes);
    }
    match bytes {
        // GSS-API ([RFC 2743] 3.1), NegotiationToken ([RFC 4178] 4.2), and Kerberos messages ([RFC 4120] 5.10).
        [0x60 | 0x6e | 0x6f | 0x7e | 0xa0 | 0xa1, rest @ ..] => {
            der_length(rest).map(|length| length + 1)
        }
        _ => None,
    }
}

/// Up to the end of the last payload ([MS-NLMP] 2.2.1).
fn ntlm_length(bytes: &[u8]) -> Option<usize> {
    // The shortest head there is, where the flags stand, where Version does, and where the payloads are told.
    let (least, flags, version, fields): (usize, usize, usize, &[usize]) = match *bytes.get(8)? {
        1 => (16, 12, 32, &[16, 24]),
        2 => (32, 20, 48, &[12, 40]),
        3 => (52, 60, 64, &[12, 20, 28, 36, 44, 52]),
        _ => return None,
    };
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

/// Length octets and what they count ([X.690] 8.1.3), definite ones only.
fn der_length(bytes: &[u8]) -> Option<usize> {
    let (&first, rest) = bytes.split_first()?;
    let more = usize::from(first & 0x7f);
    if first < 0x80 {
        return Some(more + 1);
    }
    let octets = rest
        .get(..more)
        .filter(|octets| (1..=4).contains(&octets.len()))?;
    let length = octets
        .iter()
        .fold(0_usize, |length, octet| length << 8 | usize::from(*octet));
    length.checked_add(more + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_says_how_long_it_is() {
        assert_eq!(token_length(&[0x60, 0x03, 1, 2, 3, 4]), Some(5));
        assert_eq!(token_length(&[0xa1, 0x82, 0x01, 0x00]), Some(260));
        assert_eq!(token_length(&[0x60, 0x80, 1, 2]), None);
        let minimum = b"NTLMSSP\0\x01\0\0\0\x02\x02\0\0";
        assert_eq!(token_length(minimum), Some(16));
        let challenge = ntlm::Challenge::default().encode();
        assert_eq!(token_length(&challenge), Some(challenge.len()));
    }
}
