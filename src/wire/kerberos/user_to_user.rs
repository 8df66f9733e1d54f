//! User-to-user (RFC 4120 3.7, draft-ietf-cat-user2user): who has no key of a service's gives its ticket-granting ticket, with
//! whose session key a ticket for it is then made.

use super::basic_types::Principal;
use super::elements::{head, string, there};
use super::ticket::Ticket;
use crate::wire::der::{self, INTEGER, SEQUENCE, context};
use crate::wire::{Reader, field_name};

const SPEC: &str = "draft-ietf-cat-user2user 2";

/// Whether one of these messages comes, which start with their version.
pub(super) fn starts(reader: &Reader<'_>) -> bool {
    let rest = reader.peek(reader.remaining()).unwrap_or_default();
    der::behind(rest, &[SEQUENCE, context(0), INTEGER]).is_some()
}

/// KERB-TGT-REQUEST.
pub(super) fn read_request(reader: &mut Reader<'_>) {
    der::constructed(reader, "KERB-TGT-REQUEST", SPEC, &[SEQUENCE], |reader| {
        head(reader, SPEC, 0);
        if there(reader, 2) {
            Principal::read(reader, "server-name", 2);
        }
        if there(reader, 3) {
            string(reader, field_name::REALM, SPEC, 3);
        }
    });
}

/// KERB-TGT-REPLY.
pub(super) fn read_reply(reader: &mut Reader<'_>) {
    der::constructed(reader, "KERB-TGT-REPLY", SPEC, &[SEQUENCE], |reader| {
        head(reader, SPEC, 0);
        Ticket::read_in(reader, 2);
    });
}
