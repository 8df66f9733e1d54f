//! Elements of authorization data that hold other elements, with a condition or with a proof of who put them there.

use super::authorization::read;
use super::basic_types::{Checksum, Principal};
use super::elements::{list, number, string, there};
use super::number_names::ETYPES;
use crate::wire::Reader;
use crate::wire::der::{self, SEQUENCE, context};

const ISSUED: &str = "RFC 4120 5.2.6.2";
const AND_OR: &str = "RFC 4120 5.2.6.3";
const CAMMAC: &str = "RFC 7751 3";

/// AD-KDCIssued: elements that the KDC vouches for to the service.
pub(super) fn read_issued(reader: &mut Reader<'_>, depth: usize) {
    der::constructed(reader, "AD-KDCIssued", ISSUED, &[SEQUENCE], |reader| {
        Checksum::read(reader, "ad-checksum", &[context(0), SEQUENCE]);
        if there(reader, 1) {
            string(reader, "i-realm", ISSUED, 1);
        }
        if there(reader, 2) {
            Principal::read(reader, "i-sname", 2);
        }
        read(reader, &[context(3), SEQUENCE], depth);
    });
}

/// AD-AND-OR: elements of which so many must hold.
pub(super) fn read_and_or(reader: &mut Reader<'_>, depth: usize) {
    der::constructed(reader, "AD-AND-OR", AND_OR, &[SEQUENCE], |reader| {
        number(reader, "condition-count", AND_OR, 0, &[]);
        read(reader, &[context(1), SEQUENCE], depth);
    });
}

/// AD-CAMMAC: elements with a checksum for the KDC, one for the service, and perhaps others.
pub(super) fn read_cammac(reader: &mut Reader<'_>, depth: usize) {
    der::constructed(reader, "AD-CAMMAC", CAMMAC, &[SEQUENCE], |reader| {
        read(reader, &[context(0), SEQUENCE], depth);
        for (tag, name) in [(1, "kdc-verifier"), (2, "svc-verifier")] {
            if there(reader, tag) {
                read_verifier(reader, name, &[context(tag), SEQUENCE]);
            }
        }
        if there(reader, 3) {
            let tags = [context(3), SEQUENCE];
            list(reader, "other-verifiers", CAMMAC, &tags, &mut |reader| {
                read_verifier(reader, "Verifier-MAC", &[SEQUENCE]);
            });
        }
    });
}

/// Verifier-MAC: a checksum over the elements, and with which key.
fn read_verifier(reader: &mut Reader<'_>, name: &'static str, tags: &[u8]) {
    der::constructed(reader, name, CAMMAC, tags, |reader| {
        if there(reader, 0) {
            Principal::read(reader, "identifier", 0);
        }
        if there(reader, 1) {
            number(reader, "kvno", CAMMAC, 1, &[]);
        }
        if there(reader, 2) {
            number(reader, "enctype", CAMMAC, 2, &ETYPES);
        }
        Checksum::read(reader, "mac", &[context(3), SEQUENCE]);
    });
}
