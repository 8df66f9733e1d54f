//! The first token of the initiator, which names its mechanisms.

use super::{INIT2, mech_list, octets, put_octets};
use crate::wire::der::{
    self, BIT_STRING, GENERAL_STRING, OBJECT_IDENTIFIER, SEQUENCE, context, write,
};
use crate::wire::oid::{self, Oid};
use crate::wire::{Reader, field_name, gss};

const INIT: &str = "RFC 4178 4.2.1";

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
pub(super) enum InitForm {
    /// Without hints: mechListMIC is `[3]`.
    Init,
    /// With hints as `[3]`: mechListMIC is `[4]`.
    Init2,
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
    pub(super) fn encode(&self, form: InitForm) -> Vec<u8> {
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
    pub(super) fn read(reader: &mut Reader<'_>, form: &mut InitForm) -> Self {
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

/// The bytes that were read from `start` on, without the headers of `tags`.
fn since(reader: &Reader<'_>, start: usize, tags: &[u8]) -> Vec<u8> {
    let read = reader.bytes().get(start..reader.position());
    let inside = read.and_then(|read| der::behind(read, tags));
    inside.unwrap_or_default().to_vec()
}
