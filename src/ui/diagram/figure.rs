//! One step of the diagram: an arrow with its label, or a box on a lifeline.

use super::arrow::arrow;
use super::label::label;
use crate::app::{Action, TransportAction};
use crate::present::Tone;
use crate::present::layout::{Figure, LabelLine, Metrics, Rect, StepRow};
use crate::ui::hooks::use_dispatch;
use crate::ui::style::{px, tone_class};
use std::cmp::Ordering;
use yew::prelude::*;

/// Where a step is on the way: what is to come is faint, not hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is over.
    Past,
    /// It is the one that is shown.
    Current,
    /// It is to come, and drawn faintly.
    Future,
}

impl Phase {
    /// Of a step, while another one is shown.
    pub fn of(step: usize, shown: usize) -> Self {
        match step.cmp(&shown) {
            Ordering::Less => Self::Past,
            Ordering::Equal => Self::Current,
            Ordering::Greater => Self::Future,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Current => "current",
            Self::Future => "future",
        }
    }
}

/// A step and how it stands at this moment.
#[derive(PartialEq, Properties)]
pub struct StepFigureProps {
    /// Its place in the diagram, with its figure.
    pub row: StepRow,
    /// The sizes of the diagram.
    pub metrics: Metrics,
    /// Where it is on the way.
    pub phase: Phase,
    /// How it came out, which gives it its colour.
    pub tone: Tone,
    /// Whether somebody in between changed the message.
    pub changed: bool,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
}

/// The step's figure; a click anywhere on its line shows the step.
#[component]
pub fn StepFigure(props: &StepFigureProps) -> Html {
    crate::ui::renders::count("StepFigure");
    let dispatch = use_dispatch();
    let row = &props.row;
    let class = classes!(
        "step",
        props.phase.class(),
        tone_class(props.tone),
        props.source.then_some("source")
    );
    let (font, step) = (props.metrics.font, props.metrics.line());
    let figure = match row.figure {
        Figure::Arrow {
            from,
            to,
            line,
            label: anchor,
            ends,
        } => {
            let end = if ends { "end" } else { "start" };
            html! {
                <>
                    {arrow((from, to), line, font, props.changed)}
                    {label(&row.lines, (anchor, line - font * 0.5), end, step)}
                </>
            }
        }
        Figure::Note(rect) => note(rect, &row.lines, props.metrics),
    };
    html! {
        <g {class} onclick={dispatch.act(Action::Transport(TransportAction::SeekEvent(row.id)))}>
            <rect class="target" x="2" rx="6" width="100%" y={px(row.y)} height={px(row.height)} />
            {figure}
        </g>
    }
}

/// A box with its label.
pub fn note(rect: Rect, lines: &[LabelLine], metrics: Metrics) -> Html {
    let Rect {
        x,
        y,
        width,
        height,
    } = rect;
    let last = (x + width / 2.0, y + height - metrics.font * 0.52);
    html! {
        <>
            <rect class="note" rx="6" x={px(x)} y={px(y)} width={px(width.max(0.0))} height={px(height)} />
            {label(lines, last, "middle", metrics.line())}
        </>
    }
}
