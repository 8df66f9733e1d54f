//! What is odd about the value of a control.

use crate::ui::hooks::use_ids;
use yew::prelude::*;

/// What is said beside a control.
#[derive(PartialEq, Properties)]
pub struct ProblemProps {
    /// The name of the control.
    pub of: &'static str,
    /// What is odd about it, if anything.
    pub said: Option<AttrValue>,
}

/// The place of what is odd, which is always there.
#[component]
pub fn Problem(props: &ProblemProps) -> Html {
    let ids = use_ids();
    html! { <p class="problem" id={ids.part(props.of, "problem")}>{props.said.clone()}</p> }
}
