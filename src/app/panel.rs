//! What was opened in the place of a step's sides. One thing at a time: whatever is opened closes what was open.

use super::{State, Tab};
use crate::present::link::Page;

/// What stands in the place of a step's sides because somebody opened it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// Nothing: the step's sides are seen, or what stands before them by itself.
    #[default]
    Sides,
    /// The tamper panel, where messages are changed.
    Tamper,
    /// IIS's seat, from which its calls are answered by hand.
    Seat,
    /// What would fix the run, or break it.
    Repairs,
}

impl State {
    /// Shows it, also where the inspector is a sheet.
    pub(super) fn open(&mut self, panel: Panel) {
        self.panel = panel;
        self.inspector = true;
    }

    /// What was opened is kept, and the sides are shown.
    pub(super) fn look_away(&mut self) {
        self.panel = Panel::Sides;
    }

    /// The same where that one is open.
    pub(super) fn look_away_from(&mut self, panel: Panel) {
        if self.panel == panel {
            self.look_away();
        }
    }

    /// Nobody sits in IIS's seat any more.
    pub(super) fn give_up_seat(&mut self) {
        self.seat = None;
        self.look_away_from(Panel::Seat);
    }

    /// What explains is seen: nothing stands in its place or over it.
    pub(super) fn come_forward(&mut self) {
        self.go_to(Page::Lab);
        self.dialog = None;
        self.settings = false;
        self.look_away();
        self.tab = Tab::Explain;
        self.inspector = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Action, PredictAction, RepairAction, SeatAction, TamperAction};

    #[test]
    fn whatever_is_opened_closes_what_was_open() {
        let ways = [
            (Action::Tamper(TamperAction::Toggle), Panel::Tamper),
            (Action::Seat(SeatAction::Take), Panel::Seat),
            (Action::Repair(RepairAction::Open), Panel::Repairs),
            (Action::Predict(PredictAction::Toggle), Panel::Sides),
            (Action::Tab(Tab::Bytes), Panel::Sides),
            (Action::Welcome, Panel::Sides),
        ];
        for (before, open) in &ways {
            let state = State::from_fragment("").reduce(before.clone());
            assert_eq!(state.panel, *open);
            for (after, opened) in ways.iter().filter(|(after, _)| after != before) {
                let state = state.reduce(after.clone());
                assert_eq!(state.panel, *opened, "{before:?}, {after:?}");
                let closed = state.reduce(Action::Escape);
                assert_eq!(closed.panel, Panel::Sides);
            }
        }
    }

    #[test]
    fn what_is_closed_is_there_when_it_is_opened_again() {
        let repairs = State::from_fragment("").reduce(Action::Repair(RepairAction::Open));
        let seat = repairs.reduce(Action::Seat(SeatAction::Take));
        let again = seat.reduce(Action::Repair(RepairAction::Open));
        assert!(again.seat.is_some());
        assert_eq!(again.repairs, repairs.repairs);
    }
}
