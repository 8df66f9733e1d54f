//! The state as Yew keeps it.

use crate::app::{Action, State};
use std::rc::Rc;
use yew::prelude::*;

/// The state, as Yew's reducer hook takes it.
pub struct Store {
    /// The state that the page is drawn from.
    pub state: Rc<State>,
}

impl Store {
    /// The state that the page's address describes.
    pub fn from_address() -> Self {
        let hash = gloo::utils::window().location().hash();
        let state = State::from_fragment(&hash.unwrap_or_default());
        Self {
            state: Rc::new(state),
        }
    }
}

impl Reducible for Store {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        // Nothing is drawn anew for what changes nothing.
        if self.state.ignores(&action) {
            return self;
        }
        let state = Rc::new(self.state.reduce(action));
        Rc::new(Self { state })
    }
}
