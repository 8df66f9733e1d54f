//! Claims ([MS-ADTS] 2.2.18): what the directory says of an account or a computer besides its groups. Compressed ones stay
//! closed.

use super::ndr::{self, Ndr, Referent};
use crate::wire::Reader;

/// Reads a buffer of claims.
pub(super) fn read(reader: &mut Reader<'_>) {
    ndr::read(reader, "CLAIMS_SET_METADATA", METADATA, &mut |ndr| {
        let size = ndr.count("ulClaimsSetSize", 0);
        let set = ndr.pointer("ClaimsSet", Referent::Null);
        let format = ndr.named("usCompressionFormat", &FORMATS);
        ndr.count("ulUncompressedClaimsSetSize", 0);
        let reserved = read_reserved(ndr);
        if set {
            let read = if format == NONE { read_set } else { read_bytes };
            ndr.octets("ClaimsSet", size, &mut Vec::new(), read);
        }
        read_reserved_field(ndr, reserved);
    });
}

const METADATA: &str = "[MS-ADTS] 2.2.18.8";
const SET: &str = "[MS-ADTS] 2.2.18.7";

/// CLAIMS_COMPRESSION_FORMAT ([MS-ADTS] 2.2.18.4).
const FORMATS: [(u16, &str); 4] = [
    (NONE, "COMPRESSION_FORMAT_NONE"),
    (2, "COMPRESSION_FORMAT_LZNT1"),
    (3, "COMPRESSION_FORMAT_XPRESS"),
    (4, "COMPRESSION_FORMAT_XPRESS_HUFF"),
];
const NONE: u16 = 0;
/// CLAIMS_SOURCE_TYPE ([MS-ADTS] 2.2.18.3).
const SOURCES: [(u16, &str); 2] = [
    (1, "CLAIMS_SOURCE_TYPE_AD"),
    (2, "CLAIMS_SOURCE_TYPE_CERTIFICATE"),
];
/// CLAIM_TYPE ([MS-ADTS] 2.2.18.2).
const TYPES: [(u16, &str); 4] = [
    (1, "CLAIM_TYPE_INT64"),
    (2, "CLAIM_TYPE_UINT64"),
    (STRING, "CLAIM_TYPE_STRING"),
    (6, "CLAIM_TYPE_BOOLEAN"),
];
const STRING: u16 = 3;

/// What the fixed part says of an array that follows later: how many elements, and whether it is there.
type ArrayHead = (u32, bool);

/// What the fixed part of a claim says.
#[derive(Default)]
struct ClaimHead {
    /// Whether there is an id.
    id: bool,
    kind: u16,
    values: ArrayHead,
}

fn read_bytes(reader: &mut Reader<'_>) {
    reader.take("data", METADATA, reader.remaining());
}

/// CLAIMS_SET: arrays of claims, by where they are from.
fn read_set(reader: &mut Reader<'_>) {
    ndr::read(reader, "CLAIMS_SET", SET, &mut |ndr| {
        let arrays = read_head(ndr, "ulClaimsArrayCount", "ClaimsArrays");
        let reserved = read_reserved(ndr);
        let heads = read_array(ndr, "ClaimsArrays", arrays, |ndr, head| {
            ndr.group("CLAIMS_ARRAY", |ndr| {
                ndr.named("usClaimsSourceType", &SOURCES);
                *head = read_head(ndr, "ulClaimsCount", "ClaimEntries");
            });
        });
        for head in heads {
            read_claims(ndr, head);
        }
        read_reserved_field(ndr, reserved);
    });
}

/// Claims: first what is fixed of all of them, then the ids and values.
fn read_claims(ndr: &mut Ndr<'_, '_>, claims: ArrayHead) {
    let heads = read_array(ndr, "ClaimEntries", claims, |ndr, head: &mut ClaimHead| {
        ndr.group("CLAIM_ENTRY", |ndr| {
            head.id = ndr.pointer("Id", Referent::Null);
            head.kind = ndr.named("Type", &TYPES);
            // The union says again which of its arms follows.
            ndr.named("Type", &TYPES);
            head.values = read_head(ndr, "ValueCount", "Values");
        });
    });
    for ClaimHead { id, kind, values } in heads {
        if id {
            ndr.terminated_text("Id");
        }
        if kind != STRING {
            read_array(ndr, "Values", values, |ndr, _: &mut ()| {
                ndr.u64("Value");
            });
            continue;
        }
        let texts = read_array(ndr, "Values", values, |ndr, there| {
            *there = ndr.pointer("Value", Referent::Null);
        });
        for _ in texts.into_iter().filter(|there| *there) {
            ndr.terminated_text("Value");
        }
    }
}

fn read_head(ndr: &mut Ndr<'_, '_>, count: &'static str, pointer: &'static str) -> ArrayHead {
    (ndr.count(count, 0), ndr.pointer(pointer, Referent::Null))
}

/// The elements of an array, if it is there, as far as there are bytes for them.
fn read_array<T: Default>(
    ndr: &mut Ndr<'_, '_>,
    name: &'static str,
    (count, there): ArrayHead,
    each: impl FnMut(&mut Ndr<'_, '_>, &mut T),
) -> Vec<T> {
    let mut items = Vec::new();
    if there {
        ndr.group(name, |ndr| {
            ndr.same("MaximumCount", count);
            ndr.list(count, &mut items, each);
        });
    }
    items
}

/// What is kept for later, at the end of both structures.
fn read_reserved(ndr: &mut Ndr<'_, '_>) -> ArrayHead {
    ndr.named("usReservedType", &[]);
    read_head(ndr, "ulReservedFieldSize", "ReservedField")
}

fn read_reserved_field(ndr: &mut Ndr<'_, '_>, (size, there): ArrayHead) {
    if there {
        ndr.octets("ReservedField", size, &mut Vec::new(), read_bytes);
    }
}
