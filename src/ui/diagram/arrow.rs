//! A message's way from one lifeline to another.

use crate::ui::style::px;
use yew::prelude::*;

/// Where it goes.
#[derive(PartialEq, Properties)]
pub struct ArrowProps {
    /// Where it starts.
    pub from: f64,
    /// Where its head is.
    pub to: f64,
    /// How far down it is.
    pub y: f64,
    /// Whether somebody in between changed the message.
    pub changed: bool,
}

/// A shaft with its tip, and a mark where the message was changed.
#[component]
pub fn Arrow(props: &ArrowProps) -> Html {
    let ArrowProps { from, to, y, .. } = *props;
    let back = if to > from { -9.0 } else { 9.0 };
    let tip = format!("M{} {} l{} -4.5 v9 z", px(to), px(y), px(back));
    let middle = (from + to) / 2.0;
    html! {
        <>
            <line class="shaft" x1={px(from)} y1={px(y)} x2={px(to + back * 0.8)} y2={px(y)} />
            <path class="tip" d={tip} />
            if props.changed {
                <g class="changed">
                    <circle r="6" cx={px(middle)} cy={px(y)} />
                    <text text-anchor="middle" x={px(middle)} y={px(y + 3.6)}>{"≠"}</text>
                </g>
            }
        </>
    }
}
