//! The steps of a computation.

use super::computation::Computation;
use crate::crypto;
use crate::ui::context::{Origins, Tracing};
use std::rc::Rc;
use yew::prelude::*;

/// A computation in steps.
#[derive(PartialEq, Properties)]
pub struct ComputationsProps {
    /// Under which id they are among the sources.
    pub id: u32,
    /// The steps in the order in which they were made.
    pub steps: Rc<[Rc<crypto::ComputationStep>]>,
}

/// The list of the steps.
#[component]
pub fn Computations(props: &ComputationsProps) -> Html {
    let origins: Origins = use_context().unwrap_or_default();
    let tracing: Tracing = use_context().unwrap_or_default();
    let steps = props.steps.iter().enumerate().map(|(nth, step)| {
        let sources = origins.sources();
        let number = sources.and_then(|sources| sources.step_index(props.id, nth));
        let met = |number: usize| {
            let trace = tracing.trace();
            trace.is_some_and(|trace| trace.lineage.steps.contains(&number))
        };
        let source = number.is_some_and(met);
        html! { <Computation key={nth} step={step.clone()} {number} {source} /> }
    });
    html! { <ol class="crypto">{for steps}</ol> }
}
