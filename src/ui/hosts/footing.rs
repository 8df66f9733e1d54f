//! The last line of a card.

use super::claim::claim_line;
use crate::lab::Scenario;
use crate::present::foreign::cut;
use crate::present::ledger::Card;
use crate::present::narration::{Footing, interface, look};
use yew::prelude::*;

/// Whom the host admits, how strict it is, or whom it can convince, unless that is not to be told.
pub fn footing(card: &Card, scenario: &Scenario, veiled: bool) -> Html {
    let line = |bold: Html, rest: Html| html! { <p class="prove"><b>{bold}</b>{rest}</p> };
    match look(card.role).footing {
        Footing::Admits => line(
            "Admits".into(),
            account(&cut(&scenario.back_end.admits, 40)),
        ),
        Footing::Level => line("Level".into(), scenario.dc_level.number().into()),
        Footing::Claims => {
            let person = cut(&scenario.client.user, 14);
            let rest = if card.tells_claims() {
                let claims = card.claims.iter().enumerate();
                claims
                    .map(|(number, claim)| html! { <key={number}>{claim_line(claim, veiled)}</> })
                    .collect()
            } else {
                html! { <span class="quiet">{interface::NOBODY_YET}</span> }
            };
            let whom = interface::prove_whom(&person);
            let bold = html! { <>{interface::CAN_PROVE}<span class="whom">{whom}</span></> };
            line(bold, rest)
        }
    }
}

/// An account, which may go on in the next line behind its domain.
fn account(name: &str) -> Html {
    let (domain, user) = name.split_once('\\').unwrap_or(("", name));
    html! {
        if domain.is_empty() { {name} } else { {domain}{"\\"}<wbr />{user} }
    }
}
