//! The steps as dots on a line.

use crate::ui::shown::Shown;
use crate::ui::style::tone_class;
use yew::prelude::*;

/// More dots than this would be a line.
const MOST_DOTS: usize = 80;

/// The line as far as it was gone, and a dot for each step.
pub fn dots(shown: &Shown) -> Html {
    let last = shown.scale();
    let steps = shown.rendered.steps.iter().take(MOST_DOTS + 1).enumerate();
    let dots = steps.filter(|_| last < MOST_DOTS).map(|(number, step)| {
        let reached = (number <= shown.step).then(|| classes!("reached", tone_class(step.tone)));
        html! {
            <circle key={step.id.0} class={classes!("dot", reached)} cy="20" r="5" cx={percent(shown, number)} />
        }
    });
    let tone = shown.current().map(|step| tone_class(step.tone));
    let here = percent(shown, shown.step);
    html! {
        <svg width="100%" height="40" aria-hidden="true">
            <line class="rail" x1="0" y1="20" y2="20" x2="100%" />
            <line class="rail done" x1="0" y1="20" y2="20" x2={here.clone()} />
            <g>{for dots}</g>
            <circle class={classes!("dot", "current", tone)} cy="20" r="9" cx={here} />
        </svg>
    }
}

/// How far along a step is, to a tenth of a percent.
fn percent(shown: &Shown, step: usize) -> String {
    format!("{:.1}%", shown.along(step) * 100.0)
}
