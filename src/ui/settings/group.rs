//! A group of settings.

use yew::prelude::*;

/// The group.
#[derive(PartialEq, Properties)]
pub struct GroupProps {
    /// What it is called.
    pub legend: &'static str,
    /// Its settings.
    pub children: Html,
}

/// The group as a form of its own, because browsers take two passwords in one form for a mistake. It is never submitted.
#[component]
pub fn Group(props: &GroupProps) -> Html {
    html! {
        <form autocomplete="off" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <fieldset>
                <legend>{props.legend}</legend>
                {props.children.clone()}
            </fieldset>
        </form>
    }
}
