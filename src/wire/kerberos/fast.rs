//! Armor (RFC 6113 5.4): a request and its answer within the encryption of another ticket's session key. What is in clear is
//! read; the rest opens with a key that only who holds that ticket and its subkey has.

use super::ap::ApReq;
use super::basic_types::{Checksum, Encrypted};
use super::elements::{number, there};
use super::message_tag;
use super::number_names::ARMOR;
use crate::wire::Reader;
use crate::wire::der::{self, OCTET_STRING, SEQUENCE, context};

const SPEC: &str = "RFC 6113 5.4";

/// The value of PA-FX-FAST: KrbFastArmoredReq from a client, KrbFastArmoredRep from a KDC.
pub(super) fn read(reader: &mut Reader<'_>) {
    let tags = [context(0), SEQUENCE];
    der::constructed(reader, "armored-data", SPEC, &tags, |reader| {
        if is_request(reader) {
            if there(reader, 0) {
                read_armor(reader);
            }
            Checksum::read(reader, "req-checksum", &[context(1), SEQUENCE]);
            Encrypted::read(reader, "enc-fast-req", 2);
        } else {
            Encrypted::read(reader, "enc-fast-rep", 0);
        }
    });
}

/// Whether a checksum follows, which an answer has not.
fn is_request(reader: &Reader<'_>) -> bool {
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    let behind = der::extent(rest).and_then(|length| rest.get(length..));
    !there(reader, 0) || behind.is_some_and(|it| it.first() == Some(&context(1)))
}

/// KrbFastArmor (RFC 6113 5.4.1): where both sides have the armor key from.
fn read_armor(reader: &mut Reader<'_>) {
    let tags = [context(0), SEQUENCE];
    der::constructed(reader, "armor", SPEC, &tags, |reader| {
        number(reader, "armor-type", SPEC, 0, &ARMOR);
        let tags = [context(1), OCTET_STRING];
        der::opened(
            reader,
            "armor-value",
            SPEC,
            &tags,
            &[message_tag::AP_REQ],
            &mut |reader| {
                ApReq::read(reader);
            },
        );
    });
}
