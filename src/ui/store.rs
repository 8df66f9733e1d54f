//! The state as Yew holds it, and how components reach it.

use crate::app::{Action, State};
use std::rc::Rc;
use yew::prelude::*;

/// The state, wrapped for Yew.
#[derive(Clone, Debug, PartialEq)]
pub struct Page(pub State);

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let next = self.0.reduce(action);
        if next == self.0 {
            self
        } else {
            Rc::new(Self(next))
        }
    }
}

/// The state, and where actions go.
#[derive(Clone, PartialEq)]
pub struct Store {
    /// The state.
    pub state: State,
    /// Where actions go.
    pub dispatcher: UseReducerDispatcher<Page>,
    /// Draws a random number.
    pub seed: Seed,
}

/// A source of random numbers; there is only one, so all are equal.
#[derive(Clone, Copy, Debug)]
pub struct Seed(pub fn() -> u64);

impl PartialEq for Seed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Store {
    /// Does something.
    pub fn act(&self, action: Action) {
        self.dispatcher.dispatch(action);
    }

    /// Does the same thing at every event.
    pub fn on<E>(&self, action: Action) -> Callback<E> {
        let store = self.clone();
        Callback::from(move |_| store.act(action.clone()))
    }

    /// Does what follows from the event.
    pub fn with<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let store = self.clone();
        Callback::from(move |event| store.act(action(event)))
    }
}

/// The state, in a component.
#[hook]
pub fn use_store() -> Option<Store> {
    use_context::<Store>()
}
