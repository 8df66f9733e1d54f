//! The call of Exchange 5.5 that opens a mailbox, as others know it. The lab's is simplified: Wireshark knows the interface and
//! would call it malformed.

use crate::wire::rpc::emsmdb::{ConnectRequest, ConnectResponse, EC_DO_CONNECT};
use crate::wire::rpc::{Body, Pdu};
use crate::wire::{LayerValue, Writer, layers};
use std::borrow::Cow;

/// What goes on the wire for a message of DCE/RPC: the message, or where it is that call or its answer, the same with all
/// arguments, in NDR (`[C706]` 14). `calls` says whether the last request was that call.
pub fn as_others_know_it<'a>(message: &'a [u8], calls: &mut bool) -> Cow<'a, [u8]> {
    spelled_out(message, calls).map_or(Cow::Borrowed(message), Cow::Owned)
}

fn spelled_out(message: &[u8], calls: &mut bool) -> Option<Vec<u8>> {
    let mut pdu = Pdu::decode(message).value.ok()?;
    let inner = layers(message).into_iter().nth(1).map(|layer| layer.value);
    match &mut pdu.body {
        Body::Request {
            opnum,
            stub,
            alloc_hint,
            ..
        } => {
            *calls = *opnum == EC_DO_CONNECT;
            let Some(LayerValue::ConnectRequest(Some(request))) = inner.filter(|_| *calls) else {
                return None;
            };
            *stub = request_stub(&request);
            *alloc_hint = u32::try_from(stub.len()).unwrap_or_default();
        }
        Body::Response {
            stub, alloc_hint, ..
        } if *calls => {
            let response = ConnectResponse::decode(stub).value.ok()?;
            *stub = response_stub(&response);
            *alloc_hint = u32::try_from(stub.len()).unwrap_or_default();
        }
        _ => return None,
    }
    pdu.encode().ok()
}

/// The arguments that go in: the mailbox, and what the lab leaves open, as Outlook of that time has it.
fn request_stub(request: &ConnectRequest) -> Vec<u8> {
    let mut stub = Writer::new();
    put_text(&mut stub, &request.user_dn);
    // Flags, a hash of the name, no limit; then code page 1252, and English twice.
    for number in [0, 0, 0, 1252, 0x409, 0x409, 0xffff_ffff] {
        stub.u32(number);
    }
    // Whether it converts code pages; its version, 5.5.1960.
    for number in [1, 5, 5, 1960] {
        stub.u16(number);
    }
    stub.u32(0);
    stub.finish()
}

/// The results: a handle of the session, how often to ask, the session's number, names, versions.
fn response_stub(response: &ConnectResponse) -> Vec<u8> {
    let mut stub = Writer::new();
    let name = match response {
        ConnectResponse::Open { display_name } => Some(display_name),
        ConnectResponse::Refused { .. } => None,
    };
    stub.put(&[0; 20]);
    for number in [60_000, 6, 10_000] {
        stub.u32(number);
    }
    stub.u16(0).u16(0);
    for (referent, text) in [
        (1, name.map(|_| "/o=Contoso/ou=Site/cn=")),
        (2, name.map(String::as_str)),
    ] {
        stub.u32(if text.is_some() { referent } else { 0 });
        if let Some(text) = text {
            put_text(&mut stub, text);
        }
    }
    for number in [5, 5, 1960, 5, 5, 1960] {
        stub.u16(number);
    }
    stub.u32(0).u32(response.return_value());
    stub.finish()
}

/// A varying and conformant string with its NUL (`[C706]` 14.3.4), and what aligns the next number.
fn put_text(stub: &mut Writer, text: &str) {
    let length = u32::try_from(text.len().saturating_add(1)).unwrap_or(u32::MAX);
    stub.u32(length).u32(0).u32(length);
    stub.put(text.as_bytes()).u8(0);
    let length = text.len().saturating_add(1);
    for _ in length..length.next_multiple_of(4) {
        stub.u8(0);
    }
}
