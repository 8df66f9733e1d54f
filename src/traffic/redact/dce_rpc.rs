//! DCE/RPC: the token in the trailer. What is called and with what is cut, but for a bare status.

use super::{Pseudonyms, cut, token};
use crate::wire::rpc::emsmdb::{ConnectRequest, ConnectResponse, name_in};
use crate::wire::rpc::{Body, Pdu, frame};

/// PTYPE of what opens a further context of an association, and of its answer (`[C706]` 12.6.4.1, 12.6.4.2).
const ALTER_CONTEXT: u8 = 14;
const ALTER_CONTEXT_RESP: u8 = 15;

/// Redacts a PDU; `None` where it is none, or one of a kind that is not known.
pub fn redact(bytes: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    // One PDU and nothing behind it.
    if frame(bytes).ok()?? != bytes.len() {
        return None;
    }
    let mut pdu = Pdu::decode(bytes).value.ok()?;
    match &mut pdu.body {
        Body::Bind { .. } | Body::Auth3 { .. } => {}
        Body::BindAck {
            secondary_address, ..
        } => {
            // A port says nothing of anybody; a pipe may.
            if !secondary_address.bytes().all(|byte| byte.is_ascii_digit()) {
                *secondary_address = String::new();
            }
        }
        Body::Request { stub, .. } => match connect_request(stub, names) {
            Some(changed) => *stub = changed,
            None => cut::zero(stub),
        },
        // Four bytes are a status and nothing else.
        Body::Response { stub, .. } if stub.len() == 4 => {}
        Body::Response { stub, .. } => match connect_response(stub, names) {
            Some(changed) => *stub = changed,
            None => cut::zero(stub),
        },
        Body::Fault { stub, .. } => cut::zero(stub),
        // Built as a bind and its answer are, without an address: interfaces and encodings alone.
        Body::Unknown {
            ptype: ALTER_CONTEXT,
            ..
        } => {}
        Body::Unknown {
            ptype: ALTER_CONTEXT_RESP,
            bytes,
        } if has_no_address(bytes) => {}
        Body::Unknown { .. } => return None,
    }
    if let Some(auth) = &mut pdu.auth {
        auth.token = token::or_zeros(&auth.token, names);
    }
    let bytes = pdu.encode().ok()?;
    (Pdu::decode(&bytes).value.as_ref() == Ok(&pdu)).then_some(bytes)
}

/// Whether the secondary address is empty: behind two sizes and a group stands its length, which may count a NUL.
fn has_no_address(answer: &[u8]) -> bool {
    matches!(answer.get(8..10), Some([0 | 1, 0]))
}

/// The call that opens a mailbox, as it is simplified here and nowhere else: nothing follows the name.
fn connect_request(stub: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    let mut request = ConnectRequest::decode(stub).value.ok()?;
    let whole = request.encode() == stub;
    let user = names.user(name_in(&request.user_dn));
    request.user_dn = format!("/o=organization/cn={user}");
    whole.then(|| request.encode())
}

fn connect_response(stub: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    let response = ConnectResponse::decode(stub).value.ok()?;
    let ConnectResponse::Open { display_name } = &response else {
        return None;
    };
    let changed = ConnectResponse::Open {
        display_name: names.user(display_name),
    };
    (response.encode() == stub).then(|| changed.encode())
}
