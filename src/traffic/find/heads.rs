//! Where tokens begin in bytes that hold more than one, and how far each may go.
//!
//! What a head claims is not believed: a token ends where the next one of its family begins. So tokens of one family
//! share no byte, and looking at all of them takes time in proportion to the bytes, whatever they claim.

use crate::wire::ntlm::MessageType;
use crate::wire::{credssp, kerberos, token_length};
use std::ops::Range;

/// No token is longer; what is taken of larger ones is enough to tell that.
pub const LONGEST: usize = 1 << 20;

/// SPNEGO and Kerberos behind the head of GSS-API ([RFC 2743] 3.1), by their object identifiers.
const MECHANISMS: [&[u8]; 2] = [
    &[0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02],
    &[
        0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02,
    ],
];

/// The families that heads are told apart by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Ntlm,
    Gss,
    CredSsp,
    Kerberos,
}

/// The heads in some bytes, in order.
pub struct Heads<'a> {
    bytes: &'a [u8],
    /// Up to where each family was looked for, and the head found there.
    next: [(usize, Option<usize>); 4],
}

impl<'a> Heads<'a> {
    /// Those that begin anywhere.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            next: [(0, None); 4],
        }
    }

    /// The first token that begins at `from` or later.
    pub fn token(&mut self, from: usize) -> Option<Range<usize>> {
        let mut first: Option<(usize, Family)> = None;
        for family in [Family::Ntlm, Family::Gss, Family::CredSsp, Family::Kerberos] {
            // A head further away than the first one is looked for when it is its turn.
            let until = first.map_or(usize::MAX, |(start, _)| start);
            if let Some(start) = self.head(family, from, until) {
                first = Some((start, family));
            }
        }
        let (start, family) = first?;
        let rest = self.bytes.get(start..)?;
        let length = token_length(rest)
            .unwrap_or(LONGEST)
            .min(LONGEST)
            .min(rest.len());
        let end = start + length.max(1);
        let next = self.head(family, start + 1, end);
        Some(start..next.unwrap_or(end).min(end))
    }

    /// The first head of a family in `from..until`. What was looked through once is not looked through again.
    fn head(&mut self, family: Family, from: usize, until: usize) -> Option<usize> {
        let bytes = self.bytes;
        let (seen, found) = self.next.get_mut(family as usize)?;
        if let Some(found) = found.filter(|found| *found >= from) {
            return Some(found).filter(|found| *found < until);
        }
        let start = from.max(*seen);
        let until = until.min(bytes.len());
        *found = (start..until).find(|at| begins(family, bytes.get(*at..).unwrap_or_default()));
        *seen = found.map_or(until.max(start), |at| at + 1);
        *found
    }
}

fn begins(family: Family, rest: &[u8]) -> bool {
    match (family, rest) {
        (Family::Ntlm, [b'N', ..]) => MessageType::of(rest).is_some(),
        (Family::Gss, [0x60, ..]) => {
            let head = rest.get(..rest.len().min(18)).unwrap_or_default();
            let named = |oid: &&[u8]| {
                (2..=6).any(|at| head.get(at..).is_some_and(|head| head.starts_with(oid)))
            };
            MECHANISMS.iter().any(named)
        }
        (Family::CredSsp, [0x30, ..]) => credssp::is_ts_request(rest),
        (Family::Kerberos, [0x6a..=0x6d | 0x76 | 0x7e, ..]) => kerberos::starts_message(rest),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_where_the_next_of_its_family_begins() {
        let ntlm = b"NTLMSSP\0\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f";
        let gss = [&[0x60, 0x40], MECHANISMS[0]].concat();
        let bytes = [&b"__"[..], &gss, ntlm, ntlm].concat();
        let mut heads = Heads::new(&bytes);
        assert_eq!(heads.token(0), Some(2..bytes.len()));
        assert_eq!(heads.token(3), Some(12..32));
        assert_eq!(heads.token(13), Some(32..52));
        assert_eq!(heads.token(33), None);
    }
}
