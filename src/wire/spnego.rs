//! SPNEGO (RFC 4178, `[MS-SPNG]`): which mechanism to use, and the first token of the preferred one.

use super::oid::Oid;

/// A token of the negotiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NegToken {
    /// From the initiator, RFC 4178 4.2.1.
    Init(NegTokenInit),
    /// The same with hints, from an acceptor that speaks first, `[MS-SPNG]` 2.2.1.
    Init2(NegTokenInit),
    /// What both sides send after it, RFC 4178 4.2.2.
    Resp(NegTokenResp),
}

/// NegTokenInit and NegTokenInit2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NegTokenInit {
    /// mechTypes, the preferred one first.
    pub mech_types: Vec<Oid>,
    /// The MechTypeList as on the wire: what mechListMIC is computed over.
    pub mech_list: Vec<u8>,
    /// reqFlags, bit 0 highest.
    pub req_flags: Option<u32>,
    /// mechToken: the first token of the preferred mechanism.
    pub mech_token: Option<Vec<u8>>,
    /// hintName, which is ignored.
    pub hint_name: Option<String>,
    /// hintAddress, which is ignored.
    pub hint_address: Option<Vec<u8>>,
    /// mechListMIC.
    pub mech_list_mic: Option<Vec<u8>>,
}

/// NegTokenResp, negTokenTarg in RFC 2478.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NegTokenResp {
    /// negState: 0 accept-completed, 1 accept-incomplete, 2 reject, 3 request-mic.
    pub neg_state: Option<u8>,
    /// supportedMech.
    pub supported_mech: Option<Oid>,
    /// responseToken.
    pub response_token: Option<Vec<u8>>,
    /// mechListMIC. Windows 2000 repeats the responseToken here.
    pub mech_list_mic: Option<Vec<u8>>,
}
