//! How much something costs, in four marks.

use crate::lab::repair::Cost;
use crate::present::narration::repair as said;
use yew::prelude::*;

/// Four marks, as many of them filled as it costs; said in words too.
pub fn cost_bars(cost: &Cost) -> Html {
    let filled = said::bars(cost);
    let mark = |place: usize| {
        let class = classes!("cost-mark", (place < filled).then_some("filled"));
        html! { <i {class} /> }
    };
    html! {
        <span
            class={classes!("cost-bars", format!("cost-{filled}"))}
            role="img"
            aria-label={said::bars_said(cost)}
            title={said::bars_said(cost)}
        >
            {for (0..4).map(mark)}
        </span>
    }
}
