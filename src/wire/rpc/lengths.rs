//! Which lengths follow where a part of a PDU becomes longer or shorter.

use crate::wire::{ByteOrder, Field, Layout, field_name};
use std::ops::Range;

/// The lengths that count a field of a PDU, each with its place: that of the whole PDU, and that of the token or of the
/// stub where the field is one (`[C706]` 12.6.3.1, 12.6.4).
pub fn lengths(layout: &Layout, part: &Field) -> Vec<(Range<usize>, ByteOrder)> {
    let mut leaves = layout.leaves();
    leaves.retain(|leaf| match &*leaf.name {
        field_name::FRAG_LENGTH => true,
        field_name::AUTH_LENGTH => part.name == field_name::AUTH_VALUE,
        field_name::ALLOC_HINT => part.name == field_name::STUB,
        _ => false,
    });
    let places = leaves.into_iter().map(|leaf| leaf.range.clone());
    places.map(|place| (place, ByteOrder::Little)).collect()
}
