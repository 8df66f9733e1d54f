//! A setting that is on or off.

use super::problem::problem;
use crate::app::Action;
use crate::ui::hooks::use_ids;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// A check box that stands for a setting.
#[derive(PartialEq, Properties)]
pub struct CheckFieldProps {
    /// A name that is unique on the page.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Whether it is ticked.
    pub checked: bool,
    /// What a click does.
    pub action: Action,
    /// What is odd about it, if anything.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
}

/// The check box with its label, and what is odd about it.
#[component]
pub fn CheckField(props: &CheckFieldProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let id = ids.of(props.id);
    html! {
        <div class="field check">
            <input
                type="checkbox"
                id={&id}
                aria-describedby={ids.part(props.id, "problem")}
                checked={props.checked}
                onchange={dispatch.act(props.action.clone())}
            />
            <label for={id}>{props.label}</label>
            {problem(&ids, props.id, props.problem.as_ref())}
        </div>
    }
}
