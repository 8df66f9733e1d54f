//! What would fix the run, or break it.

mod arrived;
mod commands;
mod cost_bars;
mod entry;
mod other_ways;
mod pins;
mod search_progress;

use super::breakpoints::ONE_COLUMN;
use super::controls::button;
use super::hooks::{use_copied, use_dispatch, use_focus_when, use_ids, use_media};
use super::shared::Shared;
use crate::app::{Action, RepairAction, Repairs};
use crate::lab::Scenario;
use crate::present::narration::repair as said;
use arrived::{arrived, made};
use entry::RepairItem;
use other_ways::other_ways;
use pins::pins;
use search_progress::SearchProgress;
use yew::prelude::*;

/// The repairs, and the settings that they change.
#[derive(PartialEq, Properties)]
pub struct RepairsPaneProps {
    /// The repairs, as far as they were found.
    pub repairs: Option<Shared<Repairs>>,
    /// The settings they are for.
    pub scenario: Shared<Scenario>,
}

/// The repairs, cheapest first; or what would break the run, where it needs none.
#[component]
pub fn RepairsPane(props: &RepairsPaneProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let folds = use_media(ONE_COLUMN);
    let copied = use_copied(());
    // Whoever makes a repair reads what was made, wherever its button was.
    let made_now = use_node_ref();
    let applied = props
        .repairs
        .as_ref()
        .is_some_and(|it| it.applied.is_some());
    use_focus_when(&made_now, applied);
    let Some(repairs) = &props.repairs else {
        return Html::default();
    };
    let base = repairs.search.base();
    let plain = *base == *props.scenario;
    html! {
        <section class="repairs" aria-label="Repairs">
            <div class="repairs-head">
                <h3>{if repairs.arrives { said::WHAT_WOULD_BREAK_IT } else { "Repairs" }}</h3>
                {button("Close", dispatch.act(Action::Repair(RepairAction::Close)))}
            </div>
            {copied.status()}
            {for repairs.applied.as_deref().map(|it| made(&dispatch, &ids, it, (&made_now, &copied)))}
            if repairs.arrives {
                {arrived(&dispatch, &ids, repairs, plain)}
            } else {
                if !plain { <p>{said::WITHOUT_YOU}</p> }
                {pins(&dispatch, &repairs.pins, folds)}
                <SearchProgress {repairs} />
                if repairs.entries.is_empty() {
                    <p>{if repairs.searches() { said::NONE_YET } else { said::NONE }}</p>
                } else {
                    <ol class="repair-list" aria-label="Repairs">
                        {for repairs.entries.iter().enumerate().map(|(place, entry)| html! {
                            <RepairItem
                                key={entry.key()}
                                repairs={repairs}
                                {place}
                                chosen={repairs.chosen == Some(place)}
                            />
                        })}
                    </ol>
                    <p class="quiet">{said::ORDER}</p>
                }
                {other_ways(base)}
            }
        </section>
    }
}
