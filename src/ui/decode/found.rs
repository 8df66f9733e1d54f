//! What was found, in a sentence.

use crate::app::Desk;
use crate::present::narration::desk;

/// How much was found; nothing where nothing was pasted.
pub fn found(desk: &Desk) -> String {
    let report = &desk.report;
    let found = &report.found;
    let read = desk.read;
    if desk.paste.is_empty() || read.going {
        String::new()
    } else if read.percent < 100 {
        desk::stopped(read.percent, found.tokens.len())
    } else if found.tokens.is_empty() {
        desk::PASTE_NO_TOKEN.to_owned()
    } else {
        desk::found(found.tokens.len(), report.sets.len(), found.more)
    }
}
