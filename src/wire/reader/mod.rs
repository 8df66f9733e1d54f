//! A cursor over bytes that records what it reads: spans come from the code that decodes.

mod errors;

use super::{DecodeError, ErrorKind, Field, Layout, Value};
use crate::value_kind::ValueKind;
use std::borrow::Cow;

/// Where reading ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Offset of the byte that is not read any more.
    pub end: usize,
    /// Whether it is the end only because the bytes end there: what is read goes on.
    pub open: bool,
}

/// A cursor that records a [`Field`] for each read. Integers are little-endian unless the name says otherwise.
///
/// A read past the end gives zeros, or no bytes, and is remembered: from then on nothing is read or recorded, until
/// [`Reader::check`] hands the error out, or [`Reader::recover`] goes on elsewhere. So what reads a structure need not
/// look: one check at its end is enough. What the bytes still have of the field is recorded as bytes of that name.
///
/// What is wrong and ends nothing is [noted](Reader::note). Of all errors the first one counts.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where reading ends.
    bound: Bound,
    /// The fields of the groups that are open; the first is the message itself.
    open: Vec<Vec<Field>>,
    /// Whether fields are recorded.
    records: bool,
    /// What the first read that failed came upon.
    failed: Option<DecodeError>,
    /// The first thing that was wrong and did not end reading.
    noted: Option<DecodeError>,
}

impl<'a> Reader<'a> {
    /// A cursor at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            bound: Bound {
                end: bytes.len(),
                open: true,
            },
            open: vec![Vec::new()],
            records: true,
            failed: None,
            noted: None,
        }
    }

    /// The same, for whom no field is recorded.
    pub(super) fn unrecorded(bytes: &'a [u8]) -> Self {
        let mut reader = Self::new(bytes);
        reader.records = false;
        reader
    }

    /// All the bytes, from the start.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether anybody is to see the fields.
    pub fn records(&self) -> bool {
        self.records
    }

    /// Offset of the next byte.
    pub fn position(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bound.end.saturating_sub(self.at)
    }

    /// Where reading ends: at the end of the bytes, or of the structure under way.
    pub fn bound(&self) -> Bound {
        self.bound
    }

    /// Says that a structure goes on up to `end`: no read goes further, nor beyond what is around it. Returns where
    /// reading ended before.
    pub fn end_at(&mut self, end: usize) -> Bound {
        let outer = self.bound;
        self.bound = Bound {
            end: end.min(outer.end),
            open: outer.open && end > outer.end,
        };
        outer
    }

    /// Goes back to where reading ended before [`Reader::end_at`].
    pub fn restore(&mut self, outer: Bound) {
        self.bound = outer;
    }

    /// Moves to an offset from the start; payloads are found so. An offset past the end makes the next read fail.
    pub fn seek(&mut self, offset: usize) {
        self.at = offset;
    }

    /// The next bytes, unrecorded and not consumed.
    pub fn peek(&self, length: usize) -> Option<&'a [u8]> {
        let end = self
            .at
            .checked_add(length)
            .filter(|end| *end <= self.bound.end)?;
        self.bytes.get(self.at..end)
    }

    /// Reads `length` bytes as one field; none where they are not there.
    pub fn take(&mut self, name: &'static str, spec: &'static str, length: usize) -> &'a [u8] {
        if self.failed.is_some() {
            return &[];
        }
        let Some(taken) = self.peek(length) else {
            self.short(name, spec, length);
            return &[];
        };
        if self.records {
            self.push(Field {
                name: name.into(),
                range: self.at..self.at + length,
                value: Value::Bytes,
                spec,
                value_kind: None,
                children: Vec::new(),
            });
        }
        self.at += length;
        taken
    }

    /// What a read does that needs more bytes than there are: a structure is too short, or the bytes are cut.
    #[cold]
    fn short(&mut self, name: &'static str, spec: &'static str, needed: usize) {
        let (at, available) = (self.at.min(self.bytes.len()), self.remaining());
        if !self.bound.open {
            return self.fail(ErrorKind::Truncated { needed, available }, name, at);
        }
        if available > 0 {
            self.take(name, spec, available);
        }
        let missing = needed.saturating_sub(available);
        let at_least = true;
        self.fail(ErrorKind::Cut { missing, at_least }, name, at);
    }

    /// Reads exactly `N` bytes as one field.
    pub fn array<const N: usize>(&mut self, name: &'static str, spec: &'static str) -> [u8; N] {
        self.take(name, spec, N).try_into().unwrap_or([0; N])
    }

    /// Reads one byte.
    pub fn u8(&mut self, name: &'static str, spec: &'static str) -> u8 {
        self.number(name, spec, 1) as u8
    }

    /// Reads a 16-bit little-endian integer.
    pub fn u16(&mut self, name: &'static str, spec: &'static str) -> u16 {
        self.number(name, spec, 2) as u16
    }

    /// Reads a 32-bit little-endian integer.
    pub fn u32(&mut self, name: &'static str, spec: &'static str) -> u32 {
        self.number(name, spec, 4) as u32
    }

    /// Reads a 64-bit little-endian integer.
    pub fn u64(&mut self, name: &'static str, spec: &'static str) -> u64 {
        self.number(name, spec, 8)
    }

    /// Reads a little-endian integer of at most 8 bytes.
    pub(super) fn number(&mut self, name: &'static str, spec: &'static str, length: usize) -> u64 {
        let bytes = self.take(name, spec, length).iter().rev();
        let value = bytes.fold(0, |value, &byte| value << 8 | u64::from(byte));
        self.mark(Value::Number(value));
        value
    }

    /// Reads a big-endian integer of at most 8 bytes.
    pub(super) fn number_be(
        &mut self,
        name: &'static str,
        spec: &'static str,
        length: usize,
    ) -> u64 {
        let bytes = self.take(name, spec, length).iter();
        let value = bytes.fold(0, |value, &byte| value << 8 | u64::from(byte));
        self.mark(Value::Number(value));
        value
    }

    /// Gives the field just read its value.
    pub fn mark(&mut self, value: Value) {
        if let Some(field) = self.last() {
            field.value = value;
        }
    }

    /// Gives the field just read a text as its value.
    pub fn mark_text(&mut self, text: &str) {
        self.mark(Value::Text(text.to_owned()));
    }

    /// Gives the number just read its name, if it has one.
    pub fn mark_name(&mut self, name: Option<&'static str>) {
        if let (Some(name), Some(field)) = (name, self.last())
            && let Value::Number(number) = field.value
        {
            field.value = Value::Named(number, name.into());
        }
    }

    /// Says of what kind the value is that the field just read carries.
    pub fn mark_value_kind(&mut self, kind: ValueKind) {
        if let Some(field) = self.last() {
            field.value_kind = Some(kind);
        }
    }

    /// Reads several fields as one group. What was read stays, even where `read` fails.
    pub fn group<T>(
        &mut self,
        name: &'static str,
        spec: &'static str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.group_named(name.into(), spec, read)
    }

    /// The same, of a group whose name may come from the bytes.
    pub fn group_named<T>(
        &mut self,
        name: Cow<'static, str>,
        spec: &'static str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let start = self.begin();
        let value = read(self);
        self.close(name, spec, start);
        value
    }

    /// Opens a group, and says where it starts.
    pub(super) fn begin(&mut self) -> usize {
        if self.records {
            self.open.push(Vec::new());
        }
        self.at
    }

    /// Ends the group opened last; it stays only if it has fields.
    pub(super) fn close(&mut self, name: Cow<'static, str>, spec: &'static str, start: usize) {
        if !self.records {
            return;
        }
        let children = self.open.pop().unwrap_or_default();
        if children.is_empty() {
            return;
        }
        let from = children.iter().map(|c| c.range.start).min();
        let to = children.iter().map(|c| c.range.end).max();
        self.push(Field {
            name,
            range: from.unwrap_or(start)..to.unwrap_or(start),
            value: Value::Group,
            spec,
            value_kind: None,
            children,
        });
    }

    /// The layout of what was read. Bytes that nothing read belong to no field.
    pub fn finish(mut self) -> Layout {
        Layout {
            len: self.bytes.len(),
            fields: self.open.pop().unwrap_or_default(),
        }
    }

    /// The field just read, if it could be.
    fn last(&mut self) -> Option<&mut Field> {
        if self.failed.is_some() || !self.records {
            return None;
        }
        self.open.last_mut()?.last_mut()
    }

    fn push(&mut self, field: Field) {
        if let Some(fields) = self.open.last_mut() {
            fields.push(field);
        }
    }
}
