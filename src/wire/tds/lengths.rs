//! Which lengths follow where the token in a packet becomes longer or shorter.

use super::packet::LENGTH;
use crate::wire::{ByteOrder, Layout};
use std::ops::Range;

/// The lengths that count the token, each with its place: all that are around it. That of the packet is the one number
/// that is big-endian ([MS-TDS] 2.2.3.1.3).
pub fn lengths(layout: &Layout) -> Vec<(Range<usize>, ByteOrder)> {
    let mut leaves = layout.leaves();
    leaves.retain(|leaf| matches!(&*leaf.name, "Length" | "cbSSPI"));
    let order = |place: &Range<usize>| match place.start {
        LENGTH => ByteOrder::Big,
        _ => ByteOrder::Little,
    };
    let places = leaves.into_iter().map(|leaf| leaf.range.clone());
    places.map(|place| (place.clone(), order(&place))).collect()
}
