//! The state as the parts of the page reach it.

use crate::app::{Action, State};
use std::rc::Rc;
use yew::prelude::*;

/// The state, and where actions go.
#[derive(Clone)]
pub struct Store {
    /// The state.
    pub state: Rc<State>,
    /// Where actions go.
    pub dispatch: Callback<Action>,
    /// Draws a random number.
    pub seed: fn() -> u64,
}

/// Stores are equal while nothing was done in between.
impl PartialEq for Store {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

/// What a component is given that has something of its own to remember.
#[derive(Clone, PartialEq, Properties)]
pub struct StoreProps {
    /// The state, and where actions go.
    pub store: Store,
}
