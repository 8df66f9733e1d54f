//! A cursor over bytes that records what it reads: spans come from the code that decodes.

use super::{DecodeError, ErrorKind, Field, Layout, Value};
use crate::secret::Secret;
use std::borrow::Cow;

/// The outcome of decoding: the value or the error, and the fields read up to there.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The message, or why it is none.
    pub value: Result<T, DecodeError>,
    /// What was read, even where an error ended it.
    pub layout: Layout,
}

impl<T> Decoded<T> {
    /// Runs `decode` over `bytes` and keeps the fields it read.
    pub fn run(
        bytes: &[u8],
        decode: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
    ) -> Self {
        let mut reader = Reader::new(bytes);
        let value = decode(&mut reader);
        Self {
            value,
            layout: reader.finish(),
        }
    }
}

/// A cursor that records a [`Field`] for each read. Integers are little-endian unless the name says otherwise.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The fields of the groups that are open; the first is the message itself.
    open: Vec<Vec<Field>>,
}

impl<'a> Reader<'a> {
    /// A cursor at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            open: vec![Vec::new()],
        }
    }

    /// All the bytes, from the start.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Offset of the next byte.
    pub fn position(&self) -> usize {
        self.at
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// Moves to an offset from the start; payloads are found so. An offset past the end makes the next read fail.
    pub fn seek(&mut self, offset: usize) {
        self.at = offset;
    }

    /// The next bytes, unrecorded and not consumed.
    pub fn peek(&self, length: usize) -> Option<&'a [u8]> {
        self.bytes.get(self.at..self.at.checked_add(length)?)
    }

    /// Reads `length` bytes as one field.
    #[inline(never)]
    pub fn take(
        &mut self,
        name: &'static str,
        spec: &'static str,
        length: usize,
    ) -> Result<&'a [u8], DecodeError> {
        let Some(taken) = self.peek(length) else {
            let kind = ErrorKind::Truncated {
                needed: length,
                available: self.remaining(),
            };
            return Err(DecodeError::new(kind, name, self.at));
        };
        self.push(Field {
            name: name.into(),
            range: self.at..self.at + length,
            value: Value::Bytes,
            spec,
            secret: None,
            children: Vec::new(),
        });
        self.at += length;
        Ok(taken)
    }

    /// Reads exactly `N` bytes as one field.
    pub fn array<const N: usize>(
        &mut self,
        name: &'static str,
        spec: &'static str,
    ) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(name, spec, N)?);
        Ok(array)
    }

    /// Reads one byte.
    pub fn u8(&mut self, name: &'static str, spec: &'static str) -> Result<u8, DecodeError> {
        Ok(self.number(name, spec, 1)? as u8)
    }

    /// Reads a 16-bit little-endian integer.
    pub fn u16(&mut self, name: &'static str, spec: &'static str) -> Result<u16, DecodeError> {
        Ok(self.number(name, spec, 2)? as u16)
    }

    /// Reads a 32-bit little-endian integer.
    pub fn u32(&mut self, name: &'static str, spec: &'static str) -> Result<u32, DecodeError> {
        Ok(self.number(name, spec, 4)? as u32)
    }

    /// Reads a 64-bit little-endian integer.
    pub fn u64(&mut self, name: &'static str, spec: &'static str) -> Result<u64, DecodeError> {
        self.number(name, spec, 8)
    }

    /// Reads a little-endian integer of at most 8 bytes.
    #[inline(never)]
    fn number(
        &mut self,
        name: &'static str,
        spec: &'static str,
        length: usize,
    ) -> Result<u64, DecodeError> {
        let bytes = self.take(name, spec, length)?.iter().rev();
        let value = bytes.fold(0, |value, &byte| value << 8 | u64::from(byte));
        self.mark(Value::Number(value));
        Ok(value)
    }

    /// Gives the field just read its value.
    #[inline(never)]
    pub fn mark(&mut self, value: Value) {
        if let Some(field) = self.last() {
            field.value = value;
        }
    }

    /// Gives the field just read a text as its value.
    #[inline(never)]
    pub fn mark_text(&mut self, text: &str) {
        self.mark(Value::Text(text.to_owned()));
    }

    /// Gives the number just read its name, if it has one.
    #[inline(never)]
    pub fn mark_name(&mut self, name: Option<&'static str>) {
        if let (Some(name), Some(field)) = (name, self.last())
            && let Value::Number(number) = field.value
        {
            field.value = Value::Named(number, name.into());
        }
    }

    /// Says that the field just read carries a secret.
    #[inline(never)]
    pub fn mark_secret(&mut self, secret: Secret) {
        if let Some(field) = self.last() {
            field.secret = Some(secret);
        }
    }

    /// An error about the field just read.
    #[cold]
    #[inline(never)]
    pub fn reject(&mut self, kind: ErrorKind) -> DecodeError {
        let offset = self.at;
        match self.last() {
            Some(field) => DecodeError::named(kind, field.name.clone(), field.range.start),
            None => DecodeError::new(kind, "message", offset),
        }
    }

    /// The field just read must have another value.
    #[cold]
    #[inline(never)]
    pub fn expected(&mut self, expected: &'static str) -> DecodeError {
        self.reject(ErrorKind::Unexpected { expected })
    }

    /// Reads several fields as one group. What was read stays, even where `read` fails.
    pub fn group<T>(
        &mut self,
        name: &'static str,
        spec: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.group_named(name.into(), spec, read)
    }

    /// The same, of a group whose name may come from the bytes.
    pub fn group_named<T>(
        &mut self,
        name: Cow<'static, str>,
        spec: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let start = self.at;
        self.open.push(Vec::new());
        let outcome = read(self);
        self.close(name, spec, start, outcome.is_ok());
        outcome
    }

    /// Ends the group opened last; where its reading failed it stays only if it has fields.
    #[inline(never)]
    fn close(&mut self, name: Cow<'static, str>, spec: &'static str, start: usize, whole: bool) {
        let children = self.open.pop().unwrap_or_default();
        if children.is_empty() && !whole {
            return;
        }
        let from = children.iter().map(|c| c.range.start).min();
        let to = children.iter().map(|c| c.range.end).max();
        self.push(Field {
            name,
            range: from.unwrap_or(start)..to.unwrap_or(start),
            value: Value::Group,
            spec,
            secret: None,
            children,
        });
    }

    /// The fields read.
    pub fn finish(mut self) -> Layout {
        Layout {
            len: self.bytes.len(),
            fields: self.open.pop().unwrap_or_default(),
        }
    }

    fn last(&mut self) -> Option<&mut Field> {
        self.open.last_mut()?.last_mut()
    }

    #[inline(never)]
    fn push(&mut self, field: Field) {
        if let Some(fields) = self.open.last_mut() {
            fields.push(field);
        }
    }
}
