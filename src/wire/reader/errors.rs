//! What is wrong with what a [`Reader`] reads.

use super::Reader;
use crate::wire::{DecodeError, ErrorKind};
use std::borrow::Cow;

impl Reader<'_> {
    /// Remembers an error, unless there is one already.
    #[cold]
    pub fn fail(&mut self, kind: ErrorKind, field: &'static str, offset: usize) {
        let error = DecodeError::new(kind, field, offset);
        self.failed.get_or_insert(error);
    }

    /// Whether a read failed: what was read last means nothing.
    pub fn failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Hands out the first error, if there is one; then reading goes on.
    pub fn check(&mut self) -> Result<(), DecodeError> {
        self.recover();
        self.noted.take().map_or(Ok(()), Err)
    }

    /// Goes on reading after a read that failed. Its error stays noted.
    pub fn recover(&mut self) {
        if let Some(error) = self.failed.take() {
            self.noted.get_or_insert(error);
        }
    }

    /// Remembers what is wrong, unless something is already, and goes on reading.
    #[cold]
    pub fn note(&mut self, kind: ErrorKind, field: &'static str, offset: usize) {
        if self.failed.is_none() && self.noted.is_none() {
            self.noted = Some(DecodeError::new(kind, field, offset));
        }
    }

    /// Notes that the bytes end inside a field, though what they are of goes on up to `end`. Where that is known
    /// already, the field inside it counts, and the end that is furthest off.
    #[cold]
    pub fn note_cut(&mut self, end: usize, field: &'static str, offset: usize) {
        self.recover();
        let total = self.bytes.len();
        let mut missing = end.saturating_sub(total);
        let mut at_least = false;
        let (mut field, mut offset) = (Cow::Borrowed(field), offset.min(total));
        if let Some(noted) = &self.noted {
            let ErrorKind::Cut {
                missing: before,
                at_least: open,
            } = noted.kind
            else {
                return;
            };
            (missing, at_least) = (missing.max(before), open);
            if offset < noted.offset || offset == total {
                (field, offset) = (noted.field.clone(), noted.offset);
            }
        }
        let kind = ErrorKind::Cut { missing, at_least };
        self.noted = Some(DecodeError::named(kind, field, offset));
    }

    /// Reads something of which no error is one of the whole.
    pub fn apart(&mut self, read: impl FnOnce(&mut Self)) {
        let before = (self.failed.clone(), self.noted.take());
        read(self);
        (self.failed, self.noted) = before;
    }

    /// Remembers an error about the field just read.
    #[cold]
    pub fn reject(&mut self, kind: ErrorKind) {
        let offset = self.at;
        let (name, offset) = match self.last() {
            Some(field) => (field.name.clone(), field.range.start),
            None => ("message".into(), offset),
        };
        let error = DecodeError::named(kind, name, offset);
        self.failed.get_or_insert(error);
    }

    /// The field just read must have another value.
    #[cold]
    pub fn expected(&mut self, expected: &'static str) {
        self.reject(ErrorKind::Unexpected { expected });
    }
}
