//! From what is seen to its causes: what is pasted is read, what is picked and looked up has its name, and all of it comes to
//! a [`Diagnosis`].

mod read;

pub use super::causes::{
    Cause, CauseGroup, Check, CheckAnswer, Diagnosis, FoundCause, NextCheck, OutsideCause, Pick,
    PickGroup, RuledOut, Sighting, Sign, Symptom, diagnose,
};
pub use read::{PasteReader, Understood, read};

use super::narration::diagnose as said;

impl Pick {
    /// As an observation, in that line of what was pasted.
    pub fn observation(self, line: Option<usize>) -> Sighting {
        Sighting {
            label: said::pick_name(self).to_owned(),
            line,
            signs: self.signs(),
        }
    }
}

impl Check {
    /// What follows from an answer, as if it had been pasted.
    pub fn observation(self, given: CheckAnswer) -> Sighting {
        Sighting {
            label: said::answered(self, given),
            line: None,
            signs: self.signs(given),
        }
    }
}
