//! The hosts, as cards above their lifelines: what each holds now, and whom it could convince.

use super::el::{El, el};
use super::icons;
use super::origins::source;
use super::store::Store;
use super::text::value_class;
use crate::hosts::{Identity, Role};
use crate::lab::Scenario;
use crate::present::inspect::cut;
use crate::present::ledger::{self, Card, Claim, Held};
use crate::present::words;
use crate::secret::Secret;

/// All cards that have a lifeline.
pub fn cards(store: &Store) -> El {
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
        views.push(host_card(store, card, &name(card).unwrap_or_default()));
    }
    el("div.hosts")
        .and(&format!("of-{}", lanes.len()))
        .children(views)
}

fn host_card(store: &Store, card: &Card, name: &str) -> El {
    let scenario = &store.state.scenario;
    let title = el("h2")
        .child(icons::host(card.role))
        .child(el("span").text(words::host_name(card.role)));
    let place = words::host_subtitle(scenario, card.role, name);
    let mut held = Vec::new();
    for chip in chips(store, card) {
        held.push(el("li").key(held.len()).child(chip.view()));
    }
    el("article.host")
        .key(card.host.0.into())
        .child(title)
        .child(el("p.host-place").text(&place))
        .child(el("ul.chips").children(held))
        .child(footing(card, scenario))
}

/// Something held, ready to be shown.
struct Chip {
    class: &'static str,
    letter: char,
    text: String,
    fingerprint: Option<String>,
    place: String,
    fresh: bool,
    /// Whether it is a source of what is pointed at.
    source: bool,
}

impl Chip {
    fn view(&self) -> El {
        let letter = self.letter.encode_utf8(&mut [0; 4]).to_owned();
        let fingerprint = self.fingerprint.as_deref();
        el("span.chip")
            .and(self.class)
            .and(if self.fresh { "fresh" } else { "" })
            .and(source(self.source))
            .attr("title", &self.place)
            .child(el("i|aria-hidden=true").text(&letter))
            .child(el("span").text(&self.text))
            .perhaps(fingerprint.map(|bytes| el("code").text(bytes)))
    }
}

/// The chips of a card; the hashes of a whole database are one chip.
fn chips(store: &Store, card: &Card) -> Vec<Chip> {
    let state = &store.state;
    let source = |held: &Held| {
        let trace = state.trace.as_ref().zip(held.holding.value.as_ref());
        trace.is_some_and(|(trace, value)| state.sources().met(&trace.trail, value))
    };
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
        source: card.holdings.iter().filter(stored).any(source),
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
            source: source(held),
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
fn footing(card: &Card, scenario: &Scenario) -> El {
    let line = |bold: &str| el("p.prove").child(el("b").text(bold));
    match card.role {
        Role::Mailbox => line("Admits").text(&cut(&scenario.back_end.admits, 40)),
        Role::DomainController => line("Level").text(&scenario.dc_level.number().to_string()),
        Role::Browser | Role::FrontEnd => {
            let person = cut(&scenario.client.user, 12);
            let line = line(&format!("Can prove {person} to"));
            let known = card
                .claims
                .iter()
                .any(|claim| claim.can || claim.will.is_some());
            if known || !card.holdings.is_empty() {
                card.claims
                    .iter()
                    .fold(line, |line, can| line.child(claim(can)))
            } else {
                line.child(el("span.quiet>nobody yet"))
            }
        }
    }
}

/// What this computer could do; and what this call will, where the two differ.
fn claim(claim: &Claim) -> El {
    let mark = |yes: bool| {
        if yes {
            el("span.mark ok")
                .child(icons::tick())
                .child(el("span.unseen>yes"))
        } else {
            el("span.mark bad")
                .child(icons::cross())
                .child(el("span.unseen>no"))
        }
    };
    let to = el("span").and(if claim.can { "ok" } else { "bad" });
    let line = el("span.claim")
        .child(to.text(words::host_name(claim.to)))
        .child(mark(claim.can));
    let line = if claim.hypothetical {
        line.child(el("span.quiet>if it asked"))
    } else {
        line
    };
    let will = claim.will.filter(|will| *will != claim.can);
    line.perhaps(will.map(|will| el("span.will>this call will").child(mark(will))))
}
