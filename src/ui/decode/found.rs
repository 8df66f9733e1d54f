//! What was found, in a sentence.

use crate::app::{DecodeState, Paste};
use crate::present::decode::offers;
use crate::present::narration::decode;

/// How much was found; nothing where nothing was pasted.
pub fn found(decode: &DecodeState) -> String {
    let report = &decode.report;
    let found = &report.found;
    let read = decode.read;
    if decode.paste.is_empty() || read.going {
        String::new()
    } else if read.percent < 100 {
        decode::stopped(read.percent, found.tokens.len())
    } else if decode.is_cut() {
        decode::CUT.to_owned()
    } else if found.tokens.is_empty() {
        match &decode.paste {
            Paste::Text(text) => decode::no_token(&offers(text)),
            Paste::File(..) => decode::no_token(&[]),
        }
    } else {
        decode::found(found.tokens.len(), report.sets.len(), found.more)
    }
}
