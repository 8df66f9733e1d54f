//! The hosts, as cards above their lifelines: what each holds now, and whom it could convince.

mod chip;
mod chips;
mod claim;
mod footing;
mod holdings;
mod host_card;
mod room;

use super::hooks::use_width;
use super::shared::Shared;
use super::shown::Shown;
use crate::hosts::Role;
use crate::lab::{HostId, Scenario};
use crate::present::ledger;
use crate::present::narration;
use host_card::HostCard;
use room::Room;
use std::rc::Rc;
use yew::prelude::*;

/// What the cards are about.
#[derive(PartialEq, Properties)]
pub struct HostsProps {
    /// The step at which the cards are.
    pub shown: Shown,
    /// The settings, whose names the cards use.
    pub scenario: Shared<Scenario>,
    /// By the names of what they hold, what hosts hold in this run alone, where another stands beside it.
    #[prop_or_default]
    pub alone: Rc<[(Role, Rc<[String]>)]>,
}

/// The cards of all hosts that have a lifeline.
#[component]
pub fn Hosts(props: &HostsProps) -> Html {
    super::renders::count("Hosts");
    let node = use_node_ref();
    let size = use_width(&node);
    let HostsProps {
        shown,
        scenario,
        alone,
    } = props;
    let log = &shown.rendered.log;
    let first = shown.current().and_then(|step| step.events.first());
    let first = first.copied().unwrap_or(shown.now());
    let cards = ledger::cards(log, scenario.client.account(), first, shown.now());
    let cards: Vec<_> = cards.into_iter().map(Rc::new).collect();
    let lanes = &shown.rendered.plan.lanes;
    let room = Room::of_card(size.width, size.root, lanes.len());
    let computer = |lane: Option<&HostId>| log.host(*lane?).map(|host| host.name.as_str());
    let cards = lanes.iter().enumerate().filter_map(|(number, lane)| {
        let card = cards.iter().find(|card| card.host == *lane)?.clone();
        let own = computer(Some(lane));
        let before = number.checked_sub(1).and_then(|number| lanes.get(number));
        let shares_left = computer(before) == own;
        let shares_right = computer(lanes.get(number + 1)) == own;
        let name = log.host(card.host).map_or("", |host| &host.name);
        let [what, computer] =
            narration::host_place(scenario, card.role, name).map(AttrValue::from);
        let key = card.host.0;
        let veiled = shown.veiled;
        let alone = alone.iter().find(|(role, _)| *role == card.role);
        let alone = alone.map(|(_, names)| names.clone()).unwrap_or_default();
        Some(html! {
            <HostCard
                {key} {card} {what} {computer} {scenario} {room} {veiled} {shares_left} {shares_right} {alone}
            />
        })
    });
    html! {
        <div ref={node} class={classes!("hosts", room.letters.then_some("letters"))}>{for cards}</div>
    }
}
