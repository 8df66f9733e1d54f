//! What could not be used.

use crate::present::decode::Report;
use crate::present::narration::decode;
use crate::present::narration::unused;
use yew::prelude::*;

/// So many are in sight at once.
const FEW: usize = 4;

/// The list of what could not be used, folded away where it is long.
pub fn leftover(report: &Report) -> Html {
    let found = &report.found;
    let more = found.more_unused;
    let lines = found.unused.iter().enumerate();
    let lines = lines.map(|(number, it)| html! { <li key={number}>{unused(it)}</li> });
    let more_line = (more > 0).then(|| html! { <li key="more">{decode::and_more(more)}</li> });
    html! {
        <details class="leftover" open={found.unused.len() <= FEW}>
            <summary>{decode::not_used(found.unused.len() + more)}</summary>
            <ul>{for lines.chain(more_line)}</ul>
        </details>
    }
}
