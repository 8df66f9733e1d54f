//! What is printed in place of the page.

use super::address;
use crate::app::RenderedRun;
use crate::lab::Scenario;
use crate::present::narration::report as say;
use crate::present::picture::strips;
use crate::present::report::{HostReport, RunReport, StepReport};
use crate::ui::hooks::use_printing;
use crate::ui::logo::logo;
use crate::ui::shared::Shared;
use crate::ui::style::{tone_class, verdict_look};
use yew::prelude::*;

/// What the sheet is made from.
#[derive(PartialEq, Properties)]
pub struct PrintSheetProps {
    /// Which of two runs it is.
    #[prop_or_default]
    pub of: Option<&'static str>,
    /// The run that is shown.
    pub rendered: Shared<RenderedRun>,
    /// The settings that the run follows from.
    pub scenario: Shared<Scenario>,
    /// The fragment that leads to it.
    pub fragment: AttrValue,
}

/// The width of the diagram, which is scaled to that of the paper, in CSS pixels.
const WIDTH: f64 = 700.0;

/// The sheet, which is there only while the browser prints.
#[component]
pub fn PrintSheet(props: &PrintSheetProps) -> Html {
    if !use_printing() {
        return Html::default();
    }
    let report = props
        .rendered
        .report(&props.scenario, address(&props.fragment));
    let diagram = props.rendered.draw(|drawing| strips(drawing, WIDTH));
    sheet(props.of, &report, diagram)
}

fn sheet(of: Option<&str>, report: &RunReport, diagram: Vec<String>) -> Html {
    let (verdict, _) = verdict_look(report.verdict.state);
    let settings = report.settings.iter().map(|(name, value)| {
        html! { <span key={*name}>{format!("{name} ")}<b>{value.clone()}</b></span> }
    });
    // The names are repeated on each page.
    let mut strips = diagram
        .into_iter()
        .map(|strip| Html::from_html_unchecked(strip.into()));
    let names = strips.next();
    html! {
        <div class="print-sheet">
            <p class="print-head">{logo()}<b>{"Double Hop"}</b>{say::ABOUT}</p>
            <h1>{for of.map(|of| format!("{of}: "))}{report.title.clone()}</h1>
            <p class="print-settings">{for settings}<span>{say::NO_PASSWORD}</span></p>
            <p class={classes!("verdict", verdict)}><b>{format!("{}. ", report.verdict.lead)}</b>{report.verdict.why.to_string()}</p>
            <div class="print-hosts">{for report.hosts.iter().map(host)}</div>
            <div class="print-diagram">
                <div class="print-names">{names}</div>
                <div>{for strips}</div>
            </div>
            <h2>{say::STEPS}<span>{say::STEPS_NOTE}</span></h2>
            <ol>{for report.steps.iter().map(step)}</ol>
            <p class="print-link">{say::SAME_RUN}{" "}<code>{report.link.clone()}</code></p>
        </div>
    }
}

fn host(host: &HostReport) -> Html {
    html! {
        <div>
            <b>{host.name}</b><span>{host.place.clone()}</span>
            <p>{host.holds.clone()}</p>
            <p>{host.claims.clone()}</p>
        </div>
    }
}

fn step(step: &StepReport) -> Html {
    html! {
        <li class={tone_class(step.tone)}>
            {step.sentence.clone()}<span>{step.at.map(|at| format!("{at} ms"))}</span>
        </li>
    }
}
