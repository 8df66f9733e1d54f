//! Key usage numbers (RFC 4120 7.5.1, RFC 4121 2, [MS-SFU], [MS-PAC]): each keeps what is encrypted or signed in one
//! place from being taken for what belongs in another.

use crate::crypto::ComputationStep;
use crate::value_kind::ValueKind;

/// The time that a client encrypts to be let in (PA-ENC-TIMESTAMP), under the user's key.
pub const PA_ENC_TIMESTAMP: u32 = 1;
/// The encrypted part of a ticket, under the key of the service that it is for.
pub const KDC_REP_TICKET: u32 = 2;
/// The encrypted part of an AS-REP, under the user's key.
pub const AS_REP: u32 = 3;
/// Authorization data of a TGS-REQ, under the session key.
pub const TGS_REQ_AUTHZ_SESSION: u32 = 4;
/// Authorization data of a TGS-REQ, under the authenticator's subkey.
pub const TGS_REQ_AUTHZ_SUBKEY: u32 = 5;
/// The checksum of a TGS-REQ's body, in the authenticator.
pub const TGS_REQ_CHECKSUM: u32 = 6;
/// The authenticator of a TGS-REQ, under the session key.
pub const TGS_REQ_AUTHENTICATOR: u32 = 7;
/// The encrypted part of a TGS-REP, under the session key.
pub const TGS_REP_SESSION: u32 = 8;
/// The encrypted part of a TGS-REP, under the authenticator's subkey.
pub const TGS_REP_SUBKEY: u32 = 9;
/// The authenticator of an AP-REQ, under the session key.
pub const AP_REQ_AUTHENTICATOR: u32 = 11;
/// The encrypted part of an AP-REP.
pub const AP_REP: u32 = 12;
/// The encrypted part of a KRB-CRED, in which a ticket is handed on.
pub const KRB_CRED: u32 = 14;
/// The credentials in a PAC, under the key of the AS-REP ([MS-PAC] 2.6.1).
pub const PAC_CREDENTIALS: u32 = 16;
/// A signature in a PAC ([MS-PAC] 2.8), and the checksum of PA-FOR-USER ([MS-SFU] 2.2.1).
pub const PAC_SIGNATURE: u32 = 17;
/// A wrap token from the acceptor (RFC 4121 2).
pub const GSS_ACCEPTOR_SEAL: u32 = 22;
/// A MIC from the acceptor.
pub const GSS_ACCEPTOR_SIGN: u32 = 23;
/// A wrap token from the initiator.
pub const GSS_INITIATOR_SEAL: u32 = 24;
/// A MIC from the initiator.
pub const GSS_INITIATOR_SIGN: u32 = 25;
/// The checksum of PA-S4U-X509-USER in a request ([MS-SFU] 2.2.2).
pub const S4U_X509_REQUEST: u32 = 26;
/// The checksum of PA-S4U-X509-USER in a reply.
pub const S4U_X509_REPLY: u32 = 27;
/// The checksum of the request, in a reply's encrypted part (RFC 6806 11).
pub const ENC_PA_REP: u32 = 56;

/// The usage that a step derives a key for; none where it derives none.
pub fn of_step(step: &ComputationStep) -> Option<u32> {
    let operand = step.inputs.iter().find(|it| it.name == OPERAND)?;
    let bytes = operand.bytes.as_slice().try_into().ok()?;
    Some(u32::from_be_bytes(bytes))
}

/// What the number is called in a step.
pub(super) const OPERAND: &str = "usage";

/// What kind of key a usage is for: one that a password makes and that lasts, or one that a KDC or a peer drew.
pub(super) fn key_kind(usage: u32) -> ValueKind {
    match usage {
        PA_ENC_TIMESTAMP | KDC_REP_TICKET | AS_REP | PAC_SIGNATURE => ValueKind::NtHash,
        _ => ValueKind::SessionKey,
    }
}
