//! What was copied, which its button says.

use crate::present::narration::logs::COPIED;
use crate::ui::browser::copy;
use yew::prelude::*;

/// What was copied last, by a name that its button has alone.
pub struct Copied(UseStateHandle<Option<AttrValue>>);

impl Copied {
    /// Whether what has that name was copied last.
    pub fn is(&self, name: &str) -> bool {
        self.0.as_deref() == Some(name)
    }

    /// Says that it was copied where only assistive technology finds it.
    pub fn status(&self) -> Html {
        // What was copied is said too: the same words twice would be announced once.
        let said = self.0.as_ref().map(|name| format!("{name}: {COPIED}"));
        html! { <p class="unseen" role="status">{said}</p> }
    }

    /// At a click, copies what is then written.
    pub fn copy(
        &self,
        name: impl Into<AttrValue>,
        write: impl Fn() -> String + 'static,
    ) -> Callback<MouseEvent> {
        let (name, copied) = (name.into(), self.0.setter());
        Callback::from(move |_| {
            let (name, copied) = (name.clone(), copied.clone());
            copy(&write(), move || copied.set(Some(name)));
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
