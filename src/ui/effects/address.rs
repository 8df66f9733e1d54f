//! The address follows the state, and the state follows the address.

use crate::app::{Action, State};
use gloo::events::EventListener;
use gloo::utils::{history, window};
use wasm_bindgen::JsValue;
use yew::Callback;

/// The address, and what was last in it.
pub struct Address {
    written: String,
    revision: u32,
    /// Listens as long as the page lives.
    _back: EventListener,
}

impl Address {
    /// Listens to Back and Forward, which load what they lead to.
    pub fn new(revision: u32, dispatch: Callback<Action>) -> Self {
        let back = move |_: &web_sys::Event| dispatch.emit(Action::Load(fragment()));
        Self {
            written: String::new(),
            revision,
            _back: EventListener::new(&window(), "popstate", back),
        }
    }

    /// The person went to another address; `false` where it is the same.
    pub fn went(&mut self, fragment: &str) -> bool {
        let other = self.written != fragment;
        self.written = fragment.to_owned();
        other
    }

    /// A changed setting is a place to come back to; a step is not.
    pub fn follow(&mut self, state: &State) {
        // While it plays, the address waits: browsers refuse to be written to at every step.
        if state.playback.playing {
            return;
        }
        let wanted = state.fragment(false);
        let pushes = self.revision != state.revision;
        self.revision = state.revision;
        if self.written == wanted {
            return;
        }
        let url = format!("#{wanted}");
        self.written = wanted;
        // A browser that refuses loses the address only, never the state.
        let _ = if pushes {
            history().push_state_with_url(&JsValue::NULL, "", Some(&url))
        } else {
            history().replace_state_with_url(&JsValue::NULL, "", Some(&url))
        };
    }
}

/// The fragment of the page's address, without its `#`.
fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}
