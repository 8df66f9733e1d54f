//! What carries an inner layer, with other bytes inside.

use crate::wire::spnego::NegToken;
use crate::wire::{Layer, LayerValue, rpc, tds, to_base64};
use std::ops::Range;

/// The bytes of the outermost layer with other ones in the place of the layer of that number: in base64 where it came in
/// such, and with the lengths that a PDU, a packet or a negotiation has. None where the layer is not found in one before
/// it, or a length has no room.
pub fn carried(layers: &[Layer], number: usize, new: &[u8]) -> Option<Vec<u8>> {
    if number == 0 {
        return Some(new.to_vec());
    }
    let inner = layers.get(number)?;
    (0..number).rev().find_map(|outer| {
        let whole = within(layers.get(outer)?, inner, new)?;
        carried(layers, outer, &whole)
    })
}

fn within(outer: &Layer, inner: &Layer, new: &[u8]) -> Option<Vec<u8>> {
    match (&outer.value, &inner.value) {
        (LayerValue::Rpc(_) | LayerValue::Tds(_), _) => in_field(outer, inner, new),
        (LayerValue::Spnego(token), _) => in_negotiation(token.as_ref(), outer, inner, new),
        // Digest's bytes are the header's own text.
        (_, LayerValue::DigestChallenge(_) | LayerValue::DigestResponse(_)) => {
            in_place(outer, &inner.bytes, new)
        }
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

/// A token of the same length leaves the rest as it stands, in whatever form; around others the lengths are made anew.
fn in_negotiation(
    token: Option<&NegToken>,
    outer: &Layer,
    inner: &Layer,
    new: &[u8],
) -> Option<Vec<u8>> {
    if new.len() == inner.bytes.len() {
        return in_place(outer, &inner.bytes, new);
    }
    let token = token.filter(|token| token.token() == Some(&inner.bytes))?;
    Some(token.clone().with_token(new).encode())
}

fn in_place(outer: &Layer, old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    let mut whole = outer.bytes.clone();
    let start = find(&whole, old)?;
    replace(&mut whole, start..start + old.len(), new);
    Some(whole)
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    bytes.windows(part.len()).position(|it| it == part)
}

fn in_base64(outer: &Layer, inner: &Layer, new: &[u8]) -> Option<Vec<u8>> {
    let mut whole = outer.bytes.clone();
    let base64 = to_base64(&inner.bytes);
    let token = base64.trim_end_matches('=').as_bytes();
    let start = find(&whole, token)?;
    let mut end = start + token.len();
    while whole.get(end) == Some(&b'=') {
        end += 1;
    }
    replace(&mut whole, start..end, to_base64(new).as_bytes());
    Some(whole)
}
