//! What goes wrong on the way: how a peer broke the protocol, and why something cannot be sent.

use crate::wire::basic::EncodeError;
use crate::wire::{DecodeError, TooLong};
use std::fmt;

/// How a peer broke the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerError {
    /// Its bytes do not decode.
    Malformed(DecodeError),
    /// A PDU, or a packet, that has no place at this point of the conversation.
    OutOfPlace,
}

impl fmt::Display for PeerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(f),
            Self::OutOfPlace => f.write_str("a PDU that does not belong here"),
        }
    }
}

/// Why something cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// Basic has no way to write the name or the password down.
    Basic(EncodeError),
    /// The user's name has a control character, which no header can carry.
    ControlCharacter,
    /// There is nothing that could answer.
    NoCredential,
    /// No KDC gives a ticket.
    NoTicket,
    /// A field of an NTLM message would be longer than its length can say.
    NtlmField(&'static str),
    /// The PDU, or the packet, would be longer than its length can say.
    Pdu(TooLong),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Basic(error) => error.fmt(f),
            Self::ControlCharacter => f.write_str("the user's name has a control character"),
            Self::NoCredential => f.write_str("there is no credential that could answer"),
            Self::NoTicket => f.write_str("no KDC gives a ticket"),
            Self::NtlmField(field) => write!(f, "{field} is longer than 65,535 bytes"),
            Self::Pdu(error) => error.fmt(f),
        }
    }
}
