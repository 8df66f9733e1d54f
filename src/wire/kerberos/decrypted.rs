//! What stands behind the ciphertexts of Kerberos, once somebody has decrypted it: by its kind it is read like a message.

use super::authorization;
use super::{
    Authenticator, EncApRepPart, EncKdcReplyPart, EncKrbCredPart, EncTicketPart, PaEncTimestamp,
    Ticket,
};
use crate::wire::der::{self, BIT_STRING, INTEGER, SEQUENCE, TIME, application, context};
use crate::wire::pac::{self, Pac, PacCredentialData};
use crate::wire::{DecodeError, Decoded, Layout};

/// A part of a message that does not stand in it in clear, or stands in another part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecryptedPart {
    /// EncTicketPart (RFC 4120 5.3).
    Ticket,
    /// Authenticator (RFC 4120 5.5.1), sent to a service.
    Authenticator,
    /// The same in a TGS-REQ, sent to the KDC.
    KdcAuthenticator,
    /// EncASRepPart (RFC 4120 5.4.2).
    AsReply,
    /// EncTGSRepPart (RFC 4120 5.4.2).
    TgsReply,
    /// EncAPRepPart (RFC 4120 5.5.2).
    ApReply,
    /// EncKrbCredPart (RFC 4120 5.8.1).
    Cred,
    /// PA-ENC-TS-ENC (RFC 4120 5.2.7.2).
    Timestamp,
    /// AuthorizationData of a TGS-REQ (RFC 4120 5.4.1).
    Authorization,
    /// The PAC in a ticket (`[MS-PAC]` 2.3), which is in clear once the ticket is.
    Pac,
    /// The account's NT hash in a PAC (`[MS-PAC]` 2.6.2).
    PacCredentials,
    /// A ticket that a credential cache keeps, as the KDC gave it.
    CachedTicket,
}

impl DecryptedPart {
    /// Which part the bytes are as a whole, where somebody has one that is in no message: a ticket out of a cache, or
    /// what was decrypted elsewhere. Told by the tag and the type of the first field.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if pac::is_pac(bytes) {
            return Some(Self::Pac);
        }
        let tag = *bytes.first()?;
        let (part, first) = match tag & 0x1f {
            1 => (Self::CachedTicket, INTEGER),
            2 => (Self::Authenticator, INTEGER),
            3 => (Self::Ticket, BIT_STRING),
            25 => (Self::AsReply, SEQUENCE),
            26 => (Self::TgsReply, SEQUENCE),
            27 => (Self::ApReply, TIME),
            29 => (Self::Cred, SEQUENCE),
            _ => return None,
        };
        let begins = [application(tag & 0x1f), SEQUENCE, context(0), first];
        let whole = der::extent(bytes) == Some(bytes.len());
        (whole && der::behind(bytes, &begins).is_some()).then_some(part)
    }

    /// Its name in the specification.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ticket => "EncTicketPart",
            Self::Authenticator | Self::KdcAuthenticator => "Authenticator",
            Self::AsReply => "EncASRepPart",
            Self::TgsReply => "EncTGSRepPart",
            Self::ApReply => "EncAPRepPart",
            Self::Cred => "EncKrbCredPart",
            Self::Timestamp => "PA-ENC-TS-ENC",
            Self::Authorization => "AuthorizationData",
            Self::Pac => "PAC",
            Self::PacCredentials => "PAC_CREDENTIAL_DATA",
            Self::CachedTicket => "Ticket",
        }
    }

    /// Its fields, and what is wrong with it, if anything. Zeros that pad it stay unclaimed.
    pub fn decode(self, bytes: &[u8]) -> (Layout, Option<DecodeError>) {
        match self {
            Self::Ticket => fields(EncTicketPart::decode(bytes)),
            Self::Authenticator | Self::KdcAuthenticator => fields(Authenticator::decode(bytes)),
            Self::AsReply | Self::TgsReply => fields(EncKdcReplyPart::decode(bytes)),
            Self::ApReply => fields(EncApRepPart::decode(bytes)),
            Self::Cred => fields(EncKrbCredPart::decode(bytes)),
            Self::Timestamp => fields(PaEncTimestamp::decode(bytes)),
            Self::Authorization => fields(authorization::decode(bytes)),
            Self::Pac => fields(Pac::decode(bytes)),
            Self::PacCredentials => fields(PacCredentialData::decode(bytes)),
            Self::CachedTicket => fields(Ticket::decode(bytes)),
        }
    }
}

fn fields<T>(decoded: Decoded<T>) -> (Layout, Option<DecodeError>) {
    (decoded.layout, decoded.value.err())
}
