//! What could not be understood in the link, until the person has read it.

use super::controls::Button;
use super::shared::Shared;
use crate::app::Action;
use crate::present::link::LinkProblem;
use crate::present::words;
use yew::prelude::*;

/// What was wrong.
#[derive(PartialEq, Properties)]
pub struct ProblemsProps {
    /// What was wrong with the link.
    pub problems: Shared<Vec<LinkProblem>>,
}

/// The list of what was wrong, and a button that dismisses it. Its place is there even while nothing is in it, because
/// only what changes in such a place is announced.
#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let any = !props.problems.is_empty();
    let lines = props.problems.iter().enumerate().map(|(number, problem)| {
        html! { <li key={number}>{words::link_problem(problem)}</li> }
    });
    html! {
        <div class={classes!("problems", any.then_some("said"))} role="alert">
            <ul>{for lines}</ul>
            if any {
                <Button label="Understood" action={Action::DismissProblems} />
            }
        </div>
    }
}
