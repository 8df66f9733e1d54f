//! What could not be understood in a link, and what was done instead. A link may be a stranger's.

use super::names::LONG;
use super::text::Text;
use crate::present::foreign::cut;
use crate::present::link::{LinkProblem, key as keys};
use crate::prose;

/// What could not be understood in a link, and what the page did instead.
pub fn link_problem(problem: &LinkProblem) -> String {
    let instead = match problem {
        LinkProblem::Value { key, .. } if key == keys::TWIN => ": no second run is shown",
        LinkProblem::Value { .. } => ": the usual value is used instead",
        LinkProblem::Version(_) => "; what is understood of it is used",
        LinkProblem::Page(_) => ": this is the lab",
        LinkProblem::TooLong(_) => "; the page starts as usual",
        LinkProblem::Step => ": this is where it begins",
        LinkProblem::Withheld(_) => "",
    };
    prose! { fault(problem), instead, "." }.to_string()
}

/// What an example refuses a link for.
pub fn link_refused(problem: &LinkProblem) -> String {
    prose! { fault(problem), "." }.to_string()
}

fn fault(problem: &LinkProblem) -> Text {
    match problem {
        LinkProblem::Value { key, value } => prose! {
            "The link says ", cut(key, LONG), "=", cut(value, LONG), ", which is not known here"
        },
        LinkProblem::Version(version) => {
            prose! { "The link is of version ", cut(version, LONG), ", not 1" }
        }
        LinkProblem::Page(page) => prose! {
            "The link leads to a page named “", cut(page, LONG), "”, which is not here"
        },
        LinkProblem::TooLong(length) => prose! {
            "The link is ", *length, " characters long and was not read"
        },
        LinkProblem::Step => {
            prose! { "The link leads to a step that its run does not have" }
        }
        LinkProblem::Withheld(count) => prose! {
            "Changes on the way that are not in the link, because they hold a password: ", *count
        },
    }
}
