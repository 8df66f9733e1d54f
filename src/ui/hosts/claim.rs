//! Whom a host can convince.

use crate::present::ledger::Claim;
use crate::present::narration;
use crate::present::narration::{interface, predict, ticket_path};
use crate::ui::icon::Icon;
use yew::prelude::*;

/// What this computer could do; and what this call will, where the two differ. Behind a veil it is not told.
pub fn claim_line(claim: &Claim, veiled: bool) -> Html {
    if veiled {
        return html! {
            <span class="claim veiled">
                <span>{narration::host_name(claim.to)}</span>
                <span aria-hidden="true">{predict::NOT_TOLD}</span>
                <span class="unseen">{predict::NOT_TOLD_SPOKEN}</span>
            </span>
        };
    }
    let will = claim.will.filter(|will| *will != claim.can);
    let name = match (claim.can, claim.refused) {
        (true, _) => "ok",
        (false, true) => "bad",
        (false, false) => "quiet",
    };
    html! {
        <span class={classes!("claim", claim.hypothetical.then_some("hypothetical"))}>
            <span class={name}>{narration::host_name(claim.to)}</span>
            if claim.may_ask {
                <span class="quiet untried">{" "}{interface::IF_THE_KDC_LETS}</span>
            } else {
                {mark(claim, claim.can, interface::COULD_NOT)}
            }
            if let Some(right) = claim.right {
                <span class="quiet by" title={ticket_path(right)}>{interface::by_right(right)}</span>
            }
            if claim.no_right {
                <span class="quiet by">{interface::NO_RIGHT}</span>
            }
            if claim.hypothetical {
                <span class="quiet">{interface::IF_IT_ASKED}</span>
            }
            if let Some(will) = will {
                <span class="will">{interface::THIS_CALL_WILL}{mark(claim, will, interface::WILL_NOT)}</span>
            }
        </span>
    }
}

/// Yes or no; what was never tried is no refusal, and says in words that it could or will `not`.
fn mark(claim: &Claim, yes: bool, not: &'static str) -> Html {
    let (icon, class, word) = match (yes, claim.refused) {
        (true, _) => (Icon::Tick, "ok", "yes"),
        (false, true) => (Icon::Cross, "bad", "no"),
        (false, false) => return html! { <span class="quiet untried">{" "}{not}</span> },
    };
    html! {
        <span class={classes!("mark", class)}>
            {icon.draw()}
            <span class="unseen">{word}</span>
        </span>
    }
}
