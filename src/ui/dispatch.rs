//! Where the page's actions go.

use super::store::Store;
use crate::app::Action;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Takes what people do to where it is done: the store, or what stands for it beside the first run. It stays the same as long as the page lives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dispatch(Callback<Action>);

impl Dispatch {
    /// Hands each action to a store, whose reducer makes the next state of it.
    pub fn new(store: &UseReducerHandle<Store>) -> Self {
        Self(store.dispatcher().into())
    }

    /// To where another leads, in another meaning; what has none is not done.
    pub fn meaning(to: &Self, meant: impl Fn(Action) -> Option<Action> + 'static) -> Self {
        let to = to.clone();
        Self(Callback::from(move |action| {
            if let Some(action) = meant(action) {
                to.emit(action);
            }
        }))
    }

    /// Hands one action over now.
    pub fn emit(&self, action: Action) {
        self.0.emit(action);
    }

    /// Does the same at each event.
    pub fn act<E: 'static>(&self, action: Action) -> Callback<E> {
        self.0.reform(move |_| action.clone())
    }

    /// Does something in place of what the browser would do at a click.
    pub fn instead(&self, action: Action) -> Callback<MouseEvent> {
        self.0.reform(move |event: MouseEvent| {
            event.prevent_default();
            action.clone()
        })
    }

    /// Does what follows from the value of an input, a text area or a list.
    pub fn value<E: TargetCast + 'static>(
        &self,
        action: impl Fn(String) -> Option<Action> + 'static,
    ) -> Callback<E> {
        let dispatch = self.clone();
        Callback::from(move |event: E| {
            if let Some(action) = action(value_of(event.as_ref())) {
                dispatch.emit(action);
            }
        })
    }
}

/// The value of the input, text area or list that an event happened at.
fn value_of(event: &Event) -> String {
    // All three have a value, and say it by the same name.
    let target: HtmlInputElement = event.target_unchecked_into();
    target.value()
}
