//! The step that is shown, of the run that is shown.

use super::shared::Shared;
use crate::app::{RenderedRun, State};
use crate::lab::EventId;
use crate::present::Step;
use crate::present::timing::Timing;
use yew::AttrValue;
use yew::html::ImplicitClone;

/// A run, and the number of one of its steps.
#[derive(Clone, PartialEq)]
pub struct Shown {
    /// The run, with all that is derived from it.
    pub rendered: Shared<RenderedRun>,
    /// The number of the step, from 0.
    pub step: usize,
    /// Whether the run goes on behind a veil: nothing may tell what comes, not even how much.
    pub veiled: bool,
    /// Whether its steps stand as far apart as they were in time.
    pub to_scale: bool,
}

impl ImplicitClone for Shown {}

impl Shown {
    /// What a state shows.
    pub fn of(state: &State) -> Self {
        Self {
            rendered: (&state.rendered).into(),
            step: state.step,
            veiled: state.is_veiled(),
            to_scale: false,
        }
    }

    /// The step that is shown; none where the run has none.
    pub fn current(&self) -> Option<&Step> {
        self.rendered.steps.get(self.step)
    }

    /// How many steps there are, where that may be told.
    pub fn all(&self) -> Option<usize> {
        (!self.veiled).then(|| self.rendered.steps.len())
    }

    /// The step at the end of the slider: behind a veil, one that says nothing of how many there are.
    pub fn scale(&self) -> usize {
        let last = self.rendered.last();
        if self.veiled {
            (last + 8).max(24)
        } else {
            last
        }
    }

    /// When its steps happened, where they are to stand so.
    pub fn timing(&self) -> Option<&Timing> {
        self.rendered.timing().filter(|_| self.to_scale)
    }

    /// How far along the line a step stands, from 0 to 1.
    pub fn along(&self, step: usize) -> f64 {
        match (self.timing(), self.scale()) {
            (Some(timing), _) => timing.along(step),
            (None, 0) => 0.0,
            (None, last) => share(step) / share(last),
        }
    }

    /// The last event that has happened.
    pub fn now(&self) -> EventId {
        self.current().map_or(EventId(0), Step::end)
    }

    /// The sentence of the step that is shown; empty where there is no step.
    pub fn sentence(&self) -> AttrValue {
        let texts = self.rendered.texts(self.step);
        texts.map_or_else(AttrValue::default, |texts| texts.sentence.clone().into())
    }
}

/// A number of steps, to be divided.
fn share(steps: usize) -> f64 {
    f64::from(u32::try_from(steps).unwrap_or(u32::MAX))
}
