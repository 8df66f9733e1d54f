//! A line of text.

use super::problem::problem;
use crate::ui::hooks::use_ids;
use yew::prelude::*;

/// A line of text, with its label.
#[derive(PartialEq, Properties)]
pub struct TextFieldProps {
    /// A name that is unique on the page.
    pub id: &'static str,
    /// What it is called.
    pub label: AttrValue,
    /// `password` where it is hidden while it is typed.
    #[prop_or("text")]
    pub kind: &'static str,
    /// What stands there.
    pub value: AttrValue,
    /// Something was typed.
    pub oninput: Callback<InputEvent>,
    /// What is odd about it, if anything.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
}

/// The line of text with its label, and what is odd about it.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let ids = use_ids();
    let id = ids.of(props.id);
    html! {
        <div class="field">
            <label for={&id}>{&props.label}</label>
            <input
                {id}
                aria-describedby={ids.part(props.id, "problem")}
                type={props.kind}
                autocomplete="off"
                spellcheck="false"
                autocapitalize="off"
                dir="auto"
                value={&props.value}
                oninput={&props.oninput}
            />
            {problem(&ids, props.id, props.problem.as_ref())}
        </div>
    }
}
