//! The label of a step, in its manners.

use crate::present::TextRun;
use crate::present::layout::LabelLine;
use crate::ui::style::{px, value_class};
use yew::prelude::*;

/// Lines of text, the last of which stands at that point. `anchor` is what of a line is there: its `start`, `middle` or
/// `end`; `step` is from one line to the next.
pub fn label(lines: &[LabelLine], (x, y): (f64, f64), anchor: &'static str, step: f64) -> Html {
    let mut y = y + step;
    let texts = lines.iter().enumerate().rev().map(|(number, line)| {
        y -= step;
        let spans = line.iter().enumerate().map(|(number, run)| {
            html! { <tspan key={number} class={class(run)}>{run.text.clone()}</tspan> }
        });
        html! {
            <text key={number} class="label" x={px(x)} y={px(y)} text-anchor={anchor}>{for spans}</text>
        }
    });
    texts.collect()
}

fn class(run: &TextRun) -> Classes {
    match (run.value, run.strong) {
        (Some(kind), _) => classes!("value", value_class(kind)),
        (None, true) => classes!("strong"),
        (None, false) => classes!(),
    }
}
