//! A button that does something.

use crate::app::Action;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// A button with a text.
#[derive(PartialEq, Properties)]
pub struct ButtonProps {
    /// Its text.
    pub label: AttrValue,
    /// What a click does.
    pub action: Action,
    /// Its class.
    #[prop_or("ghost")]
    pub class: &'static str,
    /// Whether it can be clicked.
    #[prop_or(true)]
    pub enabled: bool,
}

/// The button. It submits nothing.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <button
            type="button"
            class={props.class}
            disabled={!props.enabled}
            onclick={dispatch.act(props.action.clone())}
        >
            {&props.label}
        </button>
    }
}
