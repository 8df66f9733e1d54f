//! Which message of Kerberos it is, by its first bytes.

use super::{
    AP_REP_TOKEN, AP_REQ_TOKEN, ERROR_TOKEN, IAKERB_PROXY_TOKEN, message_tag, prefixed, session,
};
use crate::wire::{gss, oid};

/// A message of Kerberos (RFC 4120 5.10), by its application tag or its TOK_ID (RFC 4121 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageKind {
    /// A client asks for its first ticket.
    AsReq,
    /// The KDC gives it, with its session key under the client's key.
    AsRep,
    /// A client asks for a ticket for a service.
    TgsReq,
    /// The KDC gives it, for whoever has the session key of the TGT that was shown.
    TgsRep,
    /// A client shows a ticket.
    ApReq,
    /// The service proves that it opened the ticket.
    ApRep,
    /// Tickets that are handed on.
    Cred,
    /// It is refused, by a KDC or by a service.
    Error,
    /// Data with a checksum under the session key.
    Safe,
    /// Data under the session key.
    Priv,
    /// A change of password, or the answer to one.
    PasswordChange,
    /// The proof of GSS-API for data that are elsewhere.
    Mic,
    /// Data in a token of GSS-API.
    Wrap,
    /// A message to a KDC or from it, which the service passes on.
    IakerbProxy,
}

impl MessageKind {
    /// What a token starts out to be, in the frame of GSS-API, behind TCP's length, or bare. What is cut or broken behind its
    /// tag still begins as what it is.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let inner = gss::inner(prefixed(bytes).unwrap_or(bytes));
        let iakerb = gss::mechanism(bytes) == Some(oid::IAKERB);
        if iakerb && inner.starts_with(&IAKERB_PROXY_TOKEN) {
            return Some(Self::IakerbProxy);
        }
        Some(match (*inner.first()?, inner.first_chunk().copied()) {
            _ if session::is_password_change(inner) => Self::PasswordChange,
            (message_tag::AS_REQ, _) => Self::AsReq,
            (message_tag::AS_REP, _) => Self::AsRep,
            (message_tag::TGS_REQ, _) => Self::TgsReq,
            (message_tag::TGS_REP, _) => Self::TgsRep,
            (message_tag::CRED, _) => Self::Cred,
            (message_tag::AP_REQ, _) | (_, Some(AP_REQ_TOKEN)) => Self::ApReq,
            (message_tag::AP_REP, _) | (_, Some(AP_REP_TOKEN)) => Self::ApRep,
            (message_tag::ERROR, _) | (_, Some(ERROR_TOKEN)) => Self::Error,
            (message_tag::SAFE, _) => Self::Safe,
            (message_tag::PRIV, _) => Self::Priv,
            (_, Some(session::MIC | session::RC4_MIC)) => Self::Mic,
            (_, Some(session::WRAP | session::RC4_WRAP)) => Self::Wrap,
            _ => return None,
        })
    }

    /// The name that RFC 4120 gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsReq => "AS-REQ",
            Self::AsRep => "AS-REP",
            Self::TgsReq => "TGS-REQ",
            Self::TgsRep => "TGS-REP",
            Self::ApReq => "AP-REQ",
            Self::ApRep => "AP-REP",
            Self::Cred => "KRB-CRED",
            Self::Error => "KRB-ERROR",
            Self::Safe => "KRB-SAFE",
            Self::Priv => "KRB-PRIV",
            Self::PasswordChange => "password change",
            Self::Mic => "MIC token",
            Self::Wrap => "Wrap token",
            Self::IakerbProxy => "IAKERB-PROXY",
        }
    }
}
