//! Which step it is.

use crate::app::Action;
use crate::present::narration::interface;
use crate::present::words;
use crate::ui::shown::Shown;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// The step's number, place and title, and a handle for the inspector where it is a sheet from below.
pub fn heading(dispatch: &Dispatch, shown: &Shown, open: bool) -> Html {
    let log = &shown.film.log;
    let (number, all) = (shown.step + 1, shown.all());
    let place = shown.current().map(|step| words::place(log, step));
    let place = place.map(|place| interface::step_at(number, all, &place));
    let title = shown.current().map(|step| words::heading(log, step));
    html! {
        <div class="inspector-head">
            <button
                class="handle"
                type="button"
                aria-expanded={open.to_string()}
                onclick={dispatch.act(Action::ToggleInspector)}
            >
                {if open { "Less" } else { "More" }}
            </button>
            <p class="quiet">{place}</p>
            <h2>{title}</h2>
        </div>
    }
}
