//! The page of outcomes: what comes of many arrangements of the person's own settings, as a table.

mod arrows;
mod bar;
mod cell;
mod cell_card;
mod computing;
mod fixed;
mod legend;
mod own_card;
mod row;
mod table;

use super::breakpoints::TABLE_CRAMPED;
use super::hooks::{use_dispatch, use_focus_back_into, use_follow, use_ids, use_media};
use super::shared::Shared;
use crate::app::Outcomes;
use crate::present::narration::outcomes as say;
use crate::ui::export::address;
use bar::bar;
use cell_card::CellCard;
use computing::Computing;
use fixed::Fixed;
use legend::legend;
use own_card::OwnCard;
use table::Table;
use yew::prelude::*;

/// The table, and the link that leads to it.
#[derive(PartialEq, Properties)]
pub struct OutcomesPageProps {
    /// The table, as far as it is computed.
    pub outcomes: Shared<Outcomes>,
    /// The fragment that leads to it, without passwords.
    pub fragment: AttrValue,
    /// The fragment that leads to the person's own run.
    pub own_link: AttrValue,
}

/// The page below its head.
#[component]
pub fn OutcomesPage(props: &OutcomesPageProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let table = use_node_ref();
    let outcomes = &props.outcomes;
    use_focus_back_into(&table, Some("[tabindex='0']"), outcomes.chosen.is_some());
    // Who comes back to a cell finds it in view.
    let looked_at = outcomes.chosen.map(|cell| (cell, outcomes.is_whole()));
    use_follow(&table, Some("[aria-pressed=true]"), looked_at);
    let grid = Shared::from(&outcomes.grid);
    let narrow = use_media(TABLE_CRAMPED);
    let about = html! {
        <>
            {bar(&dispatch, &ids, outcomes, &props.fragment)}
            <Fixed key="fixed" grid={grid.clone()} />
        </>
    };
    html! {
        <>
            if narrow {
                <details key="about" class="outcomes-about">
                    <summary>{say::ABOUT}</summary>
                    {about}
                </details>
            } else {
                {about}
            }
            if outcomes.goes_on() {
                <Computing key="computing" {outcomes} />
            }
            <main class="outcomes" tabindex="-1">
                <div class="print-title">
                    <h1>{say::heading(grid.row_axis(), grid.column_axis())}</h1>
                    <p>{say::SAME_TABLE}{" "}<code>{address(&props.fragment)}</code></p>
                </div>
                <div ref={table} class="outcomes-table" tabindex="-1"><Table {outcomes} /></div>
                <aside class="outcomes-side">
                    if let Some(chosen) = outcomes.chosen {
                        <CellCard key="cell" grid={grid.clone()} {chosen} own_link={props.own_link.clone()} />
                    }
                    {legend(outcomes)}
                    if outcomes.own.is_some() {
                        <OwnCard key="own" {grid} here={outcomes.here()} />
                    }
                </aside>
            </main>
        </>
    }
}
