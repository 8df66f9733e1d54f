//! Runs of text, in HTML and in SVG.

use crate::present::Run;
use crate::secret::Secret;
use yew::prelude::*;

/// The class of a value's colour.
pub fn value_class(secret: Secret) -> &'static str {
    match secret {
        Secret::Password => "v-password",
        Secret::NtHash => "v-hash",
        Secret::Challenge => "v-challenge",
        Secret::Response => "v-proof",
        Secret::SessionKey => "v-key",
        Secret::Token => "v-token",
    }
}

fn class(run: &Run) -> Classes {
    classes!(
        run.value.map(value_class),
        run.value.is_some().then_some("value"),
        run.strong.then_some("strong")
    )
}

/// Runs as `span`s.
pub fn spans(runs: &[Run]) -> Html {
    let span = |run: &Run| html! { <span class={class(run)}>{ run.text.clone() }</span> };
    runs.iter().map(span).collect()
}

/// Runs as `tspan`s, cut to `room` characters.
pub fn tspans(runs: &[Run], room: usize) -> Html {
    let mut left = room;
    let mut out = Vec::new();
    for run in runs {
        let length = run.text.chars().count();
        let text = if length <= left {
            run.text.clone()
        } else {
            crate::present::inspect::cut(&run.text, left.saturating_sub(1))
        };
        if left > 0 {
            out.push(html! { <tspan class={class(run)}>{ text }</tspan> });
        }
        left = left.saturating_sub(length);
    }
    out.into_iter().collect()
}
