//! Security identifiers ([MS-DTYP] 2.4.2).

use crate::wire::{Reader, Writer};
use std::fmt;
use std::str::FromStr;

/// A SID: who or what a right is given to. It displays and parses as `S-1-5-21-…` ([MS-DTYP] 2.4.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sid {
    /// IdentifierAuthority, of 48 bits: big-endian on the wire.
    pub authority: u64,
    /// SubAuthority, at most 15 of them: little-endian on the wire. The last one is the relative identifier (RID).
    pub sub_authorities: Vec<u32>,
}

impl Sid {
    /// The SID of an account or a group of the domain whose SID this is.
    pub fn child(&self, rid: u32) -> Self {
        let mut child = self.clone();
        child.sub_authorities.push(rid);
        child
    }

    /// S-1-18-1: the KDC saw proof that the client has the account's key ([MS-DTYP] 2.4.2.4,
    /// AUTHENTICATION_AUTHORITY_ASSERTED_IDENTITY).
    pub fn authority_asserted() -> Self {
        Self {
            authority: 18,
            sub_authorities: vec![1],
        }
    }

    /// S-1-18-2: a service vouched for the client (SERVICE_ASSERTED_IDENTITY).
    pub fn service_asserted() -> Self {
        Self {
            authority: 18,
            sub_authorities: vec![2],
        }
    }

    /// The bytes of [MS-DTYP] 2.4.2.2.
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        let [_, _, authority @ ..] = self.authority.to_be_bytes();
        writer.u8(1).u8(self.sub_authorities.len() as u8);
        writer.put(&authority);
        for sub_authority in &self.sub_authorities {
            writer.u32(*sub_authority);
        }
        writer.finish()
    }

    /// Of the bytes of [MS-DTYP] 2.4.2.2; `None` where they are none.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let sid = Self::read(&mut reader, "SID", "[MS-DTYP] 2.4.2.2");
        (sid.encode() == bytes).then_some(sid)
    }

    /// Reads a SID as one field; its length is in its second byte.
    pub(super) fn read(reader: &mut Reader<'_>, name: &'static str, spec: &'static str) -> Self {
        let count = match reader.peek(2) {
            Some(&[_, count]) => usize::from(count),
            _ => 0,
        };
        let bytes = reader.take(name, spec, HEAD + 4 * count);
        let Some((&[revision, _, high, low @ ..], rest)) = bytes.split_first_chunk::<HEAD>() else {
            return Self::default();
        };
        let [a, b, c, d, e] = low;
        let sid = Self {
            authority: u64::from_be_bytes([0, 0, high, a, b, c, d, e]),
            sub_authorities: rest
                .as_chunks()
                .0
                .iter()
                .copied()
                .map(u32::from_le_bytes)
                .collect(),
        };
        if revision != 1 {
            reader.expected("a SID of revision 1");
        } else if count > MOST_SUB_AUTHORITIES {
            reader.expected("a SID of at most 15 sub-authorities");
        }
        reader.mark_text(&sid.to_string());
        sid
    }
}

/// Length of what stands before the sub-authorities.
const HEAD: usize = 8;
/// SID_MAX_SUB_AUTHORITIES.
const MOST_SUB_AUTHORITIES: usize = 15;

impl fmt::Display for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("S-1-")?;
        match self.authority {
            large @ 0x1_0000_0000.. => write!(f, "0x{large:012X}")?,
            small => write!(f, "{small}")?,
        }
        self.sub_authorities
            .iter()
            .try_for_each(|it| write!(f, "-{it}"))
    }
}

impl FromStr for Sid {
    type Err = NotASid;

    fn from_str(text: &str) -> Result<Self, NotASid> {
        let mut parts = text.strip_prefix("S-1-").ok_or(NotASid)?.split('-');
        let authority = parts.next().unwrap_or_default();
        let authority = match authority.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16),
            None => authority.parse(),
        };
        let authority = authority.ok().filter(|it| *it < 1 << 48).ok_or(NotASid)?;
        let sub_authorities: Result<Vec<u32>, _> = parts.map(str::parse).collect();
        let sub_authorities = sub_authorities
            .ok()
            .filter(|it| it.len() <= MOST_SUB_AUTHORITIES);
        Ok(Self {
            authority,
            sub_authorities: sub_authorities.ok_or(NotASid)?,
        })
    }
}

/// The text is no SID of the form `S-1-…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASid;

impl fmt::Display for NotASid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a SID")
    }
}

impl std::error::Error for NotASid {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_say_the_same() {
        let sid: Sid = "S-1-5-21-1-2-4294967295-500".parse().unwrap();
        let bytes =
            hex_literal::hex!("01 05 000000000005 15000000 01000000 02000000 ffffffff f4010000");
        assert_eq!(sid.encode(), bytes);
        let mut reader = Reader::new(&bytes);
        assert_eq!(Sid::read(&mut reader, "Sid", ""), sid);
        assert_eq!(sid.to_string(), "S-1-5-21-1-2-4294967295-500");
        assert_eq!(
            "S-1-0x123456789ABC-1".parse::<Sid>().unwrap().to_string(),
            "S-1-0x123456789ABC-1"
        );
        assert_eq!(Sid::service_asserted().to_string(), "S-1-18-2");
    }

    #[test]
    fn what_is_no_sid_is_refused() {
        for text in [
            "",
            "S-1-",
            "S-2-5",
            "S-1-5-",
            "S-1-5-x",
            "S-1-0x1000000000000",
            "S-1-5-4294967296",
        ] {
            assert_eq!(text.parse::<Sid>(), Err(NotASid), "{text}");
        }
        for bytes in [
            &[1, 1, 0, 0, 0, 0, 0, 5, 1, 0, 0][..],
            &[2, 0, 0, 0, 0, 0, 0, 5],
            &[1],
            &[],
        ] {
            let mut reader = Reader::new(bytes);
            Sid::read(&mut reader, "Sid", "");
            assert!(reader.failed());
        }
    }
}
