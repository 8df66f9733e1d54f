//! What was held against what.

use crate::hosts::Comparison;
use crate::present::inspect::hex;
use crate::present::narration::interface;
use crate::ui::icon::Icon;
use crate::ui::style::value_class;
use yew::prelude::*;

/// Both values, and whether they match.
pub fn comparison(comparison: &Comparison) -> Html {
    let matches = comparison.matches();
    let (class, icon) = if matches {
        ("good", Icon::Tick)
    } else {
        ("bad", Icon::Cross)
    };
    let value = |bytes: &[u8]| {
        html! { <dd><code class={value_class(comparison.value_kind)}>{hex(bytes, 24)}</code></dd> }
    };
    html! {
        <div class={classes!("comparison", class)}>
            <h4>{icon.draw()}{interface::compared(comparison.name, matches)}</h4>
            <dl>
                <dt>{"expected"}</dt>
                {value(&comparison.expected)}
                <dt>{"received"}</dt>
                {value(&comparison.received)}
            </dl>
        </div>
    }
}
