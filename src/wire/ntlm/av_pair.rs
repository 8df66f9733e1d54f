//! `[MS-NLMP]` 2.2.2.1: the attribute list that CHALLENGE carries as TargetInfo and the NTLMv2 response as AvPairs.

use super::placement::{clamp, length};
use super::{AV_FLAG_MIC, AvId};
use crate::wire::text::{from_utf16le, utf16le};
use crate::wire::{Decoded, ErrorKind, Reader, Value, Writer, field_name};

const SPEC: &str = "[MS-NLMP] 2.2.2.1";

/// `[MS-NLMP]` 2.2.2.1 AV_PAIR, without the one that ends the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvPair {
    /// AvId: what the value is about.
    pub id: AvId,
    /// Value, as on the wire.
    pub value: Vec<u8>,
}

/// A list of AV_PAIRs in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetInfo {
    /// The pairs before MsvAvEOL.
    pub pairs: Vec<AvPair>,
    /// Whether MsvAvEOL ends the list, as it must.
    pub terminated: bool,
    /// What follows MsvAvEOL, or, in a broken list, the bytes from the break on.
    pub trailing: Vec<u8>,
}

impl Default for TargetInfo {
    fn default() -> Self {
        Self::new()
    }
}

impl TargetInfo {
    /// An empty, terminated list.
    pub fn new() -> Self {
        Self {
            pairs: Vec::new(),
            terminated: true,
            trailing: Vec::new(),
        }
    }

    /// Reads a list; one that is empty, lacks MsvAvEOL or overruns its bytes is an error.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, Self::read)
    }

    /// Reads as much of a list as there is: the pairs before a break, and the break's bytes in `trailing`.
    pub fn lenient(bytes: &[u8]) -> Self {
        Decoded::lenient(bytes, Self::read)
    }

    /// The bytes. A value longer than AvLen can say is cut off.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        for pair in &self.pairs {
            let value = clamp(&pair.value);
            writer.u16(pair.id.value()).u16(length(value)).put(value);
        }
        if self.terminated {
            writer.u16(AvId::Eol.value()).u16(0);
        }
        writer.put(&self.trailing);
        writer.finish()
    }

    /// Appends a pair, also one whose id is there already.
    #[must_use]
    pub fn with(mut self, id: AvId, value: impl Into<Vec<u8>>) -> Self {
        self.pairs.push(AvPair {
            id,
            value: value.into(),
        });
        self
    }

    /// Appends a text, as UTF-16LE.
    #[must_use]
    pub fn with_text(self, id: AvId, text: &str) -> Self {
        self.with(id, utf16le(text))
    }

    /// Appends MsvAvFlags.
    #[must_use]
    pub fn with_flags(self, flags: u32) -> Self {
        self.with(AvId::Flags, flags.to_le_bytes())
    }

    /// Appends MsvAvTimestamp: a FILETIME, 100 ns since 1601, UTC.
    #[must_use]
    pub fn with_timestamp(self, filetime: u64) -> Self {
        self.with(AvId::Timestamp, filetime.to_le_bytes())
    }

    /// Replaces the first pair of that id, or appends one.
    pub fn set(&mut self, id: AvId, value: impl Into<Vec<u8>>) {
        let value = value.into();
        match self.pairs.iter_mut().find(|pair| pair.id == id) {
            Some(pair) => pair.value = value,
            None => self.pairs.push(AvPair { id, value }),
        }
    }

    /// The value of the first pair of that id.
    pub fn get(&self, id: AvId) -> Option<&[u8]> {
        let pair = self.pairs.iter().find(|pair| pair.id == id)?;
        Some(&pair.value)
    }

    /// The text of the first pair of that id; `None` where it is not UTF-16LE.
    pub fn text(&self, id: AvId) -> Option<String> {
        self.get(id).and_then(from_utf16le)
    }

    /// MsvAvNbComputerName: the server's NetBIOS name.
    pub fn nb_computer(&self) -> Option<String> {
        self.text(AvId::NbComputerName)
    }

    /// MsvAvNbDomainName: the NetBIOS name of the server's domain.
    pub fn nb_domain(&self) -> Option<String> {
        self.text(AvId::NbDomainName)
    }

    /// MsvAvDnsComputerName: the server's DNS name.
    pub fn dns_computer(&self) -> Option<String> {
        self.text(AvId::DnsComputerName)
    }

    /// MsvAvDnsDomainName: the DNS name of the server's domain.
    pub fn dns_domain(&self) -> Option<String> {
        self.text(AvId::DnsDomainName)
    }

    /// MsvAvFlags: 2 says that the message has a MIC; `None` unless the value has four bytes.
    pub fn flags(&self) -> Option<u32> {
        let value = self.get(AvId::Flags)?.try_into().ok()?;
        Some(u32::from_le_bytes(value))
    }

    /// MsvAvTimestamp: a FILETIME, 100 ns since 1601, UTC; `None` unless the value has eight bytes.
    pub fn timestamp(&self) -> Option<u64> {
        let value = self.get(AvId::Timestamp)?.try_into().ok()?;
        Some(u64::from_le_bytes(value))
    }

    /// MsvAvTargetName; any text, not only a service principal name.
    pub fn target_name(&self) -> Option<String> {
        self.text(AvId::TargetName)
    }

    /// MsvAvChannelBindings: MD5 of the bindings, zeros without any; `None` unless the value has 16 bytes.
    pub fn channel_bindings(&self) -> Option<[u8; 16]> {
        self.get(AvId::ChannelBindings)?.try_into().ok()
    }

    /// Whether MsvAvFlags says that the AUTHENTICATE carries a MIC.
    pub fn says_mic(&self) -> bool {
        self.flags().is_some_and(|flags| flags & AV_FLAG_MIC != 0)
    }

    /// Reads a list, and leaves the reader where reading stopped: after the pairs, or at the break.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut info = Self {
            terminated: false,
            ..Self::new()
        };
        let end = reader.bound().end;
        while !info.terminated {
            let start = reader.position();
            if start >= end {
                reader.fail(ErrorKind::Unterminated, field_name::AV_PAIR, start);
                break;
            }
            let pair = reader.group(field_name::AV_PAIR, SPEC, read_pair);
            if reader.failed() {
                info.trailing = between(reader, start, end);
                break;
            }
            info.terminated = pair.id == AvId::Eol;
            if info.terminated {
                info.trailing = between(reader, reader.position(), end);
            } else {
                info.pairs.push(pair);
            }
        }
        info
    }
}

/// One pair, MsvAvEOL at the end of the list among them.
fn read_pair(reader: &mut Reader<'_>) -> AvPair {
    let id = AvId::from(reader.u16(field_name::AV_ID, SPEC));
    reader.mark_name(id.spec_name());
    let length = reader.u16(field_name::AV_LEN, SPEC);
    if id == AvId::Eol {
        if length != 0 {
            reader.expected("0");
        }
        let value = Vec::new();
        return AvPair { id, value };
    }
    let name = id.spec_name().unwrap_or(field_name::VALUE);
    // Of a text that is cut, what is there is a text too.
    let there = reader.remaining();
    let cut = reader.bound().open && (1..length.into()).contains(&there);
    if id.is_text() && cut {
        let text = from_utf16le(reader.peek(there & !1).unwrap_or_default());
        reader.take(name, SPEC, there);
        reader.mark_text(&text.unwrap_or_default());
        let missing = usize::from(length) - there;
        let at_least = true;
        reader.reject(ErrorKind::Cut { missing, at_least });
    }
    let value = reader.take(name, SPEC, length.into()).to_vec();
    match (id, value.as_slice()) {
        (AvId::Flags, &[a, b, c, d]) => {
            reader.mark(Value::Number(u32::from_le_bytes([a, b, c, d]).into()));
        }
        (AvId::Timestamp, bytes) if bytes.len() == 8 => {
            if let Ok(bytes) = bytes.try_into() {
                reader.mark(Value::Number(u64::from_le_bytes(bytes)));
            }
        }
        (id, bytes) if id.is_text() => {
            if let Some(text) = from_utf16le(bytes) {
                reader.mark_text(&text);
            }
        }
        _ => {}
    }
    AvPair { id, value }
}

fn between(reader: &Reader<'_>, start: usize, end: usize) -> Vec<u8> {
    reader.bytes().get(start..end).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hex_literal::hex;

    #[test]
    fn target_name_need_not_be_a_service_principal_name() {
        let info = TargetInfo::new().with_text(AvId::TargetName, "not a/spn at all/");
        let info = TargetInfo::decode(&info.encode()).value.unwrap();
        assert_eq!(info.target_name().as_deref(), Some("not a/spn at all/"));
    }

    #[test]
    fn broken_lists_give_what_comes_before_the_break() {
        let good = TargetInfo::new().with_text(AvId::NbDomainName, "D");
        let list = good.encode();
        let kind = |bytes: &[u8]| TargetInfo::decode(bytes).value.unwrap_err().kind;
        assert_eq!(kind(&[]), ErrorKind::Unterminated);
        assert_eq!(kind(&list[..6]), ErrorKind::Unterminated);
        let overrun = [&list[..6], &hex!("03000001 aabb")].concat();
        let error = TargetInfo::decode(&overrun).value.unwrap_err();
        let cut = ErrorKind::Cut {
            missing: 254,
            at_least: true,
        };
        assert_eq!((error.kind, error.offset), (cut, 10));
        let lenient = TargetInfo::lenient(&overrun);
        assert_eq!(lenient.nb_domain().as_deref(), Some("D"));
        assert_eq!((lenient.terminated, lenient.encode()), (false, overrun));
        let unknown = good.with(AvId::from(0x1234), *b"?").encode();
        let info = TargetInfo::decode(&unknown).value.unwrap();
        assert_eq!(info.pairs[1].id, AvId::Unknown(0x1234));
        assert_eq!(info.encode(), unknown);
    }
}
