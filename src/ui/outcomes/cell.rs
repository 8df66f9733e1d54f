//! A cell of the table, and its letters.

use crate::app::{Action, Outcomes, OutcomesAction};
use crate::lab::Outcome;
use crate::present::narration::outcomes as say;
use crate::present::outcomes::{column_words, letters, row_words, short_name};
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// A button with the letters of its outcome; Tab reaches that of `entry` alone, and arrows the others. What is not computed yet is empty; what cannot be is a dash.
pub fn cell(
    dispatch: &Dispatch,
    outcomes: &Outcomes,
    entry: Option<(usize, usize)>,
    (row, column): (usize, usize),
) -> Html {
    let inside = match outcomes.cell(row, column) {
        None => Html::default(),
        Some(None) => {
            html! { <span class="senseless" title={say::SENSELESS_SAYS}>{say::SENSELESS}</span> }
        }
        Some(Some(cell)) if !outcomes.shows(cell) => {
            html! { <span class="senseless">{letters(&cell.outcome)}</span> }
        }
        Some(Some(cell)) => {
            let chosen = outcomes.chosen == Some((row, column));
            let next = (!chosen).then_some((row, column));
            let choose = Action::Outcomes(OutcomesAction::Choose(next));
            let letters = letters(&cell.outcome);
            html! {
                <button
                    type="button"
                    class={classes!("outcome", outcome_class(&cell.outcome))}
                    aria-label={name(outcomes, row, column, &letters, cell.here)}
                    tabindex={if entry == Some((row, column)) { "0" } else { "-1" }}
                    aria-pressed={chosen.to_string()}
                    aria-current={cell.here.then_some("true")}
                    onclick={dispatch.act(choose)}
                >
                    {&letters}
                </button>
            }
        }
    };
    html! { <td key={column} class="o">{inside}</td> }
}

/// The class of an outcome's colours.
pub fn outcome_class(outcome: &Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Opened(_)) => "is-ok",
        Some(Outcome::Anonymous) => "is-anonymous",
        Some(Outcome::NotAuthenticated) => "is-failed",
        Some(Outcome::NoRights(_)) => "is-denied",
        Some(Outcome::FirstHop(_)) | None => "is-first",
    }
}

fn name(outcomes: &Outcomes, row: usize, column: usize, letters: &str, here: bool) -> String {
    let grid = &outcomes.grid;
    let row = row_words(grid, row).map(|words| short_name(grid.row_axis(), words));
    let column = column_words(grid, column).map(|words| short_name(grid.column_axis(), words));
    say::cell(
        &row.unwrap_or_default(),
        &column.unwrap_or_default(),
        letters,
        here,
    )
}
