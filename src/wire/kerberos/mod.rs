//! Kerberos (RFC 4120), as it is sent to a KDC and, in the frame of GSS-API (RFC 4121 4.1), to a service: what is in clear
//! is read, what is encrypted is named and left closed. What was decrypted elsewhere is read here too.

mod ap;
pub mod authorization;
mod authorization_lists;
mod basic_types;
mod cred;
mod decrypted;
mod elements;
mod error;
pub mod error_code;
mod etype_info;
mod fast;
mod flags;
mod gss_checksum;
mod iakerb;
mod kdc_reply;
mod kdc_request;
mod message_kind;
pub(super) mod message_tag;
pub mod number_names;
mod padata;
mod pkinit;
mod s4u;
mod session;
mod spake;
mod ticket;
mod user_to_user;

use super::{Decoded, Reader, Value, der, gss, oid};
use crate::wire::field_name;
pub use ap::{ApRep, ApReq, Authenticator, EncApRepPart};
pub use authorization::{AuthorizationData, AuthorizationElement};
pub use basic_types::{
    Checksum, Encrypted, EncryptionKey, HostAddress, KRBTGT, KerberosTime, Principal, is_krbtgt,
};
pub use cred::{EncKrbCredPart, KrbCred, KrbCredInfo};
pub use decrypted::DecryptedPart;
use der::{INTEGER, SEQUENCE, application, context};
pub use error::{KerbErrorData, KrbError};
pub use etype_info::{EtypeInfo2, EtypeInfo2Entry};
pub use flags::{KdcOptions, TicketFlags};
pub use gss_checksum::GssChecksum;
pub use kdc_reply::{EncKdcReplyPart, KdcReply};
pub use kdc_request::{KdcKind, KdcRequest, KdcRequestBody};
pub use message_kind::MessageKind;
use message_tag::{
    AP_REP, AP_REQ, AS_REP, AS_REQ, CRED, ERROR, PRIV, SAFE, TGS_REP, TGS_REQ, is_message_tag,
};
pub use padata::{MethodData, PaData, PaEncTimestamp, PaPacOptions, PaPacRequest};
pub use s4u::{PaForUser, PaS4uX509User, S4uUserId};
pub use ticket::{EncTicketPart, Ticket, Transited};

const FRAME: &str = "RFC 4121 4.1";
const TCP: &str = "RFC 4120 7.2.2";

/// A message of Kerberos, decoded: what it is, its first tag says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KerberosMessage {
    /// To a KDC: AS-REQ or TGS-REQ.
    KdcRequest(Box<KdcRequest>),
    /// From a KDC: AS-REP or TGS-REP.
    KdcReply(Box<KdcReply>),
    /// From a client to a service.
    ApReq(ApReq),
    /// From the service, which proves with it who it is.
    ApRep(ApRep),
    /// Tickets for somebody else to use.
    Cred(Box<KrbCred>),
    /// Instead of an answer.
    Error(Box<KrbError>),
    /// Another message, of which the fields alone are read: by its TOK_ID, which is zero where there is none.
    Other([u8; 2]),
}

/// TOK_ID of a token with AP-REQ, RFC 4121 4.1.
pub const AP_REQ_TOKEN: [u8; 2] = [1, 0];
/// TOK_ID of a token with AP-REP.
pub const AP_REP_TOKEN: [u8; 2] = [2, 0];
/// TOK_ID of a token with KRB-ERROR.
pub const ERROR_TOKEN: [u8; 2] = [3, 0];
/// TOK_ID of a token with KERB-TGT-REQUEST, by which a client asks a user for a ticket-granting ticket
/// (draft-ietf-cat-user2user).
const TGT_REQUEST_TOKEN: [u8; 2] = [4, 0];
/// TOK_ID of a token with KERB-TGT-REPLY.
const TGT_REPLY_TOKEN: [u8; 2] = [4, 1];
/// TOK_ID of a token with a message for a KDC, or from one (draft-ietf-kitten-iakerb 3).
const IAKERB_PROXY_TOKEN: [u8; 2] = [5, 1];

impl KerberosMessage {
    /// Reads a message: bare, behind the length that goes before it in TCP, or as a token with or without the frame of
    /// GSS-API, and with or without the TOK_ID inside.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, |reader| {
            if prefixed(bytes).is_some() {
                let length = u32::from_be_bytes(reader.array("length", TCP));
                reader.mark(Value::Number(length.into()));
            }
            gss::framed(reader, read)
        })
    }

    /// Its DER, bare; nothing of a token that is not known.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::KdcRequest(message) => message.encode(),
            Self::KdcReply(message) => message.encode(),
            Self::ApReq(message) => message.encode(),
            Self::ApRep(message) => message.encode(),
            Self::Cred(message) => message.encode(),
            Self::Error(message) => message.encode(),
            Self::Other(_) => Vec::new(),
        }
    }

    /// The name that RFC 4120 gives to the error, if this is one.
    pub fn error_name(&self) -> Option<&'static str> {
        match self {
            Self::Error(error) => error.name(),
            _ => None,
        }
    }
}

/// A message as a token of GSS-API: in its frame, behind its TOK_ID.
pub fn wrap(tok_id: [u8; 2], message: &[u8]) -> Vec<u8> {
    gss::frame(oid::KERBEROS, &[&tok_id, message].concat())
}

/// The TOK_ID of a token in the frame of GSS-API, and the message behind it.
pub fn unwrap(token: &[u8]) -> Option<([u8; 2], &[u8])> {
    gss::mechanism(token)?;
    let (tok_id, message) = gss::inner(token).split_first_chunk()?;
    Some((*tok_id, message))
}

/// A message as TCP carries it: behind its length in 4 bytes, big-endian (RFC 4120 7.2.2).
pub fn with_length(message: &[u8]) -> Vec<u8> {
    [&(message.len() as u32).to_be_bytes(), message].concat()
}

/// The message behind the length that TCP carries before it, where the length is exactly right.
fn prefixed(bytes: &[u8]) -> Option<&[u8]> {
    let (length, message) = bytes.split_first_chunk()?;
    let length = u32::from_be_bytes(*length);
    let known = is_message(message) || session::is_password_change(message);
    (usize::try_from(length) == Ok(message.len()) && known).then_some(message)
}

/// Whether the bytes start as a Kerberos token does: in a frame that says so, or as a message whose version and type
/// are right.
pub fn is_kerberos(bytes: &[u8]) -> bool {
    if let Some(mechanism) = gss::mechanism(bytes) {
        let known = [
            oid::KERBEROS,
            oid::MS_KERBEROS,
            oid::USER_TO_USER,
            oid::IAKERB,
        ];
        return known.contains(&mechanism);
    }
    let message = match bytes {
        [1..=3, 0, message @ ..] => message,
        message => message,
    };
    is_message(message)
        || session::is_token(bytes)
        || session::is_password_change(bytes)
        || prefixed(bytes).is_some()
}

/// Whether the bytes are what goes to a KDC or comes from it, as a whole: bare, or behind the length of TCP.
pub fn is_kdc_message(bytes: &[u8]) -> bool {
    let message = prefixed(bytes).unwrap_or(bytes);
    is_message(message) && der::extent(message) == Some(message.len())
}

/// Whether the bytes start as a message does that no other protocol frames: what goes to a KDC, comes from it, or hands a
/// ticket on.
pub fn starts_message(bytes: &[u8]) -> bool {
    matches!(bytes, [AS_REQ..=TGS_REP | CRED | ERROR, ..]) && is_message(bytes)
}

/// Whether the bytes start as a message whose version and type are right.
fn is_message(bytes: &[u8]) -> bool {
    let Some(number) = bytes
        .first()
        .filter(|tag| is_message_tag(**tag))
        .map(|tag| tag & 0x1f)
    else {
        return false;
    };
    // The fields of a request to a KDC are counted from 1.
    let first = u8::from(matches!(number, 10 | 12));
    let tags = [application(number), SEQUENCE, context(first), INTEGER];
    // pvno is 5, and behind it msg-type is the number of the tag.
    let expected = [5, context(first + 1), 3, INTEGER, 1, number];
    der::behind(bytes, &tags).is_some_and(|rest| rest.starts_with(&expected))
}

fn read(reader: &mut Reader<'_>) -> KerberosMessage {
    let tag = |reader: &Reader<'_>| reader.peek(1).and_then(|tag| tag.first().copied());
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    if session::is_password_change(rest) {
        session::read_password_change(reader);
        return KerberosMessage::Other([0, 0]);
    }
    let mut tok_id = None;
    // A message starts with its tag, a frame's token with a TOK_ID.
    if !tag(reader).is_some_and(is_message_tag) {
        let id = reader.array(field_name::TOK_ID, FRAME);
        let name = match id {
            AP_REQ_TOKEN => Some("KRB_AP_REQ"),
            AP_REP_TOKEN => Some("KRB_AP_REP"),
            ERROR_TOKEN => Some("KRB_ERROR"),
            TGT_REQUEST_TOKEN => Some("KRB_TGT_REQ"),
            TGT_REPLY_TOKEN => Some("KRB_TGT_REP"),
            IAKERB_PROXY_TOKEN => Some("IAKERB_PROXY"),
            session::MIC | session::RC4_MIC => Some("MIC"),
            session::WRAP | session::RC4_WRAP => Some("Wrap"),
            _ => None,
        };
        reader.mark(Value::Number(u16::from_be_bytes(id).into()));
        reader.mark_name(name);
        tok_id = Some(id);
    }
    match (tok_id, tag(reader)) {
        (None, Some(AS_REQ | TGS_REQ)) => {
            KerberosMessage::KdcRequest(KdcRequest::read(reader).into())
        }
        (None, Some(AS_REP | TGS_REP)) => KerberosMessage::KdcReply(KdcReply::read(reader).into()),
        (None, Some(SAFE)) => {
            session::read_safe(reader);
            KerberosMessage::Other([0, 0])
        }
        (None, Some(PRIV)) => {
            session::read_priv(reader);
            KerberosMessage::Other([0, 0])
        }
        (None, Some(CRED)) => KerberosMessage::Cred(KrbCred::read(reader).into()),
        (None, Some(AP_REQ)) | (Some(AP_REQ_TOKEN), _) => {
            KerberosMessage::ApReq(ApReq::read(reader))
        }
        (None, Some(AP_REP)) | (Some(AP_REP_TOKEN), _) => {
            KerberosMessage::ApRep(ApRep::read(reader))
        }
        (None, Some(ERROR)) | (Some(ERROR_TOKEN), _) => {
            KerberosMessage::Error(KrbError::read(reader).into())
        }
        (Some(id @ (session::MIC | session::WRAP | session::RC4_MIC | session::RC4_WRAP)), _) => {
            session::read_token(reader, id);
            KerberosMessage::Other(id)
        }
        (Some(TGT_REQUEST_TOKEN), _) if user_to_user::starts(reader) => {
            user_to_user::read_request(reader);
            KerberosMessage::Other(TGT_REQUEST_TOKEN)
        }
        (Some(TGT_REPLY_TOKEN), _) if user_to_user::starts(reader) => {
            user_to_user::read_reply(reader);
            KerberosMessage::Other(TGT_REPLY_TOKEN)
        }
        (Some(IAKERB_PROXY_TOKEN), Some(SEQUENCE)) => {
            iakerb::read(reader);
            KerberosMessage::Other(IAKERB_PROXY_TOKEN)
        }
        _ => {
            if der::more(reader) {
                reader.take("token", FRAME, reader.remaining());
            }
            KerberosMessage::Other(tok_id.unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests;
