//! `Log` → pictures and words. Pure functions: the page draws what these return, and so can anything else.

pub mod decode;
pub mod explain;
pub mod inspect;
pub mod layout;
pub mod ledger;
pub mod link;
pub mod narration;
pub mod provenance;
pub mod seat;
pub mod steps;
pub mod tamper;
mod told;
pub mod words;

pub use steps::{Shape, Step, Tone, steps};

use crate::secret::Secret;
use crate::wire::text::push_hex;

/// A run of text in one manner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// The value it stands for: it takes that value's colour, and is set in monospace.
    pub value: Option<Secret>,
    /// Whether it carries the weight of the line.
    pub strong: bool,
}

impl Run {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            value: None,
            strong: false,
        }
    }

    /// Text that carries the weight of the line.
    pub fn strong(text: impl Into<String>) -> Self {
        Self {
            strong: true,
            ..Self::plain(text)
        }
    }

    /// A value, in its colour.
    pub fn value(text: impl Into<String>, secret: Secret) -> Self {
        Self {
            value: Some(secret),
            ..Self::plain(text)
        }
    }
}

/// The first bytes of a value in hex, enough to know it again.
pub fn fingerprint(value: &[u8]) -> String {
    head(value, 4)
}

/// The first bytes of a value in hex, at most that many.
fn head(value: &[u8], most: usize) -> String {
    let mut text = String::new();
    for byte in value.iter().take(most) {
        push_hex(&mut text, *byte);
    }
    if value.len() > most {
        text.push('…');
    }
    text
}

/// Bytes from hex digits; blanks between them do not matter.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut high = None;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let digit = c.to_digit(16)?;
        high = match high {
            None => Some(digit << 4),
            Some(high) => {
                bytes.push(u8::try_from(high | digit).ok()?);
                None
            }
        };
    }
    high.is_none().then_some(bytes)
}

/// All bytes in hex, without blanks.
pub fn to_hex(bytes: &[u8]) -> String {
    head(bytes, bytes.len())
}
