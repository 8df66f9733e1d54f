//! User-to-user (RFC 4120 3.7, draft-ietf-cat-user2user): who has no key of a service's gives its ticket-granting ticket, with
//! whose session key a ticket for it is then made.

use super::basic_types::Principal;
use super::elements::{head, string, there};
use super::ticket::Ticket;
use crate::wire::Reader;
use crate::wire::der::{self, SEQUENCE};

const SPEC: &str = "draft-ietf-cat-user2user 2";

/// KERB-TGT-REQUEST.
pub(super) fn read_request(reader: &mut Reader<'_>) {
    der::constructed(reader, "KERB-TGT-REQUEST", SPEC, &[SEQUENCE], |reader| {
        head(reader, SPEC, 0);
        if there(reader, 2) {
            Principal::read(reader, "server-name", 2);
        }
        if there(reader, 3) {
            string(reader, "realm", SPEC, 3);
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
