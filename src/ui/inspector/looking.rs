//! What the inspector looks at.

use crate::app::{Panel, PredictionPanel, State, Tab};
use crate::present::walk::WalkStop;

/// What the inspector looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looking {
    /// A side of the step.
    Side(Tab),
    /// The tamper panel, where messages are changed.
    Tamper,
    /// IIS's seat, from which its calls are answered by hand.
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
    /// What the state asks for: what was opened goes before what stands there by itself.
    pub fn of(state: &State) -> Self {
        match state.panel {
            Panel::Tamper => Self::Tamper,
            Panel::Seat => Self::Seat,
            Panel::Repairs => Self::Repairs,
            Panel::Sides => Self::by_itself(state),
        }
    }

    fn by_itself(state: &State) -> Self {
        if state.welcome && state.predict.is_none() {
            Self::Welcome
        } else if let Some(asking) = state.asking() {
            Self::Prediction(asking)
        } else if let Some(stop) = state.walk.filter(|_| state.tab == Tab::Explain) {
            Self::Walk(stop)
        } else {
            Self::Side(state.tab)
        }
    }

    /// The tab that is selected, where what is shown belongs to one.
    pub fn selected(self) -> Option<Tab> {
        match self {
            Self::Side(tab) => Some(tab),
            Self::Welcome | Self::Walk(_) => Some(Tab::Explain),
            Self::Tamper | Self::Seat | Self::Repairs | Self::Prediction(_) => None,
        }
    }
}
