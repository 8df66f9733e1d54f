//! A file of traffic, whatever kind it is, as it comes in.

use super::leg::Contents;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// In pieces, of any size.
    Pieces,
    /// As a whole.
    Whole,
    /// It is no traffic: perhaps there are tokens in it.
    Other,
}

/// What sort of file begins with these bytes.
pub fn sort_of(_first: &[u8]) -> Sort {
    Sort::Other
}

/// Reads a file.
pub struct Reader(Vec<u8>);

impl Reader {
    /// Of a file that begins with these bytes.
    pub fn new(_first: &[u8]) -> Self {
        Self(Vec::new())
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    /// How many packets or entries were read, and how many messages of sign-ins were found.
    pub fn progress(&self) -> (u64, usize) {
        (0, 0)
    }

    /// What is in it; `early` where somebody stopped it before its end.
    ///
    /// # Errors
    /// The bytes, where they are no traffic after all.
    pub fn finish(self, _early: bool) -> Result<Contents, Vec<u8>> {
        Err(self.0)
    }
}
