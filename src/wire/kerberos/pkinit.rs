//! Signing in with a certificate (RFC 4556 3.2): which parts there are. What is in them is CMS (RFC 5652), which is not read.

use super::elements::there;
use crate::wire::Reader;
use crate::wire::der::{self, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE, context};

const REQUEST: &str = "RFC 4556 3.2.1";
const REPLY: &str = "RFC 4556 3.2.3";
const KDF: &str = "RFC 8636 6";
/// `[0]` of bytes, whose tag takes the place of OCTET STRING's.
const BYTES_0: u8 = 0x80;
/// `[1]` of bytes, whose tag takes that place too.
const BYTES_1: u8 = 0x81;
/// `[2]` of bytes, whose tag takes that place too.
const BYTES_2: u8 = 0x82;

/// PA-PK-AS-REQ: the client's key, signed with its certificate.
pub(super) fn read_request(reader: &mut Reader<'_>) {
    der::constructed(reader, "PA-PK-AS-REQ", REQUEST, &[SEQUENCE], |reader| {
        der::primitive(reader, "signedAuthPack", REQUEST, &[BYTES_0]);
        if there(reader, 1) {
            der::primitive(reader, "trustedCertifiers", REQUEST, &[context(1)]);
        }
        if der::next_is(reader, BYTES_2) {
            der::primitive(reader, "kdcPkId", REQUEST, &[BYTES_2]);
        }
    });
}

/// What PA-PK-AS-REP starts with.
pub(super) const REPLIES: [u8; 2] = [context(0), BYTES_1];

/// PA-PK-AS-REP: the KDC's half of a key agreement, or a key that is encrypted for the certificate.
pub(super) fn read_reply(reader: &mut Reader<'_>) {
    if der::next_is(reader, BYTES_1) {
        der::primitive(reader, "encKeyPack", REPLY, &[BYTES_1]);
        return;
    }
    let tags = [context(0), SEQUENCE];
    der::constructed(reader, "dhInfo", REPLY, &tags, |reader| {
        der::primitive(reader, "dhSignedData", REPLY, &[BYTES_0]);
        if there(reader, 1) {
            der::primitive(reader, "serverDHNonce", REPLY, &[context(1), OCTET_STRING]);
        }
        if there(reader, 2) {
            let tags = [context(2), SEQUENCE];
            der::constructed(reader, "kdf", KDF, &tags, |reader| {
                der::oid(reader, "kdf-id", KDF, &[context(0), OBJECT_IDENTIFIER]);
            });
        }
    });
}
