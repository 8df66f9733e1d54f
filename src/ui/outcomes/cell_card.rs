//! The cell that is looked at: what came of it and why, and the way to its run.

use super::cell::outcome_class;
use crate::app::{Action, OutcomesAction};
use crate::lab::grid::Grid;
use crate::present::narration::outcomes as say;
use crate::present::outcomes::{details, letters};
use crate::ui::hooks::{use_dispatch, use_ids};
use crate::ui::icon::Icon;
use crate::ui::prose::prose;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The cell that is looked at, and its table.
#[derive(PartialEq, Properties)]
pub struct CellCardProps {
    /// The table that the cell is of.
    pub grid: Shared<Grid>,
    /// Its row and its column.
    pub chosen: (usize, usize),
    /// The link to the person's own run, which it is compared with.
    pub own_link: AttrValue,
}

/// The verdict at the end of its run, what tells it from the person's own settings, and what is odd about it.
#[component]
pub fn CellCard(props: &CellCardProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let cell = use_memo(
        (props.grid.clone(), props.chosen, props.own_link.clone()),
        |(grid, (row, column), own)| details(grid, *row, *column, own),
    );
    let Some(cell) = cell.as_ref() else {
        return Html::default();
    };
    let close = dispatch.act(Action::Outcomes(OutcomesAction::Choose(None)));
    let items = |said: &[String]| -> Html {
        let said = said.iter().enumerate();
        said.map(|(key, said)| html! { <li {key}>{said.clone()}</li> })
            .collect()
    };
    html! {
        <section class="cell-card" aria-label="Cell" aria-live="polite">
            <h2>
                <span class={classes!("outcome", outcome_class(&cell.outcome))}>{letters(&cell.outcome)}</span>
                {cell.title.clone()}
                <button class="ghost square" type="button" aria-label="Close" title="Close (Esc)" onclick={close}>
                    {Icon::Cross.draw()}
                </button>
            </h2>
            <p><b>{format!("{}.", cell.verdict.lead)}</b>{" "}{prose(&ids, &cell.verdict.why)}</p>
            if !cell.differences.is_empty() {
                <h3>{say::DIFFERS}</h3>
                <ul>{items(&cell.differences)}</ul>
            }
            if !cell.odd.is_empty() {
                <ul class="warnings">{items(&cell.odd)}</ul>
            }
            <p class="card-tools">
                <a class="primary" href={format!("#{}", cell.link)}>{say::OPEN}</a>
                <a class="ghost" href={format!("#{}", cell.beside)}>{say::COMPARE}</a>
            </p>
        </section>
    }
}
