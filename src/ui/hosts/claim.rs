//! Whom a host can convince.

use crate::present::ledger::Claim;
use crate::present::narration::{interface, predict};
use crate::present::words;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// What this computer could do; and what this call will, where the two differ. Behind a veil it is not told.
pub fn claim_line(claim: &Claim, veiled: bool) -> Html {
    if veiled {
        return html! {
            <span class="claim veiled">
                <span>{words::host_name(claim.to)}</span>
                <span aria-hidden="true">{predict::NOT_TOLD}</span>
                <span class="unseen">{predict::NOT_TOLD_SPOKEN}</span>
            </span>
        };
    }
    let will = claim.will.filter(|will| *will != claim.can);
    html! {
        <span class={classes!("claim", claim.hypothetical.then_some("hypothetical"))}>
            <span class={class(claim)}>{words::host_name(claim.to)}</span>
            if claim.can || claim.refused {
                {mark(claim.can)}
            } else {
                <span class="quiet">{interface::COULD_NOT}</span>
            }
            if claim.no_right {
                <span class="quiet">{interface::NO_RIGHT}</span>
            }
            if claim.hypothetical {
                <span class="quiet">{interface::IF_IT_ASKED}</span>
            }
            if let Some(will) = will {
                if will || claim.refused {
                    <span class="will">{interface::THIS_CALL_WILL}{mark(will)}</span>
                } else {
                    <span class="will">{interface::THIS_CALL_WILL_NOT}</span>
                }
            }
        </span>
    }
}

fn class(claim: &Claim) -> &'static str {
    match (claim.can, claim.refused) {
        (true, _) => "ok",
        (false, true) => "bad",
        (false, false) => "quiet",
    }
}

fn mark(yes: bool) -> Html {
    let (icon, class, word) = if yes {
        (Icon::Tick, "ok", "yes")
    } else {
        (Icon::Cross, "bad", "no")
    };
    html! {
        <span class={classes!("mark", class)}>
            {icon.draw()}
            <span class="unseen">{word}</span>
        </span>
    }
}
