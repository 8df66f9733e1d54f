//! What was held against what.

use crate::hosts::Comparison;
use crate::present::inspect::hex;
use crate::present::narration::interface;
use crate::ui::icon::{Drawn, Icon};
use crate::ui::style::value_class;
use yew::prelude::*;

/// A comparison.
#[derive(PartialEq, Properties)]
pub struct ComparisonViewProps {
    /// The comparison.
    pub comparison: Comparison,
}

/// Both values, and whether they match.
#[component]
pub fn ComparisonView(props: &ComparisonViewProps) -> Html {
    let comparison = &props.comparison;
    let matches = comparison.matches();
    let (class, icon) = if matches {
        ("good", Icon::Tick)
    } else {
        ("bad", Icon::Cross)
    };
    let value = |bytes: &[u8]| {
        html! { <dd><code class={value_class(comparison.secret)}>{hex(bytes, 24)}</code></dd> }
    };
    html! {
        <div class={classes!("comparison", class)}>
            <h4><Drawn {icon} />{interface::compared(comparison.name, matches)}</h4>
            <dl>
                <dt>{"expected"}</dt>
                {value(&comparison.expected)}
                <dt>{"received"}</dt>
                {value(&comparison.received)}
            </dl>
        </div>
    }
}
