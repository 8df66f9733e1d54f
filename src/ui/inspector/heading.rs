//! Which step it is.

use crate::app::Action;
use crate::present::labels;
use crate::present::narration;
use crate::present::narration::{first, interface};
use crate::ui::dispatch::Dispatch;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The step's number, place and title, or what stands in their place; and a handle for the inspector where it is a sheet
/// from below.
pub fn heading(
    dispatch: &Dispatch,
    node: &NodeRef,
    shown: &Shown,
    instead: Option<&AttrValue>,
    open: bool,
) -> Html {
    let log = &shown.rendered.log;
    let (number, all) = (shown.step + 1, shown.all());
    let place = shown.current().map(|step| narration::place(log, step));
    let (place, title) = match instead {
        Some(title) => (Some(first::WELCOME_TO.into()), Some(title.clone())),
        None => {
            let place = place.map(|place| interface::step_at(number, all, &place).into());
            let title = shown
                .current()
                .map(|step| labels::heading(log, step).into());
            (place, title)
        }
    };
    let place: Option<AttrValue> = place;
    html! {
        <div class="inspector-head">
            {handle(dispatch, node, open)}
            <p class="quiet">{place}</p>
            <h2>{title}</h2>
        </div>
    }
}

/// What opens an inspector and closes it where it is a sheet from below.
pub fn handle(dispatch: &Dispatch, node: &NodeRef, open: bool) -> Html {
    html! {
        <button
            ref={node} class="handle" type="button" aria-expanded={open.to_string()}
            onclick={dispatch.act(Action::ToggleInspector)}
        >
            {if open { "Less" } else { "More" }}
        </button>
    }
}
