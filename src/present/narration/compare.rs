//! Two runs beside each other: where they part, and what differs.

use super::roles::look;
use super::text::{Text, strong};
use crate::present::compare::{HoldingsApart, RunComparison};
use crate::prose;

/// The button that puts a second run beside the first.
pub const COMPARE: &str = "Compare";
/// What the first run is called.
pub const A: &str = "A";
/// What the second run is called.
pub const B: &str = "B";
/// The label of the list of second runs.
pub const SECOND_RUN: &str = "B, beside it";
/// The button by which the second run becomes the one that is shown.
pub const USE_B: &str = "Use B";
/// The button by which the two change places.
pub const SWAP: &str = "Swap A and B";
/// The button for the settings of the second run.
pub const SETTINGS_OF_B: &str = "Settings of B";
/// Where both runs are the same.
pub const SAME: &str = "Both runs are the same, to the byte.";
/// Where one run has no step beside that of the other.
pub const NOTHING: &str = "nothing of the kind";

/// Where they part, among how many differences.
pub fn first_divergence(comparison: &RunComparison) -> String {
    let all = comparison.pairs.len();
    let place = comparison.pairs.iter().position(|pair| !pair.same);
    let place = place.map_or(0, |place| place + 1);
    format!(
        "line {place} of {all}, first of {} differences",
        comparison.differences()
    )
}

/// What a host holds in one run and not in the other.
pub fn holdings(apart: &HoldingsApart) -> Text {
    let host = look(apart.role).name;
    let side = |name: &'static str, held: &[String]| match held.is_empty() {
        true => Text::default(),
        false => prose! { " ", strong(name), " alone: ", held.join(", "), "." },
    };
    prose! { strong(host), " holds in", side(A, &apart.left), side(B, &apart.right) }
}

/// A setting that differs, with both values.
pub fn setting(label: &'static str, left: String, right: String) -> Text {
    let said = |value: String| {
        if value.is_empty() {
            "nothing".to_owned()
        } else {
            value
        }
    };
    prose! { label, ": ", strong(A), " ", said(left), ", ", strong(B), " ", said(right) }
}
