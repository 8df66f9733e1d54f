//! What the inspector looks at.

use crate::app::{PredictionPanel, Tab};
use crate::present::walk::WalkStop;

/// What the inspector looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looking {
    /// A side of the step.
    Side(Tab),
    /// The tamper panel, where messages are changed.
    Tamper,
    /// IIS's seat.
    Seat,
    /// What would fix the run, or break it.
    Repairs,
    /// The first screen.
    Welcome,
    /// A stop of the walk, and the step that explains it.
    Walk(WalkStop),
    /// What comes, as it is predicted.
    Prediction(PredictionPanel),
}

impl Looking {
    /// The tab that is selected, where what is shown belongs to one.
    pub fn selected(self) -> Option<Tab> {
        match self {
            Self::Side(tab) => Some(tab),
            Self::Welcome | Self::Walk(_) => Some(Tab::Explain),
            Self::Tamper | Self::Seat | Self::Repairs | Self::Prediction(_) => None,
        }
    }
}
