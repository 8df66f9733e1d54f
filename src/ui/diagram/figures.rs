//! The steps in view, each as it stands at this moment.

use super::figure::{Phase, StepFigure};
use crate::present::layout::{Metrics, StepRow};
use crate::ui::context::Tracing;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The figures of these rows, with the sources of what is pointed at marked.
pub fn figures(shown: &Shown, rows: &[StepRow], metrics: Metrics, tracing: &Tracing) -> Html {
    let rendered = &shown.rendered;
    let figures = rows.iter().filter_map(|row| {
        let step = rendered.steps.get(row.step)?;
        let phase = Phase::of(row.step, shown.step);
        let source = phase != Phase::Current && tracing.trace().is_some_and(|it| it.meets(step));
        Some(html! {
            <StepFigure
                key={row.id.0}
                row={row.clone()}
                {metrics}
                {phase}
                tone={step.tone}
                changed={rendered.texts(row.step)?.changed}
                {source}
            />
        })
    });
    figures.collect()
}
