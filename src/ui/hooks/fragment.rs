//! The address follows the state, and the state follows the address.

use crate::app::Action;
use crate::ui::store::Store;
use gloo::events::EventListener;
use gloo::utils::{history, window};
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// The fragment of the page's address, without its `#`.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// A changed setting is a place to come back to; a step is not.
#[hook]
pub fn use_fragment(store: &Store) {
    let written = use_mut_ref(String::new);
    let revision = use_mut_ref(|| store.state.revision);
    // While it plays, the address waits: browsers refuse to be written to at every step.
    let wanted = (!store.state.playback.playing).then(|| store.state.fragment(false));
    {
        let (written, store) = (written.clone(), store.clone());
        use_effect_with((wanted, store.state.revision), move |(wanted, now)| {
            let Some(wanted) = wanted else { return };
            let pushes = *revision.borrow() != *now;
            *revision.borrow_mut() = *now;
            if *written.borrow() == *wanted {
                return;
            }
            written.borrow_mut().clone_from(wanted);
            let url = format!("#{wanted}");
            // A browser that refuses loses the address only, never the state.
            let _ = if pushes {
                history().push_state_with_url(&JsValue::NULL, "", Some(&url))
            } else {
                history().replace_state_with_url(&JsValue::NULL, "", Some(&url))
            };
        });
    }
    let dispatcher = store.dispatcher.clone();
    use_effect_with((), move |()| {
        let listener = EventListener::new(&window(), "popstate", move |_| {
            let now = fragment();
            if *written.borrow() != now {
                written.borrow_mut().clone_from(&now);
                dispatcher.dispatch(Action::Load(now));
            }
        });
        move || drop(listener)
    });
}
