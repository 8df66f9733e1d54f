//! Playing without a mouse.

use crate::app::{Action, Dialog, PredictAction};
use crate::ui::store::Dispatch;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// What takes every key for itself when it has the focus.
const TAKES_ALL: &str = "input, select, textarea, dialog[open], [role=slider]";
/// What takes the keys that move, and the space bar.
const TAKES_MOVES: &str = "[role=grid], [role=tree], [role=tablist]";
/// What takes the space bar.
const TAKES_SPACE: &str = "button, a, summary";

/// What takes Enter, apart from the answers to a question.
const TAKES_ENTER: &str =
    "button:not(.choice), a, summary, [role=grid], [role=tree], [role=tablist]";

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
                event.prevent_default();
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
        "?" => Action::Dialog(Some(Dialog::Keys)),
        "1" => Action::Speed(0),
        "2" => Action::Speed(1),
        "3" => Action::Speed(2),
        "4" => Action::Speed(3),
        "5" => Action::Speed(4),
        "a" | "A" => Action::Predict(PredictAction::Choose(0)),
        "b" | "B" => Action::Predict(PredictAction::Choose(1)),
        "c" | "C" => Action::Predict(PredictAction::Choose(2)),
        "Enter" if within(TAKES_ENTER).is_none() => Action::Predict(PredictAction::Reveal),
        _ => return None,
    })
}
