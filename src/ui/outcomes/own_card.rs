//! What the person's own settings come to.

use crate::lab::grid::Grid;
use crate::present::link;
use crate::present::narration::outcomes as say;
use crate::present::narration::repair::what_would;
use crate::present::outcomes::{letters, own, place};
use crate::ui::hooks::use_ids;
use crate::ui::prose::prose;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The table over the settings, and where in it they are.
#[derive(PartialEq, Properties)]
pub struct OwnCardProps {
    /// The table over the settings.
    pub grid: Shared<Grid>,
    /// The row and the column where the person stands, if it is a cell of the table.
    pub here: Option<(usize, usize)>,
}

/// Where they stand in the table, and why they come to that.
#[component]
pub fn OwnCard(props: &OwnCardProps) -> Html {
    let ids = use_ids();
    let own = use_memo(props.grid.clone(), |grid| own(grid));
    let place = props
        .here
        .map(|(row, column)| place(&props.grid, row, column));
    html! {
        <section class="own-card" aria-label="Yours">
            <h2>{say::own(place.as_deref(), &letters(&own.outcome))}</h2>
            <p>{prose(&ids, &own.verdict.why)}</p>
            if let Some(asked) = what_would(own.verdict.state, None) {
                <p class="card-tools">
                    <a class="primary" href={format!("#{}", link::repairing(&own.link, &[]))}>{asked}</a>
                </p>
            }
        </section>
    }
}
