//! Playing and stepping: what is done to the transport below a sequence, and what follows in the lab.

use super::State;
use crate::lab::EventId;

/// Something done to the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportAction {
    /// Plays from here on, or stops; at the end it begins anew.
    Toggle,
    /// While it plays: the step has stood for its time.
    Advance,
    /// To the first step.
    First,
    /// One step back.
    Previous,
    /// One step on.
    Next,
    /// To the last step, where the verdict is.
    Last,
    /// To the step of that number.
    Seek(usize),
    /// To the step of that event.
    SeekEvent(EventId),
    /// Play at that speed: an index into [`SPEEDS`](super::SPEEDS).
    Speed(usize),
}

impl State {
    /// What follows in the lab.
    pub(super) fn transport(&mut self, action: TransportAction) {
        match action {
            TransportAction::Toggle => self.toggle_play(),
            TransportAction::Advance => self.advance(),
            TransportAction::First => self.seek(0),
            TransportAction::Previous => self.seek(self.step.saturating_sub(1)),
            TransportAction::Next => self.seek(self.step.saturating_add(1)),
            TransportAction::Last => self.seek(usize::MAX),
            TransportAction::Seek(step) => self.seek(step),
            TransportAction::SeekEvent(event) => self.seek_event(Some(event)),
            TransportAction::Speed(speed) => self.playback.set_speed(speed),
        }
    }

    /// Goes to a step, by hand: it stops playing.
    pub(super) fn seek(&mut self, step: usize) {
        self.step = self.shown_near(step.min(self.last()));
        self.playback.stop();
    }

    /// Goes to the step of that event, if there is one.
    pub(super) fn seek_event(&mut self, event: Option<EventId>) {
        if let Some(step) = event.and_then(|event| self.rendered.step_of(event)) {
            self.seek(step);
        }
    }

    fn toggle_play(&mut self) {
        self.playback.toggle();
        let over = self.step >= self.last() || self.shown_near(self.step + 1) <= self.step;
        if self.playback.playing && over {
            // Nothing comes before an open question is answered.
            self.playback.playing = !self.is_veiled();
            let first = self.shown_near(0);
            self.step = if self.is_veiled() { self.step } else { first };
        }
    }

    /// One step on, by itself. It stops where there is something to think about.
    fn advance(&mut self) {
        let last = self.last();
        let next = self.shown_near((self.step + 1).min(last));
        let ends = next >= last || next <= self.step;
        self.step = next.max(self.step);
        let pauses = self.predict.is_none() && self.playback.pauses();
        self.playback.paused = !ends && pauses && self.rendered.turns_at(self.step);
        self.playback.playing = !ends && !self.playback.paused;
    }
}
