//! The steps at which schemes were left for others: who comes back to a scheme comes back to its step.

use crate::hosts::Scheme;
use crate::lab::{EventId, Scenario};
use std::rc::Rc;

/// Of each choice of schemes that was left: the event of the step that was shown then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepsLeft(Vec<(Rc<[Scheme]>, EventId)>);

impl StepsLeft {
    /// Remembers where one run is left for another; says where that one was left before. It counts only as long as nothing but
    /// the schemes is set. `here` is the event of the step that is shown, and `ends` says that it is the last one.
    pub fn leave(
        &mut self,
        from: &Scenario,
        to: &Scenario,
        here: Option<EventId>,
        ends: bool,
    ) -> Option<EventId> {
        let (old, new) = (&from.front_end.schemes, &to.front_end.schemes);
        let mut same = to.clone();
        same.front_end.schemes.clone_from(old);
        if old == new || same != *from {
            self.clear();
            return None;
        }
        let (before, found) = (self.at(old), self.at(new));
        self.0.retain(|(schemes, _)| **schemes != **old);
        self.0
            .extend(here.map(|event| (old.as_slice().into(), event)));
        // Whoever went to the end meanwhile wants to compare the ends.
        found.filter(|_| !ends || before == here)
    }

    /// Forgets all of them, as where a link brings another scenario.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    fn at(&self, schemes: &[Scheme]) -> Option<EventId> {
        let found = self.0.iter().find(|(left, _)| **left == *schemes);
        found.map(|(_, event)| *event)
    }
}
