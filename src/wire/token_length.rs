//! How long a token is by its own account: what comes behind it in the same bytes is something else.

use super::kerberos::message_tag::{AP_REP, AS_REQ, CRED, ERROR};
use super::ntlm::{self, Head, NegotiateFlags};
use super::{ByteOrder, credssp, der};

/// The length that the head of a token tells, in bytes; more may be needed than are there. `None` where the head is
/// not one of a known token, or too short to tell.
pub fn token_length(bytes: &[u8]) -> Option<usize> {
    if ntlm::is_ntlmssp(bytes) {
        return ntlm_length(bytes);
    }
    match bytes {
        // GSS-API ([RFC 2743] 3.1), NegotiationToken ([RFC 4178] 4.2), and Kerberos messages ([RFC 4120] 5.10).
        [0x60 | 0xa0 | 0xa1 | AS_REQ..=AP_REP | CRED | ERROR, ..] => der::extent(bytes),
        [der::SEQUENCE, ..] if credssp::is_ts_request(bytes) => der::extent(bytes),
        _ => None,
    }
}

/// Up to the end of the last payload ([MS-NLMP] 2.2.1).
fn ntlm_length(bytes: &[u8]) -> Option<usize> {
    let head = Head::of(bytes)?;
    let (mut length, mut first) = (head.least, usize::MAX);
    for &at in head.payloads {
        // Old messages end early: a payload begins where the last fields would be, or nothing does.
        if at >= first || (at >= head.least && bytes.len() == at) {
            return Some(length);
        }
        let size = usize::from(ByteOrder::Little.u16(bytes, at)?);
        let offset = ByteOrder::Little.u32(bytes, at + 4)? as usize;
        if size > 0 && offset >= head.least {
            first = first.min(offset);
            length = length.max(offset.saturating_add(size));
        }
        length = length.max(at + 8);
    }
    let flags = ByteOrder::Little.u32(bytes, head.flags)?;
    let versioned = NegotiateFlags::from_bits_retain(flags).contains(NegotiateFlags::VERSION);
    if versioned && head.version < first {
        length = length.max(head.version + 8);
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

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
