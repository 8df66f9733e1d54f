//! A password that is proven by an exchange of keys (RFC 9588): which of its messages it is. What is in them are points on a
//! curve and what is encrypted under a key that they make: elements without a meaning here.

use crate::wire::Reader;
use crate::wire::der::{self, context};

/// What one of the messages starts with.
pub(super) const MESSAGES: [u8; 4] = [context(0), context(1), context(2), context(3)];

/// PA-SPAKE: support and response from the client, challenge from the KDC.
pub(super) fn read(reader: &mut Reader<'_>) {
    let names = ["support", "challenge", "response", "encdata"];
    for (tag, name) in MESSAGES.into_iter().zip(names) {
        if der::next_is(reader, tag) {
            der::constructed(reader, name, "RFC 9588 4", &[tag], |_| ());
        }
    }
}
