//! One step of the diagram: an arrow with its label, or a box on a lifeline.

use super::diagram::tone_class;
use super::text::tspans;
use crate::present::layout::{Figure as Drawn, Row};
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

#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FigureProps {
    /// Where it is drawn.
    pub row: Row,
    /// Where it is in time.
    pub phase: Phase,
    /// How it came out.
    pub tone: Tone,
    /// What stands on it.
    pub label: Vec<Run>,
    /// Width of the diagram.
    pub width: f64,
    /// How far the token has come along the arrow, from 0 to 1.
    pub travelled: f64,
    /// It was clicked.
    pub onclick: Callback<MouseEvent>,
}

/// A step.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let row = &props.row;
    let phase = match props.phase {
        Phase::Past => "past",
        Phase::Current => "current",
        Phase::Future => "future",
    };
    html! {
        <g class={classes!("step", phase, tone_class(props.tone))} onclick={props.onclick.clone()}>
            <rect class="target" x="2" y={row.y.to_string()} rx="6"
                width={(props.width - 4.0).max(0.0).to_string()} height={row.height.to_string()} />
            { match row.figure {
                Drawn::Arrow { from, to, line, label, ends } => arrow(props, (from, to, line), (label, ends)),
                Drawn::Note { x, y, width, height } => note(props, (x, y), (width, height)),
            } }
        </g>
    }
}

fn arrow(
    props: &FigureProps,
    (from, to, line): (f64, f64, f64),
    (label, ends): (f64, bool),
) -> Html {
    let back = if to > from { -9.0 } else { 9.0 };
    let head = format!("M{to} {line} l{back} -4.5 v9 z");
    let at = from + (to - from) * ease(props.travelled);
    html! {
        <>
            <line class="shaft" x1={from.to_string()} x2={(to + back * 0.8).to_string()} y1={line.to_string()} y2={line.to_string()} />
            <path class="head" d={head} />
            if props.travelled < 1.0 {
                <circle class="token" cx={at.to_string()} cy={line.to_string()} r="5.5" />
            }
            <text class="label" x={label.to_string()} y={(line - 7.0).to_string()} text-anchor={if ends { "end" } else { "start" }}>
                { tspans(&props.label, props.row.room) }
            </text>
        </>
    }
}

fn note(props: &FigureProps, (x, y): (f64, f64), (width, height): (f64, f64)) -> Html {
    html! {
        <>
            <rect class="note" x={x.to_string()} y={y.to_string()} rx="7" width={width.to_string()} height={height.to_string()} />
            <text class="label" x={(x + width / 2.0).to_string()} y={(y + height / 2.0 + 4.5).to_string()} text-anchor="middle">
                { tspans(&props.label, props.row.room) }
            </text>
        </>
    }
}

/// Slow at both ends.
fn ease(at: f64) -> f64 {
    at * at * (3.0 - 2.0 * at)
}
