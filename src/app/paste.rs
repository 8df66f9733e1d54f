//! What is pasted, and how far it is read.

use std::rc::Rc;

/// What is decoded: text of the box, or a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paste {
    /// What was pasted or typed, as text.
    Text(Rc<str>),
    /// A file's name and bytes.
    File(Rc<str>, Rc<[u8]>),
}

impl Default for Paste {
    fn default() -> Self {
        Self::Text(Rc::from(""))
    }
}

impl Paste {
    /// The bytes to search: text in UTF-8, a file as it is.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::File(_, bytes) => bytes,
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.bytes().trim_ascii().is_empty()
    }
}

/// How far something is read. What is long is read in pieces, so that the page stays usable.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PasteProgress {
    /// Whether it is still being read.
    pub going: bool,
    /// How much is read, of 100.
    pub percent: u8,
    /// How many tokens were found so far.
    pub tokens: usize,
}
