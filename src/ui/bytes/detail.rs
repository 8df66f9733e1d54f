//! The field that is lit, in words.

use super::{View, extent};
use crate::present::decode::sentence;
use crate::ui::el::{El, el};

/// What the field is, where its bytes are, and where that is written.
pub fn detail(view: &View<'_>) -> El {
    let line = el("p|aria-live=polite");
    let line = match view.lit_row() {
        None => line,
        Some(row) => {
            let said = view.layout.find(&row.name).and_then(sentence);
            let place = [extent(&row.range).as_str(), row.spec].join(" · ");
            line.child(el("strong").text(&row.name))
                .text(" ")
                .text(said.unwrap_or_default())
                .child(el("span.quiet").text(place.trim_end_matches(" · ")))
        }
    };
    el("div.detail").child(line)
}
