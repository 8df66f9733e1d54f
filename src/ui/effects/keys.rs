//! Playing without a mouse.

use crate::app::{Action, Dialog};
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::Callback;

/// What takes arrow keys for itself when it has the focus.
const TAKES_ARROWS: &str = "input, select, textarea, dialog[open], [role=slider], [role=grid], [role=tree], [role=tablist]";
/// What takes the space bar for itself.
const TAKES_SPACE: &str =
    "input, select, textarea, button, a, summary, dialog[open], [role=grid], [role=tree]";
/// What is typed into, or chosen from by typing.
const TYPED_INTO: &str = "input:not([type=radio]):not([type=checkbox]):not([type=range]), select, textarea, dialog[open]";

/// Listens to the whole page.
pub fn keys(dispatch: Callback<Action>) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    let window = gloo::utils::window();
    EventListener::new_with_options(&window, "keydown", options, move |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && let Some(action) = action(event)
        {
            event.prevent_default();
            dispatch.emit(action);
        }
    })
}

fn action(event: &KeyboardEvent) -> Option<Action> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let within = |selector: &str| {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        target.closest(selector).ok().flatten()
    };
    let key = event.key();
    let yields = match key.as_str() {
        " " => TAKES_SPACE,
        "ArrowLeft" | "ArrowRight" | "Home" | "End" => TAKES_ARROWS,
        _ => TYPED_INTO,
    };
    if within(yields).is_some() {
        return None;
    }
    Some(match key.as_str() {
        " " => Action::TogglePlay,
        "ArrowLeft" => Action::Previous,
        "ArrowRight" => Action::Next,
        "Home" => Action::First,
        "End" => Action::Last,
        "?" => Action::Dialog(Some(Dialog::Keys)),
        "1" => Action::Speed(0),
        "2" => Action::Speed(1),
        "3" => Action::Speed(2),
        "4" => Action::Speed(3),
        "5" => Action::Speed(4),
        _ => return None,
    })
}
