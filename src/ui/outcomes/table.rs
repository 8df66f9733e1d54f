//! The table itself.

use super::arrows::move_focus;
use super::row::row;
use crate::app::Outcomes;
use crate::lab::grid::Axis;
use crate::present::narration::outcomes as say;
use crate::present::outcomes::{column_words, groups, row_differences};
use crate::ui::hooks::use_dispatch;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The table, and which cell is looked at.
#[derive(PartialEq, Properties)]
pub struct TableProps {
    /// The table, as far as it is computed.
    pub outcomes: Shared<Outcomes>,
}

/// Rows in groups, with what tells each from the person's own settings, and a button for each cell.
#[component]
pub fn Table(props: &TableProps) -> Html {
    let dispatch = use_dispatch();
    let outcomes = &props.outcomes;
    let grid = &outcomes.grid;
    let differences = use_memo(Shared::from(grid), |grid| {
        let rows = 0..grid.rows().len();
        let said: Vec<AttrValue> = rows.map(|row| row_differences(grid, row).into()).collect();
        said
    });
    let groups = groups(grid);
    let grouped = groups.iter().any(|group| !group.name.is_empty());
    let bodies = groups.iter().filter_map(|group| {
        let shown = group.rows.iter().filter(|row| shows(outcomes, **row));
        let shown: Vec<usize> = shown.copied().collect();
        let span = shown.len();
        let rows = shown.iter().enumerate().map(|(place, number)| {
            let head = (grouped && place == 0).then_some((group.name, span));
            let said = differences.get(*number).cloned().unwrap_or_default();
            row(&dispatch, outcomes, *number, head, said)
        });
        (span > 0).then(|| html! { <tbody key={group.name}>{for rows}</tbody> })
    });
    let bodies: Vec<Html> = bodies.collect();
    if bodies.is_empty() {
        return html! { <p class="nothing">{say::NOTHING_DIFFERS}</p> };
    }
    let columns = (0..grid.columns().len()).filter_map(|column| column_words(grid, column));
    let situations = grid.column_axis() == Axis::Situations;
    let columns = columns.map(|words| {
        html! {
            <th key={words.id} scope="col" class="o">
                if situations {
                    <span>{words.name}</span>
                    <b>{words.id}</b>
                } else {
                    <b>{words.name}</b>
                    <span>{words.below}</span>
                }
            </th>
        }
    });
    html! {
        <table class={situations.then_some("many")} aria-label={say::TABLE} onkeydown={|event: KeyboardEvent| move_focus(&event)}>
            <thead>
                <tr>
                    if grouped {
                        <td class="group" />
                    }
                    <th scope="col">{say::axis_name(grid.row_axis())}</th>
                    <th scope="col" class="row-differs">{say::DIFFERS}</th>
                    {for columns}
                </tr>
            </thead>
            {for bodies}
        </table>
    }
}

/// Whether a row has a cell that is shown, or one that may still be.
fn shows(outcomes: &Outcomes, row: usize) -> bool {
    let mut columns = 0..outcomes.grid.columns().len();
    !outcomes.differing
        || columns.any(|column| match outcomes.cell(row, column) {
            Some(Some(cell)) => outcomes.shows(cell),
            Some(None) => false,
            None => true,
        })
}
