//! Whom a host can convince.

use crate::present::ledger::Claim;
use crate::present::narration::interface;
use crate::present::words;
use crate::ui::icon::{Drawn, Icon};
use yew::prelude::*;

/// One of the hosts it could convince.
#[derive(PartialEq, Properties)]
pub struct ClaimLineProps {
    /// What it can do.
    pub claim: Claim,
}

/// What this computer could do; and what this call will, where the two differ.
#[component]
pub fn ClaimLine(props: &ClaimLineProps) -> Html {
    let claim = props.claim;
    let will = claim.will.filter(|will| *will != claim.can);
    html! {
        <span class="claim">
            <span class={class(claim.can)}>{words::host_name(claim.to)}</span>
            {mark(claim.can)}
            if claim.hypothetical {
                <span class="quiet">{interface::IF_IT_ASKED}</span>
            }
            if let Some(will) = will {
                <span class="will">{interface::THIS_CALL_WILL}{mark(will)}</span>
            }
        </span>
    }
}

fn class(yes: bool) -> &'static str {
    if yes { "ok" } else { "bad" }
}

fn mark(yes: bool) -> Html {
    let (icon, word) = if yes {
        (Icon::Tick, "yes")
    } else {
        (Icon::Cross, "no")
    };
    html! {
        <span class={classes!("mark", class(yes))}>
            <Drawn {icon} />
            <span class="unseen">{word}</span>
        </span>
    }
}
