//! What came of a sign-in, what is known of it and what is not.

use super::lacking::Lacking;
use super::next_ways::NextWays;
use crate::app::Traffic;
use crate::present::narration::traffic::{self as say, Grade};
use crate::traffic::attempts::Attempt;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The result of a sign-in with its reasons, its proofs, and what is missing.
pub fn explain(traffic: &Traffic, attempt: &Attempt, shown: &Shown) -> Html {
    let collection = &traffic.shown;
    let proofs = traffic.chosen_proofs();
    let known = say::known(collection, attempt, &proofs);
    let known = known.into_iter().enumerate().map(|(place, (grade, said))| {
        let class = match grade {
            Grade::Inferred => Some("inferred"),
            Grade::Checked => Some("checked"),
            Grade::Observed | Grade::Unchecked => None,
        };
        html! {
            <div key={place} class={classes!("certainty-line", class)}>
                <dt>{grade.name()}</dt>
                <dd>{said}</dd>
            </div>
        }
    });
    let warning = say::in_clear(collection, attempt);
    let undrawn = say::undrawn(traffic.undrawn);
    html! {
        <div class="explain traffic-explain">
            <p class="lead">{say::explained(collection, attempt)}</p>
            <p class="step-said">{shown.sentence()}</p>
            <dl class="certainties">{for known}</dl>
            <div>
                if let Some(warning) = warning {
                    <p class="warning-line">{warning}</p>
                }
                if let Some(undrawn) = undrawn {
                    <p class="quiet">{undrawn}</p>
                }
            </div>
            <NextWays collection={&traffic.shown} chosen={traffic.chosen} />
            <Lacking collection={&traffic.shown} chosen={traffic.chosen} />
        </div>
    }
}
