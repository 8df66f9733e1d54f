//! TDS packets out of a stream of bytes.

use crate::wire::DecodeError;
use crate::wire::tds::{Packet, frame};

/// Collects bytes until a packet is whole. One is at most 65,535 bytes, so more is never kept for long.
#[derive(Debug, Default)]
pub struct PacketInbox {
    bytes: Vec<u8>,
}

impl PacketInbox {
    /// Bytes arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole packet.
    ///
    /// # Errors
    /// Where the bytes are no packet: the connection cannot be used any more.
    pub fn next(&mut self) -> Result<Option<Packet>, DecodeError> {
        let Some(length) = frame(&self.bytes)? else {
            return Ok(None);
        };
        let rest = self.bytes.split_off(length.min(self.bytes.len()));
        let whole = std::mem::replace(&mut self.bytes, rest);
        Packet::decode(&whole).value.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::tds::TdsMessage;

    #[test]
    fn packets_come_whole_however_they_are_cut() {
        let packet = |text: &str| Packet::new(TdsMessage::Batch(text.to_owned()));
        let all = [packet("SELECT 1"), packet("")];
        let bytes = all.each_ref().map(|packet| packet.encode().unwrap());
        let mut inbox = PacketInbox::default();
        let mut found = Vec::new();
        for byte in bytes.concat() {
            inbox.push(&[byte]);
            found.extend(inbox.next().unwrap());
        }
        assert_eq!(found, all);
    }
}
