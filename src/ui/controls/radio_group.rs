//! Radio buttons that look like one control, with their label.

use super::problem::problem;
use crate::ui::hooks::use_ids;
use yew::prelude::*;

/// A setting of which one of a few values is chosen.
#[derive(PartialEq, Properties)]
pub struct RadioGroupProps {
    /// A name that is unique on the page.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What is odd about it, if anything.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// The radio buttons.
    pub children: Html,
}

/// The radio buttons with their label, and what is odd about them.
#[component]
pub fn RadioGroup(props: &RadioGroupProps) -> Html {
    let ids = use_ids();
    let label = ids.part(props.id, "label");
    html! {
        <div class="field-inline">
            <span class="field-label" id={&label}>{props.label}</span>
            <div class="segs" role="radiogroup" aria-labelledby={label}>{props.children.clone()}</div>
            {problem(&ids, props.id, props.problem.as_ref())}
        </div>
    }
}
