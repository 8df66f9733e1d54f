//! `Log` → pictures and words. Pure functions: the page draws what these return, and so can anything else.

pub mod alignment;
pub mod answer_method;
mod causes;
pub mod compare;
pub mod decode;
pub mod diagnose;
pub mod evidence;
pub mod explain;
pub mod export;
pub mod foreign;
pub mod form;
pub mod inspect;
pub mod json;
pub mod labels;
pub mod layout;
pub mod ledger;
pub mod link;
pub mod log_source;
pub mod logs;
mod markdown;
pub mod narration;
pub mod opened;
pub mod outcomes;
pub mod pace;
mod passwords;
pub mod picture;
pub mod predict;
pub mod provenance;
pub mod recipe;
pub mod repair;
pub mod report;
pub mod seat;
pub mod standing;
pub mod steps;
mod summary;
pub mod tamper;
pub mod timing;
pub mod traffic;
pub mod turning;
pub mod walk;

pub use passwords::Passwords;
pub use steps::{DomainControllers, Step, StepShape, Tone, steps};

use crate::value_kind::ValueKind;

/// A run of text in one manner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRun {
    /// The text, without marks of any kind.
    pub text: String,
    /// The value it stands for: it takes that value's colour, and is set in monospace.
    pub value: Option<ValueKind>,
    /// Whether it carries the weight of the line.
    pub strong: bool,
}

impl TextRun {
    /// Text in no particular manner.
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
    pub fn value(text: impl Into<String>, kind: ValueKind) -> Self {
        Self {
            value: Some(kind),
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
    let mut text = hex::encode(value.get(..most).unwrap_or(value));
    if value.len() > most {
        text.push('…');
    }
    text
}

/// Bytes from hex digits; blanks between them do not matter.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    hex::decode(digits).ok()
}
