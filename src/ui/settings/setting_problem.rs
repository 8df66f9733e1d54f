//! What is odd about a setting.

use crate::lab::{Problem, Scenario, Setting};
use crate::present::narration;

/// What is odd about a setting, if anything, of all that is odd about the settings.
pub fn setting_problem(
    scenario: &Scenario,
    problems: &[(Setting, Problem)],
    setting: Setting,
) -> Option<String> {
    let said = problems
        .iter()
        .filter(|(about, _)| *about == setting)
        .map(|(about, problem)| narration::problem(*about, *problem, scenario));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(" "))
}
