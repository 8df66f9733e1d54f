//! One host's card.

use super::chips::chips;
use super::footing::footing;
use crate::lab::Scenario;
use crate::present::ledger::Card;
use crate::present::words;
use crate::ui::context::{Origins, Tracing};
use crate::ui::icon::Icon;
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

/// A card.
#[derive(PartialEq, Properties)]
pub struct HostCardProps {
    /// What is on it.
    pub card: Rc<Card>,
    /// What the host runs on.
    pub place: AttrValue,
    /// The settings.
    pub scenario: Shared<Scenario>,
    /// Whether it must not tell whom the host can convince.
    pub veiled: bool,
}

/// The card: the host, what it holds, whom it can convince.
#[component]
pub fn HostCard(props: &HostCardProps) -> Html {
    let tracing: Tracing = use_context().unwrap_or_default();
    let origins: Origins = use_context().unwrap_or_default();
    let card = &props.card;
    let met = |value: &[u8]| {
        let found = tracing.trace().zip(origins.sources());
        found.is_some_and(|(trace, sources)| sources.met(&trace.lineage, value))
    };
    let held = chips(card, &met)
        .into_iter()
        .enumerate()
        .map(|(number, chip)| {
            html! { <li key={number}>{chip.view()}</li> }
        });
    html! {
        <article class="host">
            <h2>{Icon::of_host(card.role).draw()}<span>{words::host_name(card.role)}</span></h2>
            <p class="host-place">{&props.place}</p>
            <ul class="chips">{for held}</ul>
            {footing(card, &props.scenario, props.veiled)}
        </article>
    }
}
