//! Playing without a mouse.

use crate::app::{Action, Dialog};
use crate::ui::store::Dispatch;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// What takes every key for itself when it has the focus.
const TAKES_ALL: &str = "input, select, textarea, dialog[open], [role=slider]";
/// What takes the keys that move, and the space bar.
const TAKES_MOVES: &str = "[role=grid], [role=tree], [role=tablist]";
/// What takes the space bar.
const TAKES_SPACE: &str = "button, a, summary";

/// Listens to the keys of the whole window.
#[hook]
pub fn use_keys(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let heed = move |event: &Event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>()
                && let Some(action) = action(event)
            {
                // The browser closes by Escape what it has opened.
                if event.key() != "Escape" {
                    event.prevent_default();
                }
                dispatch.emit(action);
            }
        };
        let keys = EventListener::new_with_options(&window(), "keydown", options, heed);
        move || drop(keys)
    });
}

fn action(event: &KeyboardEvent) -> Option<Action> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let within = |selector: &str| {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        target.closest(selector).ok().flatten()
    };
    if within(TAKES_ALL).is_some() {
        return None;
    }
    let key = event.key();
    let moves = match key.as_str() {
        " " => Some(Action::TogglePlay),
        "ArrowLeft" => Some(Action::Previous),
        "ArrowRight" => Some(Action::Next),
        "Home" => Some(Action::First),
        "End" => Some(Action::Last),
        _ => None,
    };
    if moves.is_some() {
        let taken = within(TAKES_MOVES).is_some() || (key == " " && within(TAKES_SPACE).is_some());
        return moves.filter(|_| !taken);
    }
    Some(match key.as_str() {
        "Escape" if !something_is_open() => Action::Walk(None),
        "?" => Action::Dialog(Some(Dialog::Keys)),
        "1" => Action::Speed(0),
        "2" => Action::Speed(1),
        "3" => Action::Speed(2),
        "4" => Action::Speed(3),
        "5" => Action::Speed(4),
        _ => return None,
    })
}

/// Whether the meaning of a term is shown, which Escape hides.
fn something_is_open() -> bool {
    let open = document().query_selector(":popover-open");
    open.is_ok_and(|open| open.is_some())
}
