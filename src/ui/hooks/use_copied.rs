//! What was copied, which its button says.

use crate::present::narration::logs::COPIED;
use crate::ui::browser::copy;
use yew::prelude::*;

/// What was copied last: a key that its button has alone, and what it is called.
pub struct Copied(UseStateHandle<Option<(AttrValue, AttrValue)>>);

impl Copied {
    /// Whether what has that key was copied last.
    pub fn is(&self, key: &str) -> bool {
        self.0.as_ref().is_some_and(|(copied, _)| copied == key)
    }

    /// Says that it was copied where only assistive technology finds it.
    pub fn status(&self) -> Html {
        // What was copied is said too: the same words twice would be announced once.
        let said = self.0.as_ref().map(|(_, name)| format!("{name}: {COPIED}"));
        html! { <p class="unseen" role="status">{said}</p> }
    }

    /// At a click, copies what is then written; its name is its key.
    pub fn copy(
        &self,
        name: impl Into<AttrValue>,
        write: impl Fn() -> String + 'static,
    ) -> Callback<MouseEvent> {
        let name = name.into();
        self.copy_as(name.clone(), name, write)
    }

    /// The same of what has a key besides its name, which others have too.
    pub fn copy_as(
        &self,
        key: impl Into<AttrValue>,
        name: impl Into<AttrValue>,
        write: impl Fn() -> String + 'static,
    ) -> Callback<MouseEvent> {
        let (copied, setter) = ((key.into(), name.into()), self.0.setter());
        Callback::from(move |_| {
            let (copied, setter) = (copied.clone(), setter.clone());
            copy(&write(), move || setter.set(Some(copied)));
        })
    }
}

/// What was copied last, until something else is `shown`.
#[hook]
pub fn use_copied<T: PartialEq + 'static>(shown: T) -> Copied {
    let copied = use_state_eq(|| None);
    let setter = copied.setter();
    use_effect_with(shown, move |_| setter.set(None));
    Copied(copied)
}
