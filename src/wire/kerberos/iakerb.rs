//! IAKERB (draft-ietf-kitten-iakerb): a client that reaches no KDC hands its messages to the service, which passes them on.

use super::elements::{octets, there};
use crate::wire::der::{self, SEQUENCE, context};
use crate::wire::{Reader, field_name};

const SPEC: &str = "draft-ietf-kitten-iakerb 3";
const UTF8_STRING: u8 = 0x0c;

/// IAKERB-HEADER, and the message behind it, which is a layer of its own.
pub(super) fn read(reader: &mut Reader<'_>) {
    der::constructed(reader, "IAKERB-HEADER", SPEC, &[SEQUENCE], |reader| {
        if there(reader, 1) {
            der::string(reader, "target-realm", SPEC, &[context(1), UTF8_STRING]);
        }
        if there(reader, 2) {
            octets(reader, "cookie", SPEC, 2);
        }
    });
    if der::more(reader) {
        reader.take(field_name::PROXIED, SPEC, reader.remaining());
    }
}
