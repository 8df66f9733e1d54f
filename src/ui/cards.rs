//! The hosts, as cards above their lifelines: what each holds now, and whom it could convince.

use super::icons;
use super::store::Store;
use super::text::value_class;
use crate::hosts::{Identity, Role};
use crate::lab::Scenario;
use crate::present::ledger::{self, Card, Claim, Held};
use crate::present::words;
use crate::secret::Secret;
use yew::prelude::*;

/// All cards that have a lifeline.
pub fn cards(store: &Store) -> Html {
    let state = &store.state;
    let log = &state.film.log;
    let first = state.current().and_then(|step| step.events.first());
    let first = first.copied().unwrap_or(state.now());
    let cards = ledger::cards(log, &state.scenario.client.user, first, state.now());
    let lanes = &state.film.plan.lanes;
    let shown = lanes
        .iter()
        .filter_map(|lane| cards.iter().find(|card| card.host == *lane));
    let name = |card: &Card| log.host(card.host).map(|host| host.name.clone());
    html! {
        <div class={classes!("hosts", format!("of-{}", lanes.len()))}>
            { for shown.map(|card| host_card(card, &state.scenario, &name(card).unwrap_or_default())) }
        </div>
    }
}

fn host_card(card: &Card, scenario: &Scenario, name: &str) -> Html {
    let subtitle = words::host_subtitle(scenario, card.role, name);
    html! {
        <article key={card.host.0} class="host">
            <h2>{ icons::host(card.role) }<span>{ words::host_name(card.role) }</span></h2>
            <p class="host-place">{ subtitle }</p>
            <ul class="chips">
                { for chips(card).into_iter().map(|chip| html! { <li key={chip.key.clone()}>{ chip.view() }</li> }) }
            </ul>
            <p class="prove">{ footing(card, scenario) }</p>
        </article>
    }
}

/// Something held, ready to be shown.
struct Chip {
    key: String,
    class: &'static str,
    letter: char,
    text: String,
    fingerprint: Option<String>,
    place: String,
    fresh: bool,
}

impl Chip {
    fn view(&self) -> Html {
        html! {
            <span class={classes!("chip", self.class, self.fresh.then_some("fresh"))} title={self.place.clone()}>
                <i aria-hidden="true">{ self.letter }</i>
                <span>{ self.text.clone() }</span>
                if let Some(fingerprint) = &self.fingerprint {
                    <code>{ fingerprint.clone() }</code>
                }
            </span>
        }
    }
}

/// The chips of a card; the hashes of a whole database are one chip.
fn chips(card: &Card) -> Vec<Chip> {
    let stored = |held: &&Held| held.holding.place == crate::hosts::Place::AccountDatabase;
    let hashes = card.holdings.iter().filter(stored).count();
    let database = (hashes > 0).then(|| Chip {
        key: "database".to_owned(),
        class: value_class(Secret::NtHash),
        letter: words::secret_letter(Secret::NtHash),
        text: format!(
            "NT hash of {hashes} {}",
            if hashes == 1 { "account" } else { "accounts" }
        ),
        fingerprint: None,
        place: words::place_name(&crate::hosts::Place::AccountDatabase),
        fresh: false,
    });
    let others = card.holdings.iter().filter(|held| !stored(held));
    let chip = |(number, held): (usize, &Held)| {
        let holding = &held.holding;
        let (text, fingerprint) = split(words::holding(holding));
        let anonymous =
            holding.secret == Secret::Token && holding.of == Identity::Anonymous.to_string();
        Chip {
            key: number.to_string(),
            class: if anonymous {
                "v-bad"
            } else {
                value_class(holding.secret)
            },
            letter: if anonymous {
                '!'
            } else {
                words::secret_letter(holding.secret)
            },
            text,
            fingerprint,
            place: words::place_name(&holding.place),
            fresh: held.fresh,
        }
    };
    database
        .into_iter()
        .chain(others.enumerate().map(chip))
        .collect()
}

/// What is held, and the first bytes by which it is known again: a narrow card leaves them out.
fn split(text: String) -> (String, Option<String>) {
    match text.rsplit_once(' ') {
        Some((name, bytes)) if bytes.ends_with('…') => (name.to_owned(), Some(bytes.to_owned())),
        _ => (text, None),
    }
}

/// The last line of a card.
fn footing(card: &Card, scenario: &Scenario) -> Html {
    let person = crate::present::inspect::cut(&scenario.client.user, 12);
    match card.role {
        Role::Mailbox => html! {
            <><b>{ "Admits" }</b>{ " " }<span>{ crate::present::inspect::cut(&scenario.back_end.admits, 40) }</span></>
        },
        Role::DomainController => html! {
            <><b>{ "Level" }</b>{ " " }<span>{ words::level_name(scenario.dc_level) }</span></>
        },
        Role::Browser | Role::FrontEnd => {
            let yet = card
                .claims
                .iter()
                .any(|claim| claim.can || claim.will.is_some())
                || !card.holdings.is_empty();
            html! {
                <>
                    <b>{ format!("Can prove {person} to") }</b>
                    if yet {
                        { for card.claims.iter().map(claim) }
                    } else {
                        <span class="quiet">{ "nobody yet" }</span>
                    }
                </>
            }
        }
    }
}

/// What this computer could do; and what this call will, where the two differ.
fn claim(claim: &Claim) -> Html {
    let mark = |yes: bool| {
        let (class, icon, word) = if yes {
            ("ok", icons::tick(), "yes")
        } else {
            ("bad", icons::cross(), "no")
        };
        html! { <span class={classes!("mark", class)}>{ icon }<span class="unseen">{ word }</span></span> }
    };
    let to = words::host_name(claim.to);
    let class = if claim.can { "ok" } else { "bad" };
    let differs = claim.will.filter(|will| *will != claim.can);
    html! {
        <span class="claim">
            <span class={class}>{ to }</span>{ mark(claim.can) }
            if claim.hypothetical {
                <span class="quiet">{ "if it asked" }</span>
            }
            if let Some(will) = differs {
                <span class="will">{ "this call will" }{ mark(will) }</span>
            }
        </span>
    }
}
