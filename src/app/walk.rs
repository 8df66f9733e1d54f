//! The first screen and the walk: what stands in the inspector's place, and the run that it is about.

use super::State;
use crate::hosts::Era;
use crate::lab::{EventId, Scenario};
use crate::present::walk::WalkStop;
use std::rc::Rc;

/// Settings, and the event of the step that was shown of their run.
pub type WalkedFrom = (Rc<Scenario>, Option<EventId>);

impl State {
    /// Goes to a stop, in its run; with none, leaves the walk for what was shown before it.
    pub(super) fn walk_to(&mut self, stop: Option<WalkStop>) {
        if self.walk.is_none() {
            // A walk shows what comes.
            self.stop_predicting();
            self.give_up_seat();
            let mut scenario = Scenario::clone(&self.scenario);
            scenario.front_end.seat = None;
            let event = self.current().map(|step| step.id);
            self.walked_from = Some((Rc::new(scenario), event));
        }
        self.walk = stop;
        let Some(stop) = stop else {
            if let Some((scenario, event)) = self.walked_from.take() {
                self.show_at(&scenario, event);
            }
            return;
        };
        let mut own = Scenario::of(Era::Y1998);
        own.seed = self.scenario.seed;
        own.front_end.schemes = vec![stop.scheme()];
        self.show_at(&own, None);
        self.come_forward();
        let event = stop.find(&self.rendered.log);
        self.seek_event(event);
    }

    /// Shows that event of the run of those settings.
    fn show_at(&mut self, scenario: &Scenario, event: Option<EventId>) {
        if *scenario != *self.scenario {
            self.last_edit = None;
            self.revision += 1;
            self.show(scenario.clone());
        }
        self.seek_event(event);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, Dialog, Tab, TransportAction};
    use crate::lab::Setting;
    use crate::present::link::Page;

    #[test]
    fn the_first_screen_stays_until_something_is_done_and_comes_back() {
        let start = State::from_fragment("");
        assert!(start.welcome);
        for look in [
            Action::Hover(Some(1)),
            Action::ToggleInspector,
            Action::Dialog(Some(Dialog::Glossary)),
            Action::DismissProblems,
            Action::Load("v=1&page=decode".to_owned()),
        ] {
            assert!(start.reduce(look.clone()).welcome, "{look:?}");
        }
        let set = Action::Set(Setting::Schemes, "basic".to_owned());
        for deed in [
            Action::Transport(TransportAction::Toggle),
            Action::Transport(TransportAction::Next),
            Action::Tab(Tab::Explain),
            Action::ToggleSettings,
            set.clone(),
        ] {
            let used = start.reduce(deed.clone());
            assert!(!used.welcome, "{deed:?}");
            assert!(used.reduce(Action::Welcome).welcome);
        }
        // A link to a later step is somebody's who knows what they want to show.
        let later = State::from_fragment(
            &start
                .reduce(Action::Transport(TransportAction::Next))
                .fragment(),
        );
        assert!(later.step > 0 && !later.welcome);
        let first = State::from_fragment(&start.reduce(set).fragment());
        assert!(first.welcome);
    }

    #[test]
    fn the_walk_goes_from_stop_to_stop_in_its_two_runs_and_back() {
        let elsewhere = State::from_fragment("v=1&era=today&mailbox=same&step=3");
        let mut state = elsewhere.reduce(Action::Dialog(Some(Dialog::Keys)));
        let mut steps = Vec::new();
        for stop in WalkStop::ALL {
            state = state.reduce(Action::Walk(Some(stop)));
            let here = state.current().unwrap();
            assert!(
                here.events
                    .contains(&stop.find(&state.rendered.log).unwrap())
            );
            assert!(state.inspector && state.dialog.is_none());
            steps.push(state.step);
        }
        assert_eq!(state.verdict().lead, "Running");
        assert_eq!(
            state
                .reduce(Action::Transport(TransportAction::Last))
                .verdict()
                .lead,
            "Second hop succeeded"
        );
        let back = state.reduce(Action::Walk(WalkStop::Password.previous()));
        assert_eq!(Some(&back.step), steps.get(3));
        assert_eq!(back.verdict().lead, "Second hop denied");
        // Looking around is part of it; another run is not.
        let looked = back
            .reduce(Action::Transport(TransportAction::Previous))
            .reduce(Action::Tab(Tab::Bytes));
        assert_eq!(looked.walk, Some(WalkStop::Refusal));
        let set = Action::Set(Setting::Schemes, "digest".to_owned());
        assert_eq!(looked.reduce(set).walk, None);
        // Who leaves it, early or at its end, is where the walk began.
        let esc = (0..3).fold(looked.clone(), |state, _| state.reduce(Action::Escape));
        let left = looked.reduce(Action::Walk(None));
        for left in [&left, &esc, &state.reduce(Action::Walk(None))] {
            assert_eq!((left.walk, left.step), (None, elsewhere.step));
            assert_eq!(left.scenario, elsewhere.scenario);
            assert_eq!(left.walked_from, None);
        }
        // Another lifeline changes the number of a step, not the step; and a walk shows what comes.
        let predicts = elsewhere.reduce(Action::Predict(crate::app::PredictAction::Toggle));
        let walks = predicts.reduce(Action::Walk(Some(WalkStop::Token)));
        assert_eq!(walks.walk, Some(WalkStop::Token));
        assert_eq!(Some(&walks.step), steps.get(1));
        let wider = walks.reduce(Action::Controller(true));
        let event = |state: &State| state.current().map(|step| step.id);
        assert_eq!(event(&wider.reduce(Action::Walk(None))), event(&predicts));
        // Both lead to the lab from wherever they are asked for.
        let decoding = left.reduce(Action::Load("v=1&page=decode".to_owned()));
        for way in [Action::Welcome, Action::Walk(Some(WalkStop::Proof))] {
            let lab = decoding.reduce(way);
            assert_eq!(lab.page, Page::Lab);
            assert!(lab.revision > decoding.revision);
        }
    }
}
