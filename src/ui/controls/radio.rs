//! One radio button.

use crate::app::Action;
use crate::ui::hooks::use_ids;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// One radio button of several that look like one control.
#[derive(PartialEq, Properties)]
pub struct RadioProps {
    /// The name of all that belong together.
    pub group: &'static str,
    /// What it is called.
    pub label: AttrValue,
    /// Whether it is chosen.
    pub checked: bool,
    /// What choosing it does.
    pub action: Action,
}

/// The radio button.
#[component]
pub fn Radio(props: &RadioProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    html! {
        <label class={classes!("seg", props.checked.then_some("on"))}>
            <input
                type="radio"
                name={ids.of(props.group)}
                checked={props.checked}
                onchange={dispatch.act(props.action.clone())}
            />
            <span>{&props.label}</span>
        </label>
    }
}
