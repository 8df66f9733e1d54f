//! The state as Yew holds it, and how the parts of the page reach it.

use crate::app::{Action, State};
use std::rc::Rc;
use yew::prelude::*;

/// The state, wrapped for Yew. Each action makes a new one.
#[derive(Clone, Debug)]
pub struct Page(pub Rc<State>);

impl Reducible for Page {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Self(Rc::new(self.0.reduce(action))))
    }
}

/// The state, and where actions go.
#[derive(Clone)]
pub struct Store {
    /// The state.
    pub state: Rc<State>,
    /// Where actions go.
    pub dispatcher: UseReducerDispatcher<Page>,
    /// Draws a random number.
    pub seed: fn() -> u64,
}

/// Stores are equal while nothing was done in between.
impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// What a component is given that needs hooks of its own.
#[derive(Clone, PartialEq, Properties)]
pub struct StoreProps {
    /// The state, and where actions go.
    pub store: Store,
}

impl Store {
    /// Does something.
    pub fn act(&self, action: Action) {
        self.dispatcher.dispatch(action);
    }

    /// Does the same thing at every event.
    pub fn on<E>(&self, action: Action) -> Callback<E> {
        let dispatcher = self.dispatcher.clone();
        Callback::from(move |_| dispatcher.dispatch(action.clone()))
    }

    /// Does what follows from the event.
    pub fn with<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        let dispatcher = self.dispatcher.clone();
        Callback::from(move |event| dispatcher.dispatch(action(event)))
    }
}
