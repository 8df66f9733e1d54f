//! The address follows the state, and the state follows the address.

use crate::app::{Action, LinkFragments, State};
use crate::ui::dispatch::Dispatch;
use gloo::events::EventListener;
use gloo::utils::{history, window};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// What was last in the address.
#[derive(Default)]
struct Written {
    fragment: String,
    /// The number of the change it was written for.
    revision: u32,
    /// What was in it before the last place that was added here.
    before: Option<String>,
    /// What it would have now, while it plays.
    played: Option<String>,
}

/// Writes what is shown into the address, and loads what Back and Forward lead to.
#[hook]
pub fn use_address(state: &Rc<State>, fragments: &LinkFragments, dispatch: &Dispatch) {
    let written = use_mut_ref(|| Written {
        revision: state.revision,
        ..Written::default()
    });
    {
        let (written, dispatch) = (written.clone(), dispatch.clone());
        use_effect_with((), move |()| {
            let back = EventListener::new(&window(), "popstate", move |_| {
                let fragment = fragment();
                let elsewhere = written.borrow().fragment != fragment;
                if elsewhere {
                    let mut written = written.borrow_mut();
                    written.fragment.clone_from(&fragment);
                    written.before = None;
                    drop(written);
                    dispatch.emit(match is_ours() {
                        true => Action::Return(fragment),
                        false => Action::Load(fragment),
                    });
                }
            });
            move || drop(back)
        });
    }
    {
        let written = written.clone();
        use_effect_with((), move |()| {
            let leave = move |_: &Event| written.borrow_mut().catch_up();
            let left = EventListener::new(&window(), "pagehide", leave);
            move || drop(left)
        });
    }
    let wanted = (
        fragments.here.clone(),
        state.revision,
        state.playback.playing,
    );
    use_effect_with(wanted, move |(fragment, revision, playing)| {
        let mut written = written.borrow_mut();
        match playing {
            // The address waits: browsers refuse to be written to at every step.
            true => written.played = Some(fragment.to_string()),
            false => written.follow(fragment, *revision),
        }
    });
}

impl Written {
    /// A changed setting is a place to come back to; a step is not. What is closed by hand is gone back from.
    fn follow(&mut self, wanted: &str, revision: u32) {
        let pushes = self.revision != revision;
        if pushes {
            // Whoever comes back is where it was left.
            self.catch_up();
        }
        self.played = None;
        self.revision = revision;
        if self.fragment == wanted {
            // A link led here, and the place is as if it were written here.
            if !is_ours() {
                let _ = history().replace_state(&OURS, "");
            }
            return;
        }
        if !pushes && self.before.as_deref() == Some(wanted) {
            self.before = None;
            wanted.clone_into(&mut self.fragment);
            // A browser that refuses leaves one place more to come back to.
            let _ = history().back();
            return;
        }
        let before = std::mem::replace(&mut self.fragment, wanted.to_owned());
        if pushes {
            self.before = Some(before);
        }
        let url = format!("#{wanted}");
        // A browser that refuses loses the address only, never the state.
        let _ = if pushes {
            history().push_state_with_url(&OURS, "", Some(&url))
        } else {
            history().replace_state_with_url(&OURS, "", Some(&url))
        };
    }

    /// Writes what was played since.
    fn catch_up(&mut self) {
        if let Some(played) = self.played.take()
            && played != self.fragment
        {
            let url = format!("#{played}");
            let _ = history().replace_state_with_url(&OURS, "", Some(&url));
            self.fragment = played;
        }
    }
}

/// What a place in the history has that was written here.
const OURS: JsValue = JsValue::TRUE;

fn is_ours() -> bool {
    history().state().is_ok_and(|state| state == OURS)
}

/// The fragment of the page's address, without its `#`.
fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}
