//! What a step is called, as plain strings and runs: for those who draw no pieces.

use super::narration::{Piece, Text, narrate};
use super::{Step, TextRun};
use crate::lab::Log;

/// What stands on the arrow or in the box of a step.
pub fn label(log: &Log, step: &Step) -> Vec<TextRun> {
    runs(&narrate(log, step).label)
}

/// A text as runs, which know values but not terms.
pub fn runs(text: &Text) -> Vec<TextRun> {
    let run = |piece: &Piece| match piece {
        Piece::Plain(text) | Piece::Term(text, _) => TextRun::plain(text.clone()),
        Piece::Strong(text) => TextRun::strong(text.clone()),
        Piece::Value(text, kind) => TextRun::value(text.clone(), *kind),
    };
    text.pieces().iter().map(run).collect()
}

/// A step's title.
pub fn heading(log: &Log, step: &Step) -> String {
    narrate(log, step).title.to_string()
}
