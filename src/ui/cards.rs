//! The hosts, as cards above their lifelines: what each holds now, and whom it could convince.

use super::el::{el, text};
use super::icons;
use super::store::Store;
use super::text::value_class;
use crate::hosts::{Identity, Role};
use crate::lab::Scenario;
use crate::present::inspect::cut;
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
    let mut views = Vec::new();
    for card in shown {
        views.push(host_card(
            card,
            &state.scenario,
            &name(card).unwrap_or_default(),
        ));
    }
    el("div", &format!("hosts of-{}", lanes.len()))
        .children(views)
        .html()
}

fn host_card(card: &Card, scenario: &Scenario, name: &str) -> Html {
    let title = el("h2", "")
        .child(icons::host(card.role))
        .child(el("span", "").text(words::host_name(card.role)).html());
    let place = words::host_subtitle(scenario, card.role, name);
    let mut held = Vec::new();
    for chip in chips(card) {
        held.push(el("li", "").key(held.len()).child(chip.view()).html());
    }
    el("article", "host")
        .key(card.host.0.into())
        .child(title.html())
        .child(el("p", "host-place").text(&place).html())
        .child(el("ul", "chips").children(held).html())
        .child(el("p", "prove").children(footing(card, scenario)).html())
        .html()
}

/// Something held, ready to be shown.
struct Chip {
    class: &'static str,
    letter: char,
    text: String,
    fingerprint: Option<String>,
    place: String,
    fresh: bool,
}

impl Chip {
    fn view(&self) -> Html {
        let fresh = if self.fresh { " fresh" } else { "" };
        let chip = el("span", &format!("chip {}{fresh}", self.class))
            .attr("title", &self.place)
            .child(
                el("i", "")
                    .attrs(&[("aria-hidden", "true")])
                    .text(&self.letter.to_string())
                    .html(),
            )
            .child(el("span", "").text(&self.text).html());
        match &self.fingerprint {
            Some(fingerprint) => chip.child(el("code", "").text(fingerprint).html()).html(),
            None => chip.html(),
        }
    }
}

/// The chips of a card; the hashes of a whole database are one chip.
fn chips(card: &Card) -> Vec<Chip> {
    let stored = |held: &&Held| held.holding.place == crate::hosts::Place::AccountDatabase;
    let hashes = card.holdings.iter().filter(stored).count();
    let database = (hashes > 0).then(|| Chip {
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
    let chip = |held: &Held| {
        let holding = &held.holding;
        let (text, fingerprint) = split(words::holding(holding));
        let anonymous =
            holding.secret == Secret::Token && holding.of == Identity::Anonymous.to_string();
        Chip {
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
    database.into_iter().chain(others.map(chip)).collect()
}

/// What is held, and the first bytes by which it is known again: a narrow card leaves them out.
fn split(text: String) -> (String, Option<String>) {
    match text.rsplit_once(' ') {
        Some((name, bytes)) if bytes.ends_with('…') => (name.to_owned(), Some(bytes.to_owned())),
        _ => (text, None),
    }
}

/// The last line of a card.
fn footing(card: &Card, scenario: &Scenario) -> Vec<Html> {
    let bold = |words: &str| el("b", "").text(words).html();
    match card.role {
        Role::Mailbox => vec![bold("Admits"), text(&cut(&scenario.back_end.admits, 40))],
        Role::DomainController => {
            vec![bold("Level"), text(&scenario.dc_level.number().to_string())]
        }
        Role::Browser | Role::FrontEnd => {
            let person = cut(&scenario.client.user, 12);
            let mut line = vec![bold(&format!("Can prove {person} to"))];
            let known = card
                .claims
                .iter()
                .any(|claim| claim.can || claim.will.is_some());
            if known || !card.holdings.is_empty() {
                line.extend(card.claims.iter().map(claim));
            } else {
                line.push(el("span", "quiet").text("nobody yet").html());
            }
            line
        }
    }
}

/// What this computer could do; and what this call will, where the two differ.
fn claim(claim: &Claim) -> Html {
    let mark = |yes: bool| {
        let (class, icon, word) = if yes {
            ("mark ok", icons::tick(), "yes")
        } else {
            ("mark bad", icons::cross(), "no")
        };
        let word = el("span", "unseen").text(word).html();
        el("span", class).child(icon).child(word).html()
    };
    let to = el("span", if claim.can { "ok" } else { "bad" }).text(words::host_name(claim.to));
    let mut line = vec![to.html(), mark(claim.can)];
    if claim.hypothetical {
        line.push(el("span", "quiet").text("if it asked").html());
    }
    if let Some(will) = claim.will.filter(|will| *will != claim.can) {
        let call = el("span", "will").text("this call will");
        line.push(call.child(mark(will)).html());
    }
    el("span", "claim").children(line).html()
}
