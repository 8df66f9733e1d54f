//! An RPC PDU, the token at its end, and the call or the result that it carries.

use super::{layer, unknown, with_token};
use crate::wire::rpc::{Body, Pdu, emsmdb};
use crate::wire::{Layer, LayerValue, field_name};

/// The layers of a PDU, outermost first.
pub fn rpc(bytes: &[u8]) -> Vec<Layer> {
    let outer = layer(bytes, Pdu::decode(bytes), LayerValue::Rpc);
    let stub = match &outer.value {
        LayerValue::Rpc(Some(pdu)) => match &pdu.body {
            Body::Request { opnum, stub, .. } => Some(call(*opnum, stub)),
            Body::Response { stub, .. } => Some(result(stub)),
            _ => None,
        },
        _ => None,
    };
    let mut all = with_token(outer, &[field_name::AUTH_VALUE]);
    all.extend(stub);
    all
}

/// The arguments of a call. The interface is named only when the connection is bound, so the number has to do.
fn call(opnum: u16, stub: &[u8]) -> Layer {
    match opnum {
        emsmdb::EC_DO_CONNECT | emsmdb::EC_DO_CONNECT_EX => {
            let decoded = emsmdb::ConnectRequest::decode(stub);
            layer(stub, decoded, LayerValue::ConnectRequest)
        }
        _ => unknown(stub),
    }
}

/// What a call came to. The response does not say which call that was.
fn result(stub: &[u8]) -> Layer {
    let decoded = emsmdb::ConnectResponse::decode(stub);
    if decoded.value.as_ref().is_ok_and(|it| it.encode() == stub) {
        return layer(stub, decoded, LayerValue::ConnectResponse);
    }
    unknown(stub)
}
