//! The page's state, its actions, one reducer. No effects in here: a key, a button, a link and a test do the same.

mod action;
mod address;
mod compare;
mod credential_inputs;
mod desk;
mod diagnose;
mod draft;
mod film;
mod memory;
mod outcomes;
mod playback;
mod predict;
mod reduce;
mod repairs;
mod seat;
mod seat_action;
mod state;
mod steps_left;
mod tamper;
#[cfg(test)]
mod tests;
mod trace;
mod traffic;
mod walk;

pub use action::{Action, ByteSelection, Dialog, Share, Tab};
pub use compare::{Compare, CompareAction};
pub use credential_inputs::{CredentialField, CredentialInputs};
pub use desk::{DecodeAction, Desk, Paste, PasteProgress, Saved};
pub use diagnose::{DiagnoseAction, Inquiry};
pub use draft::Draft;
pub use film::{Film, MessageLayers, StepTexts};
pub use outcomes::{ComputedPiece, Outcomes, OutcomesAction};
pub use playback::{Playback, SPEEDS};
pub use predict::{Asking, Predict, PredictAction};
pub use repairs::{Made, RepairAction, Repairs};
pub use seat::{Seat, SeatAttempt, With};
pub use seat_action::SeatAction;
pub use state::State;
pub use tamper::{Branch, Tamper};
pub use trace::PointedAt;
pub use traffic::{FileProgress, Traffic, TrafficAction, TrafficSide, key_file};
