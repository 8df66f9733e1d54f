//! The last line of a card.

use super::claim::ClaimLine;
use crate::hosts::Role;
use crate::lab::Scenario;
use crate::present::inspect::cut;
use crate::present::ledger::Card;
use crate::present::narration::interface;
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

/// What the last line is about.
#[derive(PartialEq, Properties)]
pub struct FootingProps {
    /// The card.
    pub card: Rc<Card>,
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// Whom the host admits, how strict it is, or whom it can convince.
#[component]
pub fn Footing(props: &FootingProps) -> Html {
    let FootingProps { card, scenario } = props;
    let line = |bold: &str, rest: Html| html! { <p class="prove"><b>{bold}</b>{rest}</p> };
    match card.role {
        Role::Mailbox => line("Admits", cut(&scenario.back_end.admits, 40).into()),
        Role::DomainController => line("Level", scenario.dc_level.number().into()),
        Role::Browser | Role::FrontEnd => {
            let person = cut(&scenario.client.user, 12);
            let mut claims = card.claims.iter();
            let known = claims.any(|claim| claim.can || claim.will.is_some());
            let rest = if known || !card.holdings.is_empty() {
                let claims = card.claims.iter().enumerate();
                claims
                    .map(|(number, claim)| html! { <ClaimLine key={number} claim={*claim} /> })
                    .collect()
            } else {
                html! { <span class="quiet">{interface::NOBODY_YET}</span> }
            };
            line(&interface::can_prove(&person), rest)
        }
    }
}
