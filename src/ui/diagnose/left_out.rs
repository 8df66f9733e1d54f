//! The causes that are not among those that fit: what is ruled out, and what is not judged.

use super::cause::CauseContext;
use crate::app::Inquiry;
use crate::lab::Scenario;
use crate::present::diagnose::{OutsideCause, RuledOut};
use crate::present::narration::diagnose as said;
use yew::prelude::*;

/// The causes that do not show what was seen.
pub fn ruled_out(inquiry: &Inquiry, names: &Scenario, within: &CauseContext<'_>) -> Html {
    let ruled_out = &inquiry.diagnosis.ruled_out;
    let item = |it: &RuledOut| {
        let by = within.observations.get(it.by);
        html! {
            <key={it.cause.key()}>
                <dt>{said::cause_name(it.cause, names)}</dt>
                <dd>{by.map(|by| said::would_not_show(&by.label))}</dd>
            </>
        }
    };
    html! {
        if !ruled_out.is_empty() {
            <details class="ruled-out">
                <summary>{said::ruled_out(ruled_out.len())}</summary>
                <dl>{for ruled_out.iter().map(item)}</dl>
            </details>
        }
    }
}

/// What the lab does not run.
pub fn not_judged(inquiry: &Inquiry) -> Html {
    let item = |outside: &OutsideCause| {
        html! {
            <key={*outside as u32}>
                <dt>{said::outside(*outside).name}</dt>
                <dd>{said::outside(*outside).check}</dd>
            </>
        }
    };
    html! {
        <details class="ruled-out">
            <summary>{said::NOT_JUDGED}</summary>
            <dl>{for inquiry.diagnosis.not_judged.iter().map(item)}</dl>
            <p class="quiet">{said::BEYOND}</p>
        </details>
    }
}
