//! The hosts, as cards above their lifelines: what each holds now, and whom it could convince.

use super::icons;
use super::store::use_store;
use super::text::value_class;
use crate::hosts::{Identity, Role};
use crate::lab::Scenario;
use crate::present::ledger::{Card, Claim, Held, cards};
use crate::present::words;
use crate::secret::Secret;
use yew::prelude::*;

/// All cards that have a lifeline.
#[component]
pub fn Cards() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let state = &store.state;
    let log = &state.film.log;
    let first = state.current().and_then(|step| step.events.first());
    let first = first.copied().unwrap_or(state.now());
    let cards = cards(log, &state.scenario.client.user, first, state.now());
    let lanes = &state.film.plan.lanes;
    let shown = lanes
        .iter()
        .filter_map(|lane| cards.iter().find(|card| card.host == *lane));
    let name = |card: &Card| log.host(card.host).map(|host| host.name.clone());
    html! {
        <div class={classes!("hosts", format!("of-{}", lanes.len()))}>
            { for shown.map(|card| html! {
                <HostCard key={card.host.0} card={card.clone()} scenario={store.state.scenario.clone()}
                    name={name(card).unwrap_or_default()} />
            }) }
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct HostCardProps {
    card: Card,
    scenario: std::rc::Rc<Scenario>,
    name: String,
}

#[component]
fn HostCard(props: &HostCardProps) -> Html {
    let HostCardProps {
        card,
        scenario,
        name,
    } = props;
    let subtitle = words::host_subtitle(scenario, card.role, name);
    html! {
        <article class="host">
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
    place: String,
    fresh: bool,
}

impl Chip {
    fn view(&self) -> Html {
        html! {
            <span class={classes!("chip", self.class, self.fresh.then_some("fresh"))} title={self.place.clone()}>
                <i aria-hidden="true">{ self.letter }</i>
                <span>{ self.text.clone() }</span>
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
        place: words::place_name(&crate::hosts::Place::AccountDatabase),
        fresh: false,
    });
    let others = card.holdings.iter().filter(|held| !stored(held));
    let chip = |held: &Held| {
        let holding = &held.holding;
        let anonymous =
            holding.secret == Secret::Token && holding.of == Identity::Anonymous.to_string();
        Chip {
            key: format!(
                "{:?}",
                (holding.secret, &holding.of, holding.place, &holding.value)
            ),
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
            text: words::holding(holding),
            place: words::place_name(&holding.place),
            fresh: held.fresh,
        }
    };
    database.into_iter().chain(others.map(chip)).collect()
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
