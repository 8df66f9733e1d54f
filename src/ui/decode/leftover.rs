//! What could not be used.

use crate::present::decode::{Report, unused};
use crate::present::narration::desk;
use yew::prelude::*;

/// So many are in sight at once.
const FEW: usize = 4;

/// The list of what could not be used, folded away where it is long.
pub fn leftover(report: &Report) -> Html {
    let finds = &report.finds;
    let more = finds.more_unused;
    let lines = finds.unused.iter().enumerate();
    let lines = lines.map(|(number, it)| html! { <li key={number}>{unused(it)}</li> });
    let more_line = (more > 0).then(|| html! { <li key="more">{desk::and_more(more)}</li> });
    html! {
        <details class="leftover" open={finds.unused.len() <= FEW}>
            <summary>{desk::not_used(finds.unused.len() + more)}</summary>
            <ul>{for lines.chain(more_line)}</ul>
        </details>
    }
}
