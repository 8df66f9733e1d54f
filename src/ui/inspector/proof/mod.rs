//! The cryptography of the step: each computation, and what was held against what.

mod comparison;
mod elsewhere;
mod questions;

use crate::present::inspect;
use crate::present::narration;
use crate::present::narration::interface;
use crate::ui::dispatch::Dispatch;
use crate::ui::provenance::Computations;
use crate::ui::shown::Shown;
use comparison::comparison;
use elsewhere::elsewhere;
use questions::questions;
use std::rc::Rc;
use yew::prelude::*;

/// What was computed at the step, by whom.
pub fn proof_side(dispatch: &Dispatch, shown: &Shown) -> Html {
    let log = &shown.rendered.log;
    let Some(step) = shown.current() else {
        return html! { <div class="proof" /> };
    };
    let replayed = inspect::concerns_replay(log, step);
    let both = replayed.then(|| inspect::replayed(log)).flatten();
    let proofs = inspect::proofs(log, step);
    if both.is_none() && proofs.is_empty() {
        return elsewhere(dispatch, shown);
    }
    let proofs = proofs.into_iter().map(|proof| {
        let by = proof.role.map_or("", narration::host_name);
        let comparisons = proof.comparisons.iter().map(comparison);
        let steps: Rc<[_]> = proof.steps.into_iter().map(Rc::new).collect();
        html! {
            <section key={proof.event.0}>
                <h3>{interface::computed_by(by)}</h3>
                <div>{for comparisons}</div>
                <Computations id={proof.event.0} {steps} />
            </section>
        }
    });
    html! {
        <div class="proof">
            if let Some(both) = &both {
                {questions(both)}
            }
            <div>{for proofs}</div>
        </div>
    }
}
