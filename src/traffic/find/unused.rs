//! What looked like a token and could not be used.

use crate::traffic::text::Place;
use crate::traffic::text::masked::Mask;
use crate::wire::ntlm::MessageType;

/// Something that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// The line and column at which it begins.
    pub place: Place,
    /// What keeps it from being read.
    pub why: UnusedReason,
}

/// Why something could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedReason {
    /// Its bytes, that many, are no token known here.
    Unknown(usize),
    /// A scheme whose tokens are not read here.
    Scheme,
    /// Not what its scheme carries.
    Broken,
    /// A part of it, or all, was left out or made unreadable by whoever wrote it; with what its head still tells.
    Hidden(Mask, Option<&'static str>),
}

/// What the head of a token tells, however little of it is left.
pub fn head(bytes: &[u8]) -> Option<&'static str> {
    let types = [
        MessageType::Negotiate,
        MessageType::Challenge,
        MessageType::Authenticate,
    ];
    match bytes {
        [
            b'N',
            b'T',
            b'L',
            b'M',
            b'S',
            b'S',
            b'P',
            0,
            kind @ 1..=3,
            ..,
        ] => types.get(usize::from(*kind) - 1).map(|kind| kind.name()),
        [b'N', b'T', b'L', b'M', ..] => Some("NTLM"),
        [0x60, ..] => Some("SPNEGO or Kerberos"),
        [0xa1, ..] => Some("SPNEGO NegTokenResp"),
        _ => None,
    }
}
