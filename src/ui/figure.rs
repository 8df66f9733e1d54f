//! One step of the diagram: an arrow with its label, or a box on a lifeline.

use super::diagram::tone_class;
use super::text::{px, tspans};
use crate::present::layout::{Figure, Row};
use crate::present::{Run, Tone};
use yew::prelude::*;

/// Where a step is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the step shown.
    Past,
    /// The step shown.
    Current,
    /// After it: faint, not hidden.
    Future,
}

/// A step. `travelled` says how far the token has come along the arrow, from 0 to 1.
pub fn figure(
    row: &Row,
    (phase, tone): (Phase, Tone),
    label: &[Run],
    travelled: f64,
    room: f64,
    onclick: Callback<MouseEvent>,
) -> Html {
    let phase = match phase {
        Phase::Past => "past",
        Phase::Current => "current",
        Phase::Future => "future",
    };
    // The layout leaves room for so many average characters; boxes are made to fit.
    let room = match row.figure {
        Figure::Arrow { .. } => room,
        Figure::Note { .. } => f64::INFINITY,
    };
    let text = tspans(label, room);
    html! {
        <g key={row.id.0} class={classes!("step", phase, tone_class(tone))} {onclick}>
            <rect class="target" x="2" y={px(row.y)} rx="6" width="100%" height={px(row.height)} />
            { match row.figure {
                Figure::Arrow { from, to, line, label, ends } => arrow((from, to, line), (label, ends), text, travelled),
                Figure::Note { x, y, width, height } => note((x, y), (width, height), text),
            } }
        </g>
    }
}

fn arrow(
    (from, to, line): (f64, f64, f64),
    (label, ends): (f64, bool),
    text: Html,
    travelled: f64,
) -> Html {
    let back = if to > from { -9.0 } else { 9.0 };
    let head = format!("M{} {} l{} -4.5 v9 z", px(to), px(line), px(back));
    let at = from + (to - from) * ease(travelled);
    html! {
        <>
            <line class="shaft" x1={px(from)} x2={px(to + back * 0.8)} y1={px(line)} y2={px(line)} />
            <path class="tip" d={head} />
            if travelled < 1.0 {
                <circle class="token" cx={px(at)} cy={px(line)} r="5.5" />
            }
            <text class="label" x={px(label)} y={px(line - 7.0)} text-anchor={if ends { "end" } else { "start" }}>{ text }</text>
        </>
    }
}

fn note((x, y): (f64, f64), (width, height): (f64, f64), text: Html) -> Html {
    html! {
        <>
            <rect class="note" x={px(x)} y={px(y)} rx="7" width={px(width)} height={px(height)} />
            <text class="label" x={px(x + width / 2.0)} y={px(y + height / 2.0 + 4.5)} text-anchor="middle">{ text }</text>
        </>
    }
}

/// Slow at both ends.
fn ease(at: f64) -> f64 {
    at * at * (3.0 - 2.0 * at)
}
