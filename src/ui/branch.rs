//! A run with changes beside the original: which of them is shown, and who noticed.

use super::el::{El, el};
use super::fields::radio;
use super::store::Store;
use crate::app::{Action, Tamper};
use crate::present::words;

/// Who noticed, and the switch between the two runs; nothing where nothing is changed.
pub fn branch(store: &Store) -> Option<El> {
    let state = &store.state;
    let branch = state.branch.as_ref()?;
    let side = |name, original| {
        let show = Action::Tamper(Tamper::Original(original));
        radio(store, "run", name, state.original == original, show)
    };
    let said = words::noticed(&branch.edited.log, branch.noticed);
    Some(
        el("div.branch")
            .child(
                el("p")
                    .child(el("b>Changed on the way."))
                    .text(" ")
                    .text(&said),
            )
            .child(
                el("div.segs|role=radiogroup|aria-label=Run")
                    .child(side("Original", true))
                    .child(side("Edited", false)),
            ),
    )
}
