//! Two runs beside each other: where they part, and what differs.

mod holdings;

pub use holdings::{HoldingsApart, RunMoment, holdings_apart};

use super::roles::look;
use super::text::{Text, strong};
use crate::lab::Log;
use crate::present::compare::{MessageDifference, RunComparison, StepPair};
use crate::prose;

/// The button that puts a second run beside the first.
pub const COMPARE: &str = "Compare";
/// What the first run is called.
pub const A: &str = "A";
/// What the second run is called.
pub const B: &str = "B";
/// Of a line on which the first run alone has a step.
const A_ONLY: &str = "A only";
/// Of a line on which the second has.
const B_ONLY: &str = "B only";
/// The label of the list of second runs.
pub const SECOND_RUN: &str = "B, beside it";
/// The button by which the second run becomes the one that is shown.
pub const USE_B: &str = "Use B";
/// The button by which the two change places.
pub const SWAP: &str = "Swap A and B";
/// The button for the settings of the second run.
pub const SETTINGS_OF_B: &str = "Settings of B";
/// The switch that leaves only the lines that differ.
pub const ONLY_WHAT_DIFFERS: &str = "Only what differs";
/// The label of what hosts hold in one of the two runs.
pub const HELD_ALONE: &str = "Held in one run alone";
/// Of what one message does not have.
pub const MISSING: &str = "–";
/// The label of the password typed, where it is right in one run alone.
const PASSWORD: &str = "Password";
/// Where both runs are the same.
pub const SAME: &str = "Both runs are the same, to the byte.";
/// Where one run has no step beside that of the other.
pub const NOTHING: &str = "no step of its own here";

/// Above the fields of two messages that differ, on a line, from 0.
pub fn fields_on(line: usize) -> String {
    format!("What differs in the messages of line {}", line + 1)
}

/// Where the first line that differs says the same of both runs: on which line it shows, from 0.
pub fn shows_at(line: usize) -> String {
    format!(
        "In words the same; what differs is in the bytes. It shows at line {}:",
        line + 1
    )
}

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

/// That the password typed is the right one in one run alone.
pub fn password(right_in_first: bool) -> Text {
    let said = |right| if right { "right" } else { "wrong" }.to_owned();
    setting(PASSWORD, said(right_in_first), said(!right_in_first))
}

/// How many messages somebody in between changed in each run, where one has such.
pub fn changed(first: &Log, second: &Log) -> Option<Text> {
    let counts = [first, second].map(changes);
    let said = counts.map(|count| match count {
        0 => "none".to_owned(),
        count => count.to_string(),
    });
    let [left, right] = said;
    (counts != [0, 0]).then(|| setting("Messages changed on their way", left, right))
}

/// What a verdict begins with: which run it is of, and whether that is as it would be with nobody in between.
pub fn whose(run: &'static str, log: &Log) -> String {
    match changes(log) {
        0 => run.to_owned(),
        _ => format!("{run}, changed on its way"),
    }
}

fn changes(log: &Log) -> usize {
    log.events.iter().filter(|event| event.changed()).count()
}

/// What stands between the two steps of a line.
pub fn mark(pair: &StepPair) -> &'static str {
    match (pair.left, pair.right) {
        (Some(_), Some(_)) if pair.same => "=",
        (Some(_), Some(_)) => "≠",
        (Some(_), None) => A_ONLY,
        _ => B_ONLY,
    }
}

/// How much a host holds that it does not in the other run.
pub fn held_alone(count: usize) -> String {
    format!("+{count}")
}

/// Behind that, where there is room.
pub const ONLY_HERE: &str = "only here";

/// The same, in words.
pub fn held_alone_says(count: usize) -> String {
    format!("{count} held in this run alone")
}

/// The name of what differs in two messages.
pub fn difference_name(difference: &MessageDifference) -> String {
    match difference {
        MessageDifference::Layer { layer, .. } => (*layer).to_owned(),
        MessageDifference::Field { layer, name, .. } => format!("{layer}, {name}"),
    }
}

/// What a layer that one of two messages has alone is, beside that message.
pub const LAYER_ALONE: &str = "in this run alone";

/// So many differences are not shown.
pub fn more_differences(count: usize) -> String {
    format!("and {count} more")
}
