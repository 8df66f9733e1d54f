//! What could not be understood in a link, and what was done instead. A link may be a stranger's.

use super::names::LONG;
use crate::present::foreign::cut;
use crate::present::link::LinkProblem;
use crate::prose;

/// What could not be understood in a link, and what was done instead.
pub fn link_problem(problem: &LinkProblem) -> String {
    let text = match problem {
        LinkProblem::Value { key, value } => prose! {
            "The link says ", cut(key, LONG), "=", cut(value, LONG), ", which this page does not know: the usual \
            value is used instead."
        },
        LinkProblem::Version(version) => prose! {
            "The link is of version ", cut(version, LONG), "; this page writes version 1 and used what it understood."
        },
        LinkProblem::Page(page) => prose! {
            "The link leads to a page named “", cut(page, LONG), "”, which is not here: this is the lab."
        },
        LinkProblem::TooLong(length) => prose! {
            "The link is ", *length, " characters long and was not read; the page starts as usual."
        },
        LinkProblem::Step => prose! {
            "The link leads to a step that its run does not have: this is where it begins."
        },
        LinkProblem::Withheld(count) => prose! {
            "Changes on the way that are not in the link, because they hold a password: ", *count, "."
        },
    };
    text.to_string()
}
