//! Bytes that several tokens share: a token is a range of what was decoded, not a copy of it.

use std::fmt;
use std::ops::{Deref, Range};
use std::rc::Rc;

/// A part of bytes that are kept once. Equal where they say the same.
#[derive(Clone, Default)]
pub struct Bytes {
    all: Rc<[u8]>,
    range: Range<usize>,
}

impl Bytes {
    /// A part of these; what lies outside is not there.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let start = self.range.start.saturating_add(range.start);
        let end = self.range.start.saturating_add(range.end);
        let end = end.min(self.range.end);
        Self {
            all: Rc::clone(&self.all),
            range: start.min(end)..end,
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        #[cfg(test)]
        super::work::copied(bytes.len());
        Self {
            range: 0..bytes.len(),
            all: bytes.into(),
        }
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.all.get(self.range.clone()).unwrap_or_default()
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Bytes {}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}
