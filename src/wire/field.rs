//! The tree of decoded fields, and the rule that every byte has at most one owner.

use crate::secret::Secret;
use std::borrow::Cow;
use std::ops::Range;

/// One decoded field. A field with children is a group; the leaves own the bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name in the specification.
    pub name: Cow<'static, str>,
    /// Bytes it covers, from the start of the decoded bytes.
    pub range: Range<usize>,
    /// What the bytes say.
    pub value: Value,
    /// Where it is specified, such as `[MS-NLMP] 2.2.1.3`.
    pub spec: &'static str,
    /// The kind of secret it carries, if any.
    pub secret: Option<Secret>,
    /// Fields inside it.
    pub children: Vec<Field>,
}

/// A decoded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The children say it.
    Group,
    /// Raw bytes: read them from the range.
    Bytes,
    /// An integer.
    Number(u64),
    /// An integer with a name in the specification.
    Named(u64, Cow<'static, str>),
    /// Text.
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
    /// The stretch.
    pub range: Range<usize>,
    /// Its owner.
    pub leaf: Option<&'a Field>,
}

/// Two leaves that claim the same bytes; the first one owns them.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap<'a> {
    /// The owner.
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
        let mut owner: Vec<Option<usize>> = vec![None; self.len];
        for (index, leaf) in leaves.iter().enumerate() {
            for slot in owner.get_mut(leaf.range.clone()).into_iter().flatten() {
                slot.get_or_insert(index);
            }
        }
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

    /// Pairs of leaves that claim the same bytes.
    pub fn overlaps(&self) -> Vec<Overlap<'_>> {
        let leaves = self.leaves();
        let mut overlaps = Vec::new();
        for (index, second) in leaves.iter().enumerate() {
            for first in leaves.iter().take(index) {
                let meet =
                    first.range.start < second.range.end && second.range.start < first.range.end;
                if meet {
                    overlaps.push(Overlap { first, second });
                }
            }
        }
        overlaps
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
