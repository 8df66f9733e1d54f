//! What was wrong with the bytes, in which field, and where; and what fits no field.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// A decoding error: see [`ErrorDetails`]. It is rare and results are handed on everywhere, so it is a single pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<ErrorDetails>);

/// Kind, field and byte offset from the start of the decoded bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorDetails {
    /// What is wrong, with the numbers that show it.
    pub kind: ErrorKind,
    /// The field being read, by its name in the specification.
    pub field: Cow<'static, str>,
    /// Offset of that field, in bytes.
    pub offset: usize,
}

/// What can be wrong with bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The bytes are the first part of something longer: what was to follow is missing.
    Cut {
        /// How many bytes are missing in the whole, as far as what is there tells.
        missing: usize,
        /// Whether more may be missing.
        at_least: bool,
    },
    /// The structure around the field ends before the field does.
    Truncated {
        /// How many bytes the field needs.
        needed: usize,
        /// How many bytes are left where it begins.
        available: usize,
    },
    /// A length or offset points outside the message.
    OutOfBounds {
        /// Offset of the first byte it claims, in the message.
        start: usize,
        /// How many bytes from there on it claims.
        length: usize,
        /// Length of the whole message.
        total: usize,
    },
    /// The field must have another value.
    Unexpected {
        /// What the specification allows here.
        expected: &'static str,
    },
    /// The text is not in the encoding it must have.
    Encoding {
        /// The encoding's name.
        expected: &'static str,
    },
    /// A list lacks the element that must end it.
    Unterminated,
    /// Larger than this implementation accepts.
    TooLarge {
        /// The most that is accepted, in bytes.
        limit: usize,
    },
}

/// Something that does not fit the field that says how long it is. Nothing is cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// The field's name in its specification.
    pub field: &'static str,
    /// What it would have to say.
    pub length: usize,
    /// The most that it can say.
    pub limit: usize,
}

impl DecodeError {
    /// An error of `kind` in `field` at `offset`.
    #[cold]
    pub fn new(kind: ErrorKind, field: &'static str, offset: usize) -> Self {
        Self::named(kind, field.into(), offset)
    }

    /// The same, in a field whose name may come from the bytes.
    #[cold]
    pub(super) fn named(kind: ErrorKind, field: Cow<'static, str>, offset: usize) -> Self {
        Self(Box::new(ErrorDetails {
            kind,
            field,
            offset,
        }))
    }
}

impl Deref for DecodeError {
    type Target = ErrorDetails;

    fn deref(&self) -> &ErrorDetails {
        &self.0
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ErrorDetails {
            kind,
            field,
            offset,
        } = &*self.0;
        write!(f, "{field} at byte {offset}: {kind}")
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut { missing, at_least } => {
                let bound = if *at_least { "at least " } else { "" };
                let (bytes, are) = match missing {
                    1 => ("byte", "is"),
                    _ => ("bytes", "are"),
                };
                write!(f, "cut: {bound}{missing} {bytes} {are} missing")
            }
            Self::Truncated { needed, available } => {
                write!(f, "needs {needed} bytes, only {available} left")
            }
            Self::OutOfBounds {
                start,
                length,
                total,
            } => write!(
                f,
                "points outside: {length} bytes at {start}, the message has {total}"
            ),
            Self::Unexpected { expected } => write!(f, "expected {expected}"),
            Self::Encoding { expected } => write!(f, "not valid {expected}"),
            Self::Unterminated => f.write_str("the list has no end marker"),
            Self::TooLarge { limit } => write!(f, "larger than the limit of {limit} bytes"),
        }
    }
}

impl std::error::Error for DecodeError {}

impl TooLong {
    /// The length, where it fits 16 bits.
    pub(in crate::wire) fn check(field: &'static str, length: usize) -> Result<u16, Self> {
        u16::try_from(length).map_err(|_| Self {
            field,
            length,
            limit: u16::MAX.into(),
        })
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            field,
            length,
            limit,
        } = self;
        write!(f, "{field} would be {length}, at most {limit} fits")
    }
}

impl std::error::Error for TooLong {}
