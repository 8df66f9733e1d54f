//! What is shown of two runs.

use crate::app::Compare;
use crate::lab::Scenario;
use crate::present::narration::compare::HoldingsApart;
use crate::ui::shared::Shared;
use crate::ui::shown::Shown;
use std::rc::Rc;
use yew::prelude::*;

/// Two runs at the moments that are shown.
#[derive(PartialEq, Properties)]
pub struct BothRunsProps {
    /// The second run, and what stands for what.
    pub compare: Shared<Compare>,
    /// The first run's step.
    pub shown: Shown,
    /// The second run's step.
    pub other: Shown,
    /// The first run's settings.
    pub scenario: Shared<Scenario>,
    /// What hosts hold in one run alone.
    pub apart: Rc<[HoldingsApart]>,
}
