//! What a ticket or an authenticator says of rights (RFC 4120 5.2.6): a list, whose elements may hold lists again.

use super::authorization_lists::{read_and_or, read_cammac, read_issued};
use super::elements::{decoded, encoded, number, put_pair};
use super::kdc_request::read_etypes;
use super::number_names::AUTHORIZATION;
use crate::wire::der::{self, INTEGER, OCTET_STRING, SEQUENCE, context, write};
use crate::wire::text::from_utf16le_lossy;
use crate::wire::{Decoded, Reader, Value, field_name};

const SPEC: &str = "RFC 4120 5.2.6";
const RESTRICTION: &str = "[MS-KILE] 2.2.6";
/// AD-IF-RELEVANT: its data is a list again, of what may be passed over.
pub const IF_RELEVANT: i64 = 1;
/// AD-KDC-ISSUED: its data is a list with a checksum of the KDC's.
const KDC_ISSUED: i64 = 4;
/// AD-AND-OR: its data is a list with a number, of how many of them must hold.
const AND_OR: i64 = 5;
/// AD-MANDATORY-FOR-KDC: its data is a list that no KDC may pass over.
const MANDATORY_FOR_KDC: i64 = 8;
/// AD-CAMMAC: its data is a list with checksums for KDC and service.
const CAMMAC: i64 = 96;
/// AD-ETYPE-NEGOTIATION: its data is a list of encryption types.
const ETYPE_NEGOTIATION: i64 = 129;
/// KERB-AUTH-DATA-TOKEN-RESTRICTIONS: its data is a list of restrictions.
const RESTRICTIONS: i64 = 141;
/// AD-WIN2K-PAC: its data is a PAC.
pub const PAC: i64 = 128;
/// How deep lists are looked for inside each other.
const DEEPEST: usize = 8;

/// AuthorizationData (RFC 4120 5.2.6): what a ticket or an authenticator says of rights, such as a PAC.
pub type AuthorizationData = Vec<AuthorizationElement>;

/// A type, and data that mean what the type says (RFC 4120 5.2.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorizationElement {
    /// ad-type: what `data` is, such as [`IF_RELEVANT`] or [`PAC`].
    pub kind: i64,
    /// ad-data: of AD-IF-RELEVANT another list, in DER.
    pub data: Vec<u8>,
}

impl AuthorizationElement {
    /// AD-IF-RELEVANT around a list.
    pub fn if_relevant(list: &[Self]) -> Self {
        Self {
            kind: IF_RELEVANT,
            data: encode(list),
        }
    }

    /// KERB-AUTH-DATA-TOKEN-RESTRICTIONS around one LSAP_TOKEN_INFO_INTEGRITY (`[MS-KILE]` 2.2.6). An entry of its list is
    /// made as an element is: a type, always 0, and data.
    pub fn restriction(token_info: Vec<u8>) -> Self {
        let entry = Self {
            kind: 0,
            data: token_info,
        };
        Self {
            kind: RESTRICTIONS,
            data: encode(&[entry]),
        }
    }

    /// The list inside, if this is AD-IF-RELEVANT and its list can be read.
    pub fn inside(&self) -> Option<AuthorizationData> {
        if self.kind != IF_RELEVANT {
            return None;
        }
        Decoded::value(&self.data, |reader| read(reader, &[SEQUENCE], DEEPEST)).ok()
    }

    fn read(reader: &mut Reader<'_>, depth: usize) -> Self {
        der::constructed(
            reader,
            field_name::AUTHORIZATION_ELEMENT,
            SPEC,
            &[SEQUENCE],
            |reader| {
                let kind = number(
                    reader,
                    field_name::AD_TYPE,
                    "RFC 4120 7.5.4",
                    0,
                    &AUTHORIZATION,
                );
                let data = read_data(reader, kind, depth);
                Self { kind, data }
            },
        )
    }
}

/// Reads a list alone, such as what was encrypted in enc-authorization-data.
pub fn decode(bytes: &[u8]) -> Decoded<AuthorizationData> {
    decoded(bytes, |reader| read(reader, &[SEQUENCE], 0))
}

/// The DER of a list.
pub fn encode(list: &[AuthorizationElement]) -> Vec<u8> {
    encoded(|out| write_list(list, out, &[SEQUENCE]))
}

/// The data of the first element of that type, in the list or in the lists of AD-IF-RELEVANT in it.
pub fn find(list: &[AuthorizationElement], kind: i64) -> Option<Vec<u8>> {
    find_at(list, kind, 0)
}

fn find_at(list: &[AuthorizationElement], kind: i64, depth: usize) -> Option<Vec<u8>> {
    list.iter().find_map(|element| {
        if element.kind == kind {
            return Some(element.data.clone());
        }
        let inside = element.inside().filter(|_| depth < DEEPEST)?;
        find_at(&inside, kind, depth + 1)
    })
}

pub(super) fn read_in(reader: &mut Reader<'_>, tag: u8) -> AuthorizationData {
    read(reader, &[context(tag), SEQUENCE], 0)
}

pub(super) fn write_in(list: &[AuthorizationElement], out: &mut Vec<u8>, tag: u8) {
    write_list(list, out, &[context(tag), SEQUENCE]);
}

/// Reads a list that lies so deep in others.
pub(super) fn read(reader: &mut Reader<'_>, tags: &[u8], depth: usize) -> AuthorizationData {
    let mut list = Vec::new();
    super::elements::list(reader, "authorization-data", SPEC, tags, &mut |reader| {
        list.push(AuthorizationElement::read(reader, depth));
    });
    list
}

fn write_list(list: &[AuthorizationElement], out: &mut Vec<u8>, tags: &[u8]) {
    write::constructed(out, tags, |out| {
        for element in list {
            put_pair(out, &[SEQUENCE], [0, 1], element.kind, &element.data);
        }
    });
}

/// ad-data, with the fields of those types that are DER.
fn read_data(reader: &mut Reader<'_>, kind: i64, depth: usize) -> Vec<u8> {
    let tags = [context(1), OCTET_STRING];
    let inside: &[u8] = match kind {
        IF_RELEVANT | KDC_ISSUED | AND_OR | MANDATORY_FOR_KDC | CAMMAC if depth < DEEPEST => {
            &[SEQUENCE]
        }
        ETYPE_NEGOTIATION | RESTRICTIONS => &[SEQUENCE],
        _ => &[],
    };
    let data = der::opened(
        reader,
        field_name::AD_DATA,
        SPEC,
        &tags,
        inside,
        &mut |reader| match kind {
            IF_RELEVANT | MANDATORY_FOR_KDC => {
                read(reader, &[SEQUENCE], depth + 1);
            }
            KDC_ISSUED => read_issued(reader, depth + 1),
            AND_OR => read_and_or(reader, depth + 1),
            CAMMAC => read_cammac(reader, depth + 1),
            ETYPE_NEGOTIATION => {
                read_etypes(reader, &[SEQUENCE]);
            }
            _ => read_restrictions(reader),
        },
    );
    match kind {
        143 => {
            if let Some(options) = data.first_chunk().filter(|_| data.len() == 4) {
                reader.mark(Value::Number(u32::from_le_bytes(*options).into()));
            }
        }
        144 => reader.mark_text(&from_utf16le_lossy(data)),
        _ => {}
    }
    data.to_vec()
}

/// KERB-AD-RESTRICTION-ENTRY: on which computer, and at which integrity level, the client runs.
fn read_restrictions(reader: &mut Reader<'_>) {
    super::elements::list(
        reader,
        "KERB-AD-RESTRICTION-LIST",
        RESTRICTION,
        &[SEQUENCE],
        &mut |reader| {
            der::constructed(
                reader,
                "KERB-AD-RESTRICTION-ENTRY",
                RESTRICTION,
                &[SEQUENCE],
                |reader| {
                    let tags = [context(0), INTEGER];
                    der::integer(reader, "restriction-type", RESTRICTION, &tags, &[]);
                    let tags = [context(1), OCTET_STRING];
                    der::primitive(reader, "restriction", RESTRICTION, &tags);
                },
            );
        },
    );
}
