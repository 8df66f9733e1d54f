//! The step that is shown, of the run that is shown.

use super::shared::Shared;
use crate::app::{Film, State};
use crate::lab::EventId;
use crate::present::Step;
use yew::AttrValue;
use yew::html::ImplicitClone;

/// A run, and the number of one of its steps.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// The run.
    pub film: Shared<Film>,
    /// The number of the step, from 0.
    pub step: usize,
}

impl ImplicitClone for Shown {}

impl Shown {
    /// What a state shows.
    pub fn of(state: &State) -> Self {
        Self {
            film: (&state.film).into(),
            step: state.step,
        }
    }

    /// The step.
    pub fn current(&self) -> Option<&Step> {
        self.film.steps.get(self.step)
    }

    /// The last event that has happened.
    pub fn now(&self) -> EventId {
        self.current().map_or(EventId(0), Step::end)
    }

    /// The step's sentence.
    pub fn sentence(&self) -> AttrValue {
        let texts = self.film.texts(self.step);
        texts.map_or_else(AttrValue::default, |texts| texts.sentence.clone().into())
    }
}
