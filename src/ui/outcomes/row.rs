//! A row of the table.

use super::cell::cell;
use crate::app::Outcomes;
use crate::present::outcomes::{row_words, short_name};
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// Its name, what tells it from the person's own settings, and its cells. `group` is what it has in common with so many
/// rows, where it is the first of them.
pub fn row(
    dispatch: &Dispatch,
    outcomes: &Outcomes,
    number: usize,
    group: Option<(&'static str, usize)>,
    differs: AttrValue,
) -> Html {
    let grid = &outcomes.grid;
    let Some(words) = row_words(grid, number) else {
        return Html::default();
    };
    let short = short_name(grid.row_axis(), words);
    let situation = !words.group.is_empty();
    let columns = 0..grid.columns().len();
    let here = columns.clone().any(|column| {
        let cell = outcomes.cell(number, column);
        cell.is_some_and(|cell| cell.as_ref().is_some_and(|cell| cell.here))
    });
    let entry = outcomes.entry();
    let cells = columns.map(|column| cell(dispatch, outcomes, entry, (number, column)));
    html! {
        <tr key={words.id} class={classes!(here.then_some("mine"))}>
            if let Some((name, rows)) = group {
                <th class="group" scope="rowgroup" rowspan={rows.to_string()}>{name}</th>
            }
            <th scope="row">
                if situation {
                    if group.is_some() {
                        <span class="row-group">{words.group}</span>
                    }
                    <span class="row-name"><code>{words.id}</code>{" "}<span>{words.name}</span></span>
                } else {
                    {short}
                }
            </th>
            <td class="row-differs"><span title={&differs}>{&differs}</span></td>
            {for cells}
        </tr>
    }
}
