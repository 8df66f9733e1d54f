//! What could not be understood in the link, until the person has read it.

use super::controls::button;
use super::store::Dispatch;
use crate::app::Action;
use crate::present::link::LinkProblem;
use crate::present::words;
use yew::prelude::*;

/// The list of what was wrong, and a button that dismisses it. Its place is there even while nothing is in it, because
/// only what changes in such a place is announced.
pub fn problems(dispatch: &Dispatch, problems: &[LinkProblem]) -> Html {
    let any = !problems.is_empty();
    let lines = problems.iter().enumerate().map(|(number, problem)| {
        html! { <li key={number}>{words::link_problem(problem)}</li> }
    });
    html! {
        <div key="problems" class={classes!("problems", any.then_some("said"))} role="alert">
            <ul>{for lines}</ul>
            if any {
                {button(dispatch, "Understood", Action::DismissProblems)}
            }
        </div>
    }
}
