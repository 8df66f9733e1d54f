//! One step of the diagram: an arrow with its label, or a box on a lifeline.

use super::arrow::arrow;
use super::label::{CHARACTER, label};
use crate::app::Action;
use crate::present::layout::{Figure, Row};
use crate::present::{Run, Tone};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
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
    /// It is to come.
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
    /// Its place.
    pub row: Row,
    /// Its label.
    pub label: Shared<[Run]>,
    /// Where it is on the way.
    pub phase: Phase,
    /// How it came out.
    pub tone: Tone,
    /// Whether somebody in between changed the message.
    pub changed: bool,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
}

/// The step.
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
    let figure = match row.figure {
        Figure::Arrow {
            from,
            to,
            line,
            label: anchor,
            ends,
        } => {
            let room = (0..row.room).fold(0.0, |room, _| room + CHARACTER);
            let end = if ends { "end" } else { "start" };
            html! {
                <>
                    {arrow(from, to, line, props.changed)}
                    {label(&props.label, (anchor, line - 7.0), end, room)}
                </>
            }
        }
        Figure::Note {
            x,
            y,
            width,
            height,
        } => {
            let middle = (x + width / 2.0, y + height / 2.0 + 4.5);
            html! {
                <>
                    <rect class="note" rx="7" x={px(x)} y={px(y)} width={px(width)} height={px(height)} />
                    // Boxes are made to fit.
                    {label(&props.label, middle, "middle", f64::INFINITY)}
                </>
            }
        }
    };
    html! {
        <g {class} onclick={dispatch.act(Action::SeekEvent(row.id))}>
            <rect class="target" x="2" rx="6" width="100%" y={px(row.y)} height={px(row.height)} />
            {figure}
        </g>
    }
}
