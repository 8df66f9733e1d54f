//! What is the same in the whole table: the person's settings, as far as an axis is about them.

use crate::app::Action;
use crate::lab::grid::Grid;
use crate::present::narration::outcomes as say;
use crate::present::outcomes::{FixedAxis, fixed, fixed_words};
use crate::ui::controls::{Choice, LabelledControl};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::{Ids, use_dispatch, use_ids};
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The table whose settings are told.
#[derive(PartialEq, Properties)]
pub struct FixedProps {
    /// The table over the settings.
    pub grid: Shared<Grid>,
}

/// In a line what the settings have; opened, a list for each.
#[component]
pub fn Fixed(props: &FixedProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let fixed = use_memo(props.grid.clone(), |grid| fixed(grid));
    html! {
        <details class="fixed">
            <summary><span class="quiet">{say::FIXED}</span>{" "}{fixed_words(&fixed)}</summary>
            <div class="fixed-lists">{for fixed.iter().map(|it| list(&dispatch, &ids, it))}</div>
        </details>
    }
}

fn list(dispatch: &Dispatch, ids: &Ids, fixed: &FixedAxis) -> Html {
    let axis = fixed.axis;
    let mut choices = Choice::numbered(fixed.names.iter().cloned());
    if fixed.place.is_none() {
        choices.insert(0, Choice::new("", say::OF_ITS_OWN));
    }
    let onchange = dispatch.value::<Event>(move |place| {
        let place = place.parse().ok()?;
        Some(Action::Fix(axis, place))
    });
    let place = fixed.place.map(|place| place.to_string());
    let chosen = place.unwrap_or_default();
    LabelledControl::new(ids, axis.key(), say::axis_name(axis)).list(
        choices.into(),
        chosen,
        onchange,
    )
}
