//! The sequence diagram, and the same as a list.

mod arrow;
mod band_names;
mod beside;
mod figure;
mod figures;
mod ground;
mod label;
mod paired;
mod step_item;
mod step_list;
mod travelling_token;
mod use_placed;

use super::context::Tracing;
use super::hooks::{Scrolls, use_follow_in, use_size};
use super::shown::Shown;
use super::style::px;
use crate::present::TextRun;
use crate::present::layout::{Metrics, View};
use crate::present::narration::predict;
use crate::present::standing::HopColours;
use crate::present::traffic::StepPosition;
use band_names::band_names;
use beside::beside;
use figure::note;
use figures::figures;
use ground::Ground;
pub use paired::Paired;
use std::rc::Rc;
use step_list::step_list;
use travelling_token::Token;
use use_placed::use_placed;
use yew::prelude::*;

/// More than the window is drawn, above and below, in pixels.
const MARGIN: f64 = 80.0;

/// What may lie over the diagram, and take room from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlays {
    /// Whether the inspector does, where it is a sheet.
    pub inspector: bool,
    /// Whether the settings do.
    pub settings: bool,
}

/// The run that the diagram shows, and what lies over it.
#[derive(PartialEq, Properties)]
pub struct DiagramProps {
    /// The step that is shown, with its run.
    pub shown: Shown,
    /// What lies over it.
    #[prop_or_default]
    pub over: Overlays,
    /// Whether nothing was done yet: the window stays where it begins.
    #[prop_or_default]
    pub untouched: bool,
    /// Whether it ends with a question about what comes.
    #[prop_or_default]
    pub asks: bool,
    /// When each step was, and where it is to be found.
    #[prop_or_default]
    pub beside: Rc<Vec<StepPosition>>,
    /// The run that it is compared with, if any.
    #[prop_or_default]
    pub paired: Option<Paired>,
    /// What it is called, where there is more than one.
    #[prop_or(AttrValue::Static("Diagram"))]
    pub label: AttrValue,
}

/// Draws the part of the run that its window shows.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    super::renders::count("Diagram");
    let shown = &props.shown;
    let rendered = &shown.rendered;
    let tracing: Tracing = use_context().unwrap_or_default();
    let window = use_node_ref();
    let size = use_size(&window);
    let paired = props.paired.as_ref();
    let gutter = paired.map_or(0.0, |paired| paired.gutter(size.root));
    let metrics = Metrics::new(size.width - gutter, size.root);
    let placed = use_placed(shown, metrics, paired);
    let (placement, lines) = &*placed;
    let room = (size.width, size.height, props.over);
    let followed = (!props.untouched).then_some((shown.step, room));
    let scrolls = paired.map_or(Scrolls::All, Paired::scrolls);
    use_follow_in(&window, Some(".current .target"), followed, scrolls);
    let view = View {
        top: size.scrolled - MARGIN,
        bottom: size.scrolled + size.height.max(400.0) + MARGIN,
        step: shown.step,
    };
    let scene = placement.scene(&rendered.plan, &rendered.steps, view, &|step| {
        rendered.label(step)
    });
    let standing = HopColours::at(&rendered.log, rendered.outcomes(), shown.now());

    let figures = figures(shown, &scene.rows, metrics, &tracing);
    let asks = props.asks.then(|| TextRun::strong(predict::WHAT_NOW));
    let ending = asks.and_then(|asks| placement.ending(&rendered.plan, &[asks]));
    let height = ending.as_ref().map_or(scene.height, |it| it.height);
    let current = scene.rows.iter().find(|row| row.step == shown.step);
    html! {
        <section class="diagram" role="region" aria-label={&props.label}>
            {band_names(shown, &scene.bands, metrics, &standing)}
            <div ref={window} class="scroll" tabindex="0" role="group" aria-label="Sequence">
                <svg
                    class="sequence" aria-hidden="true"
                    font-size={px(metrics.font)} width={px(scene.width + gutter)} height={px(height)}
                >
                    <Ground
                        bands={scene.bands.clone()}
                        lanes={scene.lanes.clone()}
                        bars={scene.bars.clone()}
                        {height}
                        {standing}
                    />
                    <g>{figures}</g>
                    {beside(&props.beside, &scene, metrics)}
                    if let Some(paired) = paired {
                        {paired.marks(lines, metrics, size.root, view)}
                    }
                    if let Some(ending) = &ending {
                        <g class="ending">{note(ending.rect, &ending.lines, metrics)}</g>
                    }
                    <Token step={shown.step} figure={current.map(|row| row.figure)} />
                </svg>
            </div>
            {step_list(shown)}
        </section>
    }
}
