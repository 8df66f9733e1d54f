//! What carries an inner layer, with other bytes inside.

use crate::wire::{Layer, LayerValue, rpc, tds, to_base64};
use std::ops::Range;

/// The bytes of the outer layer with other ones in the place of the inner layer: in base64 where it came in such, and with
/// the lengths that a PDU or a packet has. None where the inner layer is not found there, or a length has no room.
pub fn carried(outer: &Layer, inner: &Layer, new: &[u8]) -> Option<Vec<u8>> {
    match outer.value {
        LayerValue::Rpc(_) | LayerValue::Tds(_) => in_field(outer, inner, new),
        _ => in_base64(outer, inner, new),
    }
}

/// Puts bytes in the place of others.
pub fn replace(bytes: &mut Vec<u8>, range: Range<usize>, new: &[u8]) {
    let head = bytes.get(..range.start).unwrap_or_default();
    let tail = bytes.get(range.end..).unwrap_or_default();
    *bytes = [head, new, tail].concat();
}

fn in_field(outer: &Layer, inner: &Layer, new: &[u8]) -> Option<Vec<u8>> {
    let mut leaves = outer.layout.leaves().into_iter();
    let part = leaves.find(|leaf| outer.bytes.get(leaf.range.clone()) == Some(&inner.bytes))?;
    let lengths = match outer.value {
        LayerValue::Rpc(_) => rpc::lengths(&outer.layout, part),
        _ => tds::lengths(&outer.layout),
    };
    let longer = i64::try_from(new.len()).ok()? - i64::try_from(inner.bytes.len()).ok()?;
    let mut whole = outer.bytes.clone();
    for (place, order) in lengths {
        order.add(whole.get_mut(place)?, longer)?;
    }
    replace(&mut whole, part.range.clone(), new);
    Some(whole)
}

fn in_base64(outer: &Layer, inner: &Layer, new: &[u8]) -> Option<Vec<u8>> {
    let mut whole = outer.bytes.clone();
    let base64 = to_base64(&inner.bytes);
    let token = base64.trim_end_matches('=').as_bytes();
    if token.is_empty() {
        return None;
    }
    let start = whole.windows(token.len()).position(|part| part == token)?;
    let mut end = start + token.len();
    while whole.get(end) == Some(&b'=') {
        end += 1;
    }
    replace(&mut whole, start..end, to_base64(new).as_bytes());
    Some(whole)
}
