//! A message's way from one lifeline to another.

use crate::ui::style::px;
use yew::prelude::*;

/// A shaft with its tip, so far down, and a mark where somebody in between changed the message.
pub fn arrow(from: f64, to: f64, y: f64, changed: bool) -> Html {
    let back = if to > from { -9.0 } else { 9.0 };
    let tip = format!("M{} {} l{} -4.5 v9 z", px(to), px(y), px(back));
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
