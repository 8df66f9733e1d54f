//! Which sign-ins are shown.

use crate::traffic::attempts::Attempt;

/// Which sign-ins are shown, by how they end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AttemptFilter {
    /// Every sign-in, however it ended.
    #[default]
    All,
    /// Those that were refused, or are nobody's.
    Refused,
    /// Those of which something is missing.
    Incomplete,
}

impl AttemptFilter {
    /// Whether a sign-in is one of those.
    pub fn takes(self, attempt: &Attempt) -> bool {
        match self {
            Self::All => true,
            Self::Refused => attempt.fails(),
            // What was taken out of a file is missing too.
            Self::Incomplete => !attempt.missing().is_empty() || attempt.facts.stripped,
        }
    }
}
