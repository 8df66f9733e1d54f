//! What is odd about a setting.

use crate::lab::{Scenario, Setting};
use crate::present::narration;

/// What is odd about a setting, if anything.
pub fn setting_problem(scenario: &Scenario, setting: Setting) -> Option<String> {
    let problems = scenario.problems().into_iter();
    let said = problems
        .filter(|(about, _)| *about == setting)
        .map(|(about, problem)| narration::problem(about, problem, scenario));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(" "))
}
