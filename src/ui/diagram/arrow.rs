//! A message's way from one lifeline to another.

use crate::ui::style::px;
use yew::prelude::*;

/// A shaft with its tip, so far down, and a mark where somebody in between changed the message. The tip goes with the letters.
pub fn arrow((from, to): (f64, f64), y: f64, font: f64, changed: bool) -> Html {
    let back = font * if to > from { -0.72 } else { 0.72 };
    let half = font * 0.36;
    let tip = format!(
        "M{} {} l{} {} v{} z",
        px(to),
        px(y),
        px(back),
        px(-half),
        px(2.0 * half)
    );
    let middle = (from + to) / 2.0;
    html! {
        <>
            <line class="shaft" x1={px(from)} y1={px(y)} x2={px(to + back * 0.8)} y2={px(y)} />
            <path class="tip" d={tip} />
            if changed {
                <g class="changed">
                    <circle r="6" cx={px(middle)} cy={px(y)} />
                    <text text-anchor="middle" x={px(middle)} y={px(y + 3.6)}>{"≠"}</text>
                </g>
            }
        </>
    }
}
