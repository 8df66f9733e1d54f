//! SPNEGO (RFC 4178, `[MS-SPNG]`): which mechanism to use, and the first token of the preferred one.

use super::oid::{self, Oid};
use super::{Decoded, Field, Reader, der, field_name, gss};
use der::{
    BIT_STRING, ENUMERATED, GENERAL_STRING, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, application,
    context, write,
};

const INIT: &str = "RFC 4178 4.2.1";
const RESP: &str = "RFC 4178 4.2.2";
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

/// ContextFlags (RFC 4178 4.2.1), bit 0 first.
const FLAGS: [&str; 7] = [
    "delegFlag",
    "mutualFlag",
    "replayFlag",
    "sequenceFlag",
    "anonFlag",
    "confFlag",
    "integFlag",
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

/// NegTokenInit (RFC 4178 4.2.1) and NegTokenInit2 (`[MS-SPNG]` 2.2.1), which adds the hints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NegTokenInit {
    /// mechTypes, the preferred one first.
    pub mech_types: Vec<Oid>,
    /// The MechTypeList as on the wire: what mechListMIC is computed over.
    pub mech_list: Vec<u8>,
    /// reqFlags, the content of the BIT STRING as on the wire: RFC 2478 lets it be as short as the flags are.
    pub req_flags: Option<Vec<u8>>,
    /// mechToken: the first token of the preferred mechanism.
    pub mech_token: Option<Vec<u8>>,
    /// hintName: `not_defined_in_RFC4178@please_ignore` from Windows; ignored.
    pub hint_name: Option<String>,
    /// hintAddress, which is ignored.
    pub hint_address: Option<Vec<u8>>,
    /// mechListMIC over `mech_list`, with the session key of the mechanism that was agreed.
    pub mech_list_mic: Option<Vec<u8>>,
    /// What stands around the token.
    pub frame: InitFrame,
}

/// What stands around a NegTokenInit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InitFrame {
    /// The frame of GSS-API (RFC 2743 3.1), as RFC 4178 4.2 wants of a first token.
    #[default]
    Gss,
    /// Nothing: some clients and libraries leave it out.
    Bare,
}

/// As what a NegTokenInit stands on the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
enum InitForm {
    /// Without hints: mechListMIC is `[3]`.
    Init,
    /// With hints as `[3]`: mechListMIC is `[4]`.
    Init2,
}

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

impl NegTokenInit {
    /// An offer of these mechanisms, with a token of the first.
    pub fn new(mech_types: Vec<Oid>, mech_token: Option<Vec<u8>>) -> Self {
        Self {
            mech_list: mech_list(&mech_types),
            mech_types,
            mech_token,
            ..Self::default()
        }
    }

    /// The token in its frame. The mechanisms are those of mech_types.
    fn encode(&self, form: InitForm) -> Vec<u8> {
        let mut out = Vec::new();
        write::constructed(&mut out, &[context(0), SEQUENCE], |out| {
            if !self.mech_types.is_empty() || !self.mech_list.is_empty() {
                let list = mech_list(&self.mech_types);
                write::primitive(out, &[context(0)], &list);
            }
            if let Some(flags) = &self.req_flags {
                write::primitive(out, &[context(1), BIT_STRING], flags);
            }
            put_octets(out, 2, self.mech_token.as_deref());
            if form == InitForm::Init2 {
                write::constructed(out, &[context(3), SEQUENCE], |out| {
                    if let Some(name) = &self.hint_name {
                        let tags = [context(0), GENERAL_STRING];
                        write::primitive(out, &tags, name.as_bytes());
                    }
                    put_octets(out, 1, self.hint_address.as_deref());
                });
            }
            let tag = match form {
                InitForm::Init => 3,
                InitForm::Init2 => 4,
            };
            put_octets(out, tag, self.mech_list_mic.as_deref());
        });
        match self.frame {
            InitFrame::Gss => gss::frame(oid::SPNEGO, &out),
            InitFrame::Bare => out,
        }
    }

    /// Sets `form` where the token is a NegTokenInit2, even if reading fails later.
    fn read(reader: &mut Reader<'_>, form: &mut InitForm) -> Self {
        let mut token = Self::default();
        let tags = [context(0), SEQUENCE];
        der::constructed(reader, field_name::NEG_TOKEN_INIT, INIT, &tags, |reader| {
            token.read_fields(reader, form);
        });
        token
    }

    fn read_fields(&mut self, reader: &mut Reader<'_>, form: &mut InitForm) {
        if der::next_is(reader, context(0)) {
            let start = reader.position();
            let tags = [context(0), SEQUENCE];
            der::constructed(reader, "mechTypes", INIT, &tags, |reader| {
                der::each(reader, &mut |reader| {
                    let oid = der::oid(reader, "MechType", INIT, &[OBJECT_IDENTIFIER]);
                    self.mech_types.push(oid);
                });
            });
            self.mech_list = since(reader, start, &[context(0)]);
        }
        if der::next_is(reader, context(1)) {
            let start = reader.position();
            let tags = [context(1), BIT_STRING];
            der::bits(reader, "reqFlags", INIT, &tags, &FLAGS);
            self.req_flags = Some(since(reader, start, &tags));
        }
        self.mech_token = octets(reader, "mechToken", INIT, 2);
        let next = reader.peek(reader.remaining()).unwrap_or_default();
        let tags = [context(3), SEQUENCE];
        if !reader.failed() && der::behind(next, &tags).is_some() {
            *form = InitForm::Init2;
            der::constructed(reader, field_name::NEG_HINTS, INIT2, &tags, |reader| {
                if der::next_is(reader, context(0)) {
                    let tags = [context(0), GENERAL_STRING];
                    self.hint_name = Some(der::string(reader, "hintName", INIT2, &tags));
                }
                self.hint_address = octets(reader, "hintAddress", INIT2, 1);
            });
        }
        self.mech_list_mic = match *form {
            InitForm::Init2 => octets(reader, field_name::MECH_LIST_MIC, INIT2, 4),
            InitForm::Init => octets(reader, field_name::MECH_LIST_MIC, INIT, 3),
        };
    }
}

impl NegTokenResp {
    /// Whether mechListMIC only repeats the token, as Windows 2000 does: then it proves nothing.
    pub fn mic_is_token(&self) -> bool {
        self.mech_list_mic.is_some() && self.mech_list_mic == self.response_token
    }

    fn encode(&self) -> Vec<u8> {
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

    fn read(reader: &mut Reader<'_>) -> Self {
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

/// The bytes that were read from `start` on, without the headers of `tags`.
fn since(reader: &Reader<'_>, start: usize, tags: &[u8]) -> Vec<u8> {
    let read = reader.bytes().get(start..reader.position());
    let inside = read.and_then(|read| der::behind(read, tags));
    inside.unwrap_or_default().to_vec()
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
