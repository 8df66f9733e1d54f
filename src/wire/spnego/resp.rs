//! The tokens that both sides send after the first.

use super::{STATES, octets, put_octets};
use crate::wire::der::{self, ENUMERATED, OBJECT_IDENTIFIER, SEQUENCE, context, write};
use crate::wire::oid::Oid;
use crate::wire::{Reader, field_name};

const RESP: &str = "RFC 4178 4.2.2";

/// NegTokenResp (RFC 4178 4.2.2), which RFC 2478 calls negTokenTarg.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NegTokenResp {
    /// negState: 0 accept-completed, 1 accept-incomplete, 2 reject, 3 request-mic.
    pub neg_state: Option<u8>,
    /// supportedMech: the acceptor's choice, in its first answer.
    pub supported_mech: Option<Oid>,
    /// responseToken: the next token of the mechanism, if there is one.
    pub response_token: Option<Vec<u8>>,
    /// mechListMIC. Windows 2000 repeats the responseToken here.
    pub mech_list_mic: Option<Vec<u8>>,
}

impl NegTokenResp {
    /// Whether mechListMIC only repeats the token, as Windows 2000 does: then it proves nothing.
    pub fn mic_is_token(&self) -> bool {
        self.mech_list_mic.is_some() && self.mech_list_mic == self.response_token
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write::constructed(&mut out, &[context(1), SEQUENCE], |out| {
            if let Some(state) = self.neg_state {
                write::integer(out, &[context(0), ENUMERATED], state.into());
            }
            if let Some(Oid(mechanism)) = &self.supported_mech {
                write::primitive(out, &[context(1), OBJECT_IDENTIFIER], mechanism);
            }
            put_octets(out, 2, self.response_token.as_deref());
            put_octets(out, 3, self.mech_list_mic.as_deref());
        });
        out
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut token = Self::default();
        let tags = [context(1), SEQUENCE];
        der::constructed(reader, "NegTokenResp", RESP, &tags, |reader| {
            if der::next_is(reader, context(0)) {
                let tags = [context(0), ENUMERATED];
                let state = der::integer(reader, "negState", RESP, &tags, &STATES);
                token.neg_state = u8::try_from(state).ok();
            }
            if der::next_is(reader, context(1)) {
                let tags = [context(1), OBJECT_IDENTIFIER];
                token.supported_mech = Some(der::oid(reader, "supportedMech", RESP, &tags));
            }
            token.response_token = octets(reader, "responseToken", RESP, 2);
            token.mech_list_mic = octets(reader, field_name::MECH_LIST_MIC, RESP, 3);
        });
        token
    }
}
