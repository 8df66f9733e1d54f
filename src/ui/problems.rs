//! What could not be understood in the link, and what a run from somebody's traffic assumes, until the person has read it.

use super::controls::button;
use super::dispatch::Dispatch;
use crate::app::Action;
use crate::present::evidence::Assumption;
use crate::present::link::LinkProblem;
use crate::present::narration;
use crate::present::narration::traffic as said;
use yew::prelude::*;

/// The list of what was wrong, and a button that dismisses it. Its place is there even while nothing is in it, because
/// only what changes in such a place is announced.
pub fn problems(dispatch: &Dispatch, problems: &[LinkProblem], assumed: &[Assumption]) -> Html {
    let any = !problems.is_empty() || !assumed.is_empty();
    let lines = problems.iter().enumerate().map(|(number, problem)| {
        html! { <li key={number}>{narration::link_problem(problem)}</li> }
    });
    html! {
        <div key="problems" class={classes!("problems", any.then_some("said"))} role="alert">
            <ul>
                {for lines}
                if !assumed.is_empty() {
                    <li key="assumed">{said::assumed(assumed)}</li>
                }
            </ul>
            if any {
                {button("Understood", dispatch.act(Action::DismissProblems))}
            }
        </div>
    }
}
