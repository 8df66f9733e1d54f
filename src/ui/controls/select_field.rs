//! A list to choose from.

use super::choice::Choice;
use super::problem::problem;
use super::select::Select;
use crate::ui::hooks::use_ids;
use std::rc::Rc;
use yew::prelude::*;

/// A list, with its label.
#[derive(PartialEq, Properties)]
pub struct SelectFieldProps {
    /// A name that is unique on the page.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What there is to choose from.
    pub choices: Rc<[Choice]>,
    /// The key of what is chosen.
    pub chosen: AttrValue,
    /// Another choice was made.
    pub onchange: Callback<Event>,
    /// What is odd about it, if anything.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
}

/// The list with its label, and what is odd about it.
#[component]
pub fn SelectField(props: &SelectFieldProps) -> Html {
    let ids = use_ids();
    let id = ids.of(props.id);
    html! {
        <div class="field">
            <label for={&id}>{props.label}</label>
            <Select
                {id}
                aria_describedby={ids.part(props.id, "problem")}
                choices={props.choices.clone()}
                chosen={&props.chosen}
                onchange={&props.onchange}
            />
            {problem(&ids, props.id, props.problem.as_ref())}
        </div>
    }
}
