//! SPNEGO (RFC 4178, `[MS-SPNG]`): which mechanism to use, and the first token of the preferred one.

mod init;
mod resp;

pub use init::{InitFrame, NegTokenInit};
pub use resp::NegTokenResp;

use super::oid::{self, Oid};
use super::{Decoded, Field, Reader, der, field_name, gss};
use der::{ENUMERATED, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, application, context, write};
use init::InitForm;

const INIT2: &str = "[MS-SPNG] 2.2.1";

/// negState of an acceptor that is satisfied (RFC 4178 4.2.2).
pub const ACCEPT_COMPLETED: u8 = 0;
/// negState of an acceptor that awaits more.
pub const ACCEPT_INCOMPLETE: u8 = 1;
/// negState of an acceptor that takes none of the mechanisms offered, or not the token.
pub const REJECT: u8 = 2;

const STATES: [(i64, &str); 4] = [
    (ACCEPT_COMPLETED as i64, "accept-completed"),
    (ACCEPT_INCOMPLETE as i64, "accept-incomplete"),
    (REJECT as i64, "reject"),
    (3, "request-mic"),
];

/// A token of SPNEGO: RFC 4178's NegotiationToken, or Windows' NegTokenInit2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NegToken {
    /// From the initiator, which names its mechanisms; RFC 4178 4.2.1.
    Init(NegTokenInit),
    /// The same with hints, from an acceptor that speaks first, `[MS-SPNG]` 2.2.1.
    Init2(NegTokenInit),
    /// What both sides send after it, RFC 4178 4.2.2.
    Resp(NegTokenResp),
}

impl NegToken {
    /// Reads a token, with or without the frame that GSS-API puts around a first one: in HTTP, `Authorization` may
    /// carry a bare NegTokenResp.
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        let mut decoded = Decoded::run(bytes, Self::read);
        // Hints make it the other kind, whatever is wrong behind them.
        if decoded.layout.find(field_name::NEG_HINTS).is_some() {
            rename(&mut decoded.layout.fields);
        }
        decoded
    }

    /// What could be read of a token, whatever is wrong with it.
    pub fn lenient(bytes: &[u8]) -> Self {
        Decoded::lenient(bytes, Self::read)
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let frame = match der::next_is(reader, application(0)) {
            true => InitFrame::Gss,
            false => InitFrame::Bare,
        };
        gss::framed(reader, |reader| {
            if der::next_is(reader, context(1)) {
                return Self::Resp(NegTokenResp::read(reader));
            }
            let mut form = InitForm::Init;
            let mut token = NegTokenInit::read(reader, &mut form);
            token.frame = frame;
            match form {
                InitForm::Init => Self::Init(token),
                InitForm::Init2 => Self::Init2(token),
            }
        })
    }

    /// The token as it is sent: the initiator's in its frame, an answer bare.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Init(token) => token.encode(InitForm::Init),
            Self::Init2(token) => token.encode(InitForm::Init2),
            Self::Resp(token) => token.encode(),
        }
    }

    /// The token of the mechanism: mechToken or responseToken.
    pub fn token(&self) -> Option<&[u8]> {
        match self {
            Self::Init(token) | Self::Init2(token) => token.mech_token.as_deref(),
            Self::Resp(token) => token.response_token.as_deref(),
        }
    }

    /// The same with another token of the mechanism.
    pub fn with_token(mut self, new: &[u8]) -> Self {
        let (Self::Init(NegTokenInit {
            mech_token: token, ..
        })
        | Self::Init2(NegTokenInit {
            mech_token: token, ..
        })
        | Self::Resp(NegTokenResp {
            response_token: token,
            ..
        })) = &mut self;
        *token = Some(new.to_vec());
        self
    }

    /// mechListMIC, whichever token it stands in.
    pub fn mech_list_mic(&self) -> Option<&[u8]> {
        match self {
            Self::Init(token) | Self::Init2(token) => token.mech_list_mic.as_deref(),
            Self::Resp(token) => token.mech_list_mic.as_deref(),
        }
    }
}

/// MechTypeList in DER: what mechListMIC is computed over.
pub fn mech_list(mech_types: &[Oid]) -> Vec<u8> {
    let mut out = Vec::new();
    write::constructed(&mut out, &[SEQUENCE], |out| {
        for Oid(mech_type) in mech_types {
            write::primitive(out, &[OBJECT_IDENTIFIER], mech_type);
        }
    });
    out
}

/// The name of a negState, where it has one.
pub fn state_name(state: u8) -> Option<&'static str> {
    let known = STATES.iter().find(|(it, _)| *it == i64::from(state));
    known.map(|(_, name)| *name)
}

/// Whether the bytes start as a token of SPNEGO does. A bare one must show the types of its first field too, or be the
/// answer without any field.
pub fn is_spnego(bytes: &[u8]) -> bool {
    if gss::mechanism(bytes) == Some(oid::SPNEGO) || bytes == [context(1), 2, SEQUENCE, 0] {
        return true;
    }
    const LIST: [u8; 4] = [context(0), SEQUENCE, context(0), SEQUENCE];
    if let Some(list) = der::behind(bytes, &LIST) {
        return der::behind(list, &[OBJECT_IDENTIFIER]).is_some();
    }
    let fields = [ENUMERATED, OBJECT_IDENTIFIER, OCTET_STRING, OCTET_STRING];
    (0..).zip(fields).any(|(number, inner)| {
        let tags = [context(1), SEQUENCE, context(number), inner];
        der::behind(bytes, &tags).is_some()
    })
}

/// Reads an optional OCTET STRING.
fn octets(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    number: u8,
) -> Option<Vec<u8>> {
    let tags = [context(number), OCTET_STRING];
    der::next_is(reader, context(number))
        .then(|| der::primitive(reader, name, spec, &tags).to_vec())
}

fn put_octets(out: &mut Vec<u8>, number: u8, bytes: Option<&[u8]>) {
    if let Some(bytes) = bytes {
        write::primitive(out, &[context(number), OCTET_STRING], bytes);
    }
}

/// What came with hints is a NegTokenInit2, which is known only when they are read.
fn rename(fields: &mut [Field]) {
    for field in fields {
        if field.name == field_name::NEG_TOKEN_INIT {
            field.name = field_name::NEG_TOKEN_INIT_2.into();
            field.spec = INIT2;
        }
        rename(&mut field.children);
    }
}

#[cfg(test)]
mod tests;
