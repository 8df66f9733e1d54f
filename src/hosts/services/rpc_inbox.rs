//! RPC PDUs out of a stream of bytes.

use crate::wire::rpc::{Pdu, frame, pfc};
use crate::wire::{DecodeError, ErrorKind};

/// Collects bytes until a PDU is whole. One PDU is at most 65,535 bytes, so more is never kept for long.
#[derive(Debug, Default)]
pub struct PduInbox {
    bytes: Vec<u8>,
}

impl PduInbox {
    /// Bytes arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole PDU. A call in several fragments is refused: every call of this lab fits one.
    ///
    /// # Errors
    /// Where the bytes are no PDU: the connection cannot be used any more.
    pub fn next(&mut self) -> Result<Option<Pdu>, DecodeError> {
        let Some(length) = frame(&self.bytes)? else {
            return Ok(None);
        };
        let rest = self.bytes.split_off(length.min(self.bytes.len()));
        let whole = std::mem::replace(&mut self.bytes, rest);
        let pdu = Pdu::decode(&whole).value?;
        let one = pfc::FIRST_FRAG | pfc::LAST_FRAG;
        if pdu.flags & one != one {
            let expected = "a call in one fragment";
            let kind = ErrorKind::Unexpected { expected };
            return Err(DecodeError::new(kind, "pfc_flags", 3));
        }
        Ok(Some(pdu))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::rpc::Body;

    #[test]
    fn pdus_come_whole_however_they_are_cut() {
        let one = Pdu::new(1, Body::request(0, vec![1; 9]), None)
            .encode()
            .unwrap();
        let two = Pdu::new(2, Body::fault(5), None).encode().unwrap();
        let mut inbox = PduInbox::default();
        let mut calls = Vec::new();
        for byte in [one, two].concat() {
            inbox.push(&[byte]);
            calls.extend(inbox.next().unwrap().map(|pdu| pdu.call_id));
        }
        assert_eq!(calls, [1, 2]);
    }

    #[test]
    fn a_fragment_of_a_call_is_refused() {
        let mut pdu = Pdu::new(1, Body::request(0, vec![1; 9]), None);
        pdu.flags = pfc::FIRST_FRAG;
        let mut inbox = PduInbox::default();
        inbox.push(&pdu.encode().unwrap());
        assert!(inbox.next().unwrap_err().to_string().contains("pfc_flags"));
    }
}
