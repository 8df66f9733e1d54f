//! Sitting in IIS's seat: what is done there, and the run that comes of an answer.

use super::{Panel, Seat, SeatAttempt, State};
use crate::hosts::Reply;
use crate::lab::{Scenario, settled};
use crate::present::answer_method::AnswerMethod;
use crate::present::narration::{seat as words, verdict};
use std::rc::Rc;

/// Something done in IIS's seat.
#[derive(Clone, Debug, PartialEq)]
pub enum SeatAction {
    /// Take the seat, or look at it again.
    Take,
    /// Leave it: the run goes as it would.
    Leave,
    /// Take that function.
    Tool(usize),
    /// Apply the function to that value, in the first place or the second.
    Input(usize, usize),
    /// The text that a function is to be applied to is typed.
    Text(String),
    /// Bytes are typed in hex.
    Hex(String),
    /// Apply the function.
    Compute,
    /// Answer in that way.
    With(AnswerMethod),
    /// Answer with that value.
    Source(usize),
    /// The domain that the AUTHENTICATE is to name is typed.
    Domain(String),
    /// The user that the AUTHENTICATE is to name is typed.
    User(String),
    /// The answer goes to the back end, and the run goes on from there.
    Send,
}

impl State {
    pub(super) fn sit(&mut self, action: SeatAction) {
        match action {
            SeatAction::Take if self.seat.is_none() => return self.take_seat(),
            SeatAction::Leave => return self.leave_seat(),
            SeatAction::Send => return self.send(),
            _ => {}
        }
        let Some(seat) = self.seat.as_mut().map(Rc::make_mut) else {
            return;
        };
        match action {
            SeatAction::Take => {
                self.open(Panel::Seat);
            }
            SeatAction::Tool(tool) => seat.tool = tool,
            SeatAction::Input(place, value) => {
                if let Some(input) = seat.inputs.get_mut(place) {
                    *input = value;
                }
            }
            SeatAction::Text(text) => seat.type_text(text),
            SeatAction::Hex(hex) => seat.type_hex(hex),
            SeatAction::Compute => seat.compute(),
            SeatAction::With(with) => seat.answer_with(with),
            SeatAction::Source(value) => seat.source = value,
            SeatAction::Domain(domain) => seat.domain = domain,
            SeatAction::User(user) => seat.user = user,
            SeatAction::Leave | SeatAction::Send => {}
        }
    }

    /// At the moment of the question, as the run goes with nobody in the seat.
    pub(super) fn take_seat(&mut self) {
        self.stop_predicting();
        self.seat = Seat::of(self).map(Rc::new);
        let Some(seat) = &self.seat else {
            return;
        };
        let step = self.rendered.step_of(seat.asked);
        self.open(Panel::Seat);
        self.seek(step.unwrap_or(self.step));
    }

    /// Whether somebody sits there who has sent nothing yet.
    pub(super) fn has_not_answered(&self) -> bool {
        let seat = self.seat.as_ref();
        seat.is_some_and(|seat| seat.attempts.is_empty())
    }

    fn leave_seat(&mut self) {
        let came_from = self.seat.as_ref().and_then(|seat| seat.came_from);
        self.give_up_seat();
        self.answer(None);
        if let Some(step) = came_from.and_then(|event| self.rendered.step_of(event)) {
            self.seek(step);
        }
    }

    /// Runs on from the question with this answer.
    fn answer(&mut self, reply: Option<Reply>) {
        let mut scenario = Scenario::clone(&self.scenario);
        scenario.front_end.seat = reply;
        self.show(scenario);
    }

    /// Sends the answer, and goes to where it is judged.
    fn send(&mut self) {
        let Some(seat) = self.seat.as_mut().map(Rc::make_mut) else {
            return;
        };
        let (reply, what) = match seat.reply() {
            Ok(reply) => reply,
            Err(problem) => {
                seat.problem = problem;
                return;
            }
        };
        seat.problem = "";
        let (asked, with) = (seat.asked, seat.with);
        self.answer(Some(reply));
        let log = &self.rendered.log;
        let judged = settled(log)
            .into_iter()
            .find(|settled| settled.event > asked);
        let Some(judged) = judged.map(|judged| judged.event) else {
            return;
        };
        let verdict = verdict(log, judged);
        let hint = words::hint(log, judged, with);
        if let Some(step) = self.rendered.step_of(judged) {
            self.seek(step);
        }
        if let Some(seat) = self.seat.as_mut().map(Rc::make_mut) {
            seat.attempts.push(SeatAttempt {
                what,
                verdict,
                hint,
            });
        }
    }
}
