//! Where everything of a run stands: computed anew only when that changes.

use super::paired::Paired;
use crate::present::layout::{Metrics, Placement};
use crate::ui::shown::Shown;
use std::rc::Rc;
use yew::prelude::*;

/// The run's placement, to scale or beside the other run where that is wanted, and where the lines shared with that begin.
#[hook]
pub fn use_placed(
    shown: &Shown,
    metrics: Metrics,
    paired: Option<&Paired>,
) -> Rc<(Placement, Vec<f64>)> {
    let what = (
        shown.rendered.clone(),
        metrics,
        shown.to_scale,
        paired.cloned(),
    );
    use_memo(what, |(rendered, metrics, to_scale, paired)| {
        let placement = rendered
            .plan
            .place(&rendered.steps, *metrics, &|step| rendered.label(step));
        match (rendered.timing().filter(|_| *to_scale), paired) {
            (_, Some(paired)) => paired.place(placement, *metrics),
            (Some(timing), None) => (placement.to_scale(timing), Vec::new()),
            (None, None) => (placement, Vec::new()),
        }
    })
}
