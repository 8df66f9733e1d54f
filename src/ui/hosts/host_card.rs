//! One host's card.

use super::chips::chips;
use super::footing::footing;
use super::holdings::holdings;
use super::room::Room;
use crate::lab::Scenario;
use crate::present::ledger::Card;
use crate::present::narration::compare;
use crate::present::narration::interface;
use crate::present::narration::look;
use crate::ui::context::{Origins, Tracing};
use crate::ui::hooks::use_ids;
use crate::ui::icon::Icon;
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

/// A card.
#[derive(PartialEq, Properties)]
pub struct HostCardProps {
    /// The host's holdings and claims at the step.
    pub card: Rc<Card>,
    /// What the host is.
    pub what: AttrValue,
    /// The computer that it runs on.
    pub computer: AttrValue,
    /// The settings, whose names the card uses.
    pub scenario: Shared<Scenario>,
    /// How much room the chips may take.
    pub room: Room,
    /// Whether the host on its left is on the same computer: it shares its frame with it.
    pub shares_left: bool,
    /// Whether the host on its right is.
    pub shares_right: bool,
    /// Whether it must not tell whom the host can convince.
    pub veiled: bool,
    /// The names of what the host holds in this run alone, where another stands beside it.
    pub alone: Rc<[String]>,
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
    let chips = chips(card, &props.alone, &met);
    let alone = chips.iter().filter(|chip| chip.alone).count();
    let chosen = props.room.choose(&chips);
    let more = chosen.iter().filter(|chosen| !**chosen).count();
    let count = if more > 0 {
        format!("+{more}")
    } else {
        "i".to_owned()
    };
    let seen = chips.iter().zip(chosen).enumerate();
    let seen = seen
        .filter(|(_, (_, chosen))| *chosen)
        .map(|(number, (chip, _))| {
            html! { <li key={number}>{chip.view(!props.room.letters)}</li> }
        });
    let footing = footing(card, &props.scenario, props.veiled);
    let [holds, nothing, yet] = interface::holds_nothing(card.held);
    let look = look(card.role);
    let name = if props.room.letters {
        look.short
    } else {
        look.name
    };
    let HostCardProps { what, computer, .. } = props;
    let place = format!("{what} · {computer}");
    let holds_all = interface::holds(&place);
    let id = use_ids().part("held", &card.host.0.to_string());
    html! {
        <article class={classes!("host", props.shares_left.then_some("shares-left"), props.shares_right.then_some("shares-right"))}>
            <h2>
                {Icon::of_host(card.role).draw()}<span title={look.name}>{name}</span>
                if alone > 0 {
                    <span class="alone-count" title={compare::held_alone_says(alone)}>
                        {compare::held_alone(alone)}<span>{" "}{compare::ONLY_HERE}</span>
                    </span>
                }
            </h2>
            <p class="host-place" title={place.clone()}>
                <span>{what}{(!computer.is_empty()).then_some(" · ")}</span><span>{computer}</span>
            </p>
            <ul class="chips">
                {for seen}
                if chips.is_empty() {
                    <li class="quiet">
                        <span class="whom">{holds}</span>{nothing}<span class="whom">{yet}</span>
                    </li>
                } else {
                    <li>
                        <button class="more" type="button" popovertarget={&id} aria-label={format!("{count}: {holds_all}")}>
                            {count}
                        </button>
                    </li>
                }
            </ul>
            {footing.clone()}
            {holdings(&id, &holds_all, &chips, card.held, footing)}
        </article>
    }
}
