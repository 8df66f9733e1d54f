//! Playing without a mouse.

use crate::app::{Action, Dialog, PredictAction, State, TransportAction};
use crate::ui::browser::character_keys;
use crate::ui::dispatch::Dispatch;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// What is typed into: it takes every key but Escape.
const TYPED_INTO: &str = "textarea, input:not([type=radio], [type=checkbox], [type=range])";
/// What takes the digits when it has the focus.
const TAKES_DIGITS: &str = "input, select";
/// What takes the keys that move.
const TAKES_MOVES: &str = "input, select, [role=grid], [role=tree], [role=tablist]";
/// What the space bar chooses or presses. A radio button that is chosen has nothing left to choose.
const TAKES_SPACE: &str = "select, button, summary, [type=checkbox], [type=radio]:not(:checked)";
/// What Escape closes before anything of the page, and without it.
const CLOSES_ITSELF: &str = "dialog[open], select:open, :popover-open";

/// What takes Enter, apart from the answers to a question.
const TAKES_ENTER: &str =
    "button:not(.choice), a, summary, [role=grid], [role=tree], [role=tablist]";

/// Listens to the keys of the whole window. A key that does nothing in that state is the browser's.
#[hook]
pub fn use_keys(state: &Rc<State>, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    let now = use_mut_ref(|| state.clone());
    now.replace(state.clone());
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let heed = move |event: &Event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>()
                && let Some(action) = action(event)
                && !now.borrow().ignores(&action)
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
    let key = event.key();
    if key == "Escape" {
        // A browser that does not know these words has them closed.
        let open = document().query_selector(CLOSES_ITSELF).ok().flatten();
        return open.is_none().then_some(Action::Escape);
    }
    if within(TYPED_INTO).is_some() || within("dialog[open]").is_some() {
        return None;
    }
    let is_character = key.chars().nth(1).is_none() && key != " ";
    if is_character && !character_keys() {
        return None;
    }
    let predicts = |choice| (Action::Predict(PredictAction::Choose(choice)), TAKES_DIGITS);
    let (action, taken) = match key.as_str() {
        " " => (Action::Transport(TransportAction::Toggle), TAKES_SPACE),
        "ArrowLeft" => (Action::Transport(TransportAction::Previous), TAKES_MOVES),
        "ArrowRight" => (Action::Transport(TransportAction::Next), TAKES_MOVES),
        "Home" => (Action::Transport(TransportAction::First), TAKES_MOVES),
        "End" => (Action::Transport(TransportAction::Last), TAKES_MOVES),
        "?" => return Some(Action::Dialog(Some(Dialog::Keys))),
        "1" => (Action::Transport(TransportAction::Speed(0)), TAKES_DIGITS),
        "2" => (Action::Transport(TransportAction::Speed(1)), TAKES_DIGITS),
        "3" => (Action::Transport(TransportAction::Speed(2)), TAKES_DIGITS),
        "4" => (Action::Transport(TransportAction::Speed(3)), TAKES_DIGITS),
        "5" => (Action::Transport(TransportAction::Speed(4)), TAKES_DIGITS),
        "a" | "A" => predicts(0),
        "b" | "B" => predicts(1),
        "c" | "C" => predicts(2),
        "Enter" => (Action::Predict(PredictAction::Reveal), TAKES_ENTER),
        _ => return None,
    };
    within(taken).is_none().then_some(action)
}
