//! The tree of decoded fields, and the rule that every byte has at most one owner.

use crate::value_kind::ValueKind;
use std::borrow::Cow;
use std::ops::Range;

/// One decoded field. A field with children is a group; the leaves own the bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name, as the specification spells it: `NegotiateFlags`, say.
    pub name: Cow<'static, str>,
    /// Bytes it covers, from the start of the decoded bytes.
    pub range: Range<usize>,
    /// What the bytes say.
    pub value: Value,
    /// Where it is specified, such as `[MS-NLMP] 2.2.1.3`.
    pub spec: &'static str,
    /// The kind of value it carries, if it is one that is followed.
    pub value_kind: Option<ValueKind>,
    /// Fields inside it, in the order in which they were read.
    pub children: Vec<Field>,
}

/// What a field's bytes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The children say it: the field has no bytes of its own.
    Group,
    /// Raw bytes: read them from the range.
    Bytes,
    /// Raw bytes, or a group, of this kind.
    Kind(&'static str),
    /// An integer, whatever its byte order on the wire.
    Number(u64),
    /// An integer with a name in the specification.
    Named(u64, Cow<'static, str>),
    /// An integer whose bits have names in the specification: those of the bits that are set, with commas.
    Flags(u64, Cow<'static, str>),
    /// Text, decoded from the encoding that it has on the wire.
    Text(String),
}

/// The fields of one decoded message, in the order they were read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Length of the decoded bytes.
    pub len: usize,
    /// The fields at the top.
    pub fields: Vec<Field>,
}

/// A stretch of bytes and the leaf that owns it; `None` is unclaimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile<'a> {
    /// From which byte to before which, counted in the decoded bytes.
    pub range: Range<usize>,
    /// The innermost field that covers it.
    pub leaf: Option<&'a Field>,
}

/// Two leaves that claim the same bytes; the first one owns them.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap<'a> {
    /// The one that was read first, and owns the bytes.
    pub first: &'a Field,
    /// The later claimant.
    pub second: &'a Field,
}

impl Field {
    /// The leaves at and below this field, in order of decoding.
    pub fn leaves(&self) -> Vec<&Field> {
        let mut leaves = Vec::new();
        collect(self, &mut leaves);
        leaves
    }

    /// The first field of that name at or below this one.
    pub fn find(&self, name: &str) -> Option<&Field> {
        if self.name == name {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(name))
    }
}

impl Layout {
    /// The leaves that cover at least one byte, in order of decoding.
    pub fn leaves(&self) -> Vec<&Field> {
        let mut leaves = Vec::new();
        for field in &self.fields {
            collect(field, &mut leaves);
        }
        leaves.retain(|leaf| !leaf.range.is_empty());
        leaves
    }

    /// The first field of that name, in order of decoding.
    pub fn find(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find_map(|field| field.find(name))
    }

    /// All bytes from 0 to `len` in order, each with its one owner or none.
    pub fn tiles(&self) -> Vec<Tile<'_>> {
        let leaves = self.leaves();
        let owner = self.owners(&leaves, |_, _| {});
        let mut tiles: Vec<Tile<'_>> = Vec::new();
        let mut current = None;
        for (offset, index) in owner.into_iter().enumerate() {
            match tiles.last_mut() {
                Some(tile) if current == Some(index) => tile.range.end = offset + 1,
                _ => tiles.push(Tile {
                    range: offset..offset + 1,
                    leaf: index.and_then(|index| leaves.get(index).copied()),
                }),
            }
            current = Some(index);
        }
        tiles
    }

    /// Whether each byte has one owner, and none has two.
    #[cfg(test)]
    pub(super) fn is_claimed(&self) -> bool {
        self.tiles().iter().all(|tile| tile.leaf.is_some()) && self.overlaps().is_empty()
    }

    /// Each leaf that claims bytes of another, with the owner of those bytes; each pair once, in the order of the
    /// claimants, then of the bytes.
    pub fn overlaps(&self) -> Vec<Overlap<'_>> {
        let leaves = self.leaves();
        let mut overlaps = Vec::new();
        // The last claimant told of, by owner: a pair may meet in many bytes.
        let mut told = vec![usize::MAX; leaves.len()];
        self.owners(&leaves, |first, second| {
            if let Some(told) = told.get_mut(first).filter(|told| **told != second) {
                *told = second;
                if let (Some(first), Some(second)) = (leaves.get(first), leaves.get(second)) {
                    overlaps.push(Overlap { first, second });
                }
            }
        });
        overlaps
    }

    /// The first claimant of each byte. `contested` hears, byte by byte, of the owner and of whoever claims it again.
    fn owners(
        &self,
        leaves: &[&Field],
        mut contested: impl FnMut(usize, usize),
    ) -> Vec<Option<usize>> {
        let mut owners: Vec<Option<usize>> = vec![None; self.len];
        for (index, leaf) in leaves.iter().enumerate() {
            for slot in owners.get_mut(leaf.range.clone()).into_iter().flatten() {
                match *slot {
                    None => *slot = Some(index),
                    Some(owner) => contested(owner, index),
                }
            }
        }
        owners
    }
}

fn collect<'a>(field: &'a Field, leaves: &mut Vec<&'a Field>) {
    if field.children.is_empty() {
        leaves.push(field);
    }
    for child in &field.children {
        collect(child, leaves);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn layout(len: usize, ranges: &[Range<usize>]) -> Layout {
        let field = |(index, range): (usize, &Range<usize>)| Field {
            name: index.to_string().into(),
            range: range.clone(),
            value: Value::Bytes,
            spec: "",
            value_kind: None,
            children: Vec::new(),
        };
        Layout {
            len,
            fields: ranges.iter().enumerate().map(field).collect(),
        }
    }

    fn pairs(layout: &Layout) -> Vec<(String, String)> {
        let name = |field: &Field| field.name.to_string();
        let overlaps = layout.overlaps();
        let pairs = overlaps.iter().map(|it| (name(it.first), name(it.second)));
        pairs.collect()
    }

    #[test]
    fn a_pair_is_told_once_and_neighbours_do_not_meet() {
        // 3 claims bytes of 0, then of 1, then of 0 again; 2 is empty; 4 is apart.
        let layout = layout(12, &[0..8, 2..4, 3..3, 1..6, 8..9]);
        let text = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(pairs(&layout), [text("0", "1"), text("0", "3")]);
        assert_eq!(layout.tiles().len(), 3);
    }

    #[test]
    fn many_fields_over_many_bytes_are_no_trouble() {
        let ranges: Vec<_> = (0..200_000).map(|at| at..at + 1).collect();
        assert!(layout(200_000, &ranges).overlaps().is_empty());
    }

    proptest! {
        #[test]
        fn an_overlap_is_an_owner_and_a_later_claimant_of_the_same_bytes(
            ranges in prop::collection::vec((0usize..20, 0usize..6), 0..8),
        ) {
            let ranges: Vec<_> = ranges.iter().map(|(at, len)| *at..at + len).collect();
            let layout = layout(26, &ranges);
            let mut expected = Vec::new();
            for second in 0..ranges.len() {
                for first in 0..second {
                    let owned = |byte: usize| {
                        ranges[first].contains(&byte)
                            && !ranges[..first].iter().any(|earlier| earlier.contains(&byte))
                    };
                    if ranges[second].clone().any(owned) {
                        expected.push((first.to_string(), second.to_string()));
                    }
                }
            }
            let mut found = pairs(&layout);
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }
}
