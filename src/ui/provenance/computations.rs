//! The steps of a computation.

use super::computation::Computation;
use crate::crypto;
use crate::crypto::kerberos::usage;
use crate::present::narration::used_for;
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
        let before = nth
            .checked_sub(1)
            .and_then(|before| props.steps.get(before));
        let used = usage::of_step(step);
        let begins = used.filter(|_| used != before.and_then(|it| usage::of_step(it)));
        html! {
            <key={nth}>
                if let Some(usage) = begins {
                    <li class="used-for">{used_for(usage)}</li>
                }
                <Computation step={step.clone()} {number} {source} />
            </>
        }
    });
    html! { <ol class="crypto">{for steps}</ol> }
}
