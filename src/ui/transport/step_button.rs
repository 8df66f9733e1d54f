//! A button of the transport.

use crate::app::Action;
use crate::ui::icon::Icon;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// A button with an icon.
#[derive(PartialEq, Properties)]
pub struct StepButtonProps {
    /// What it is called.
    pub label: &'static str,
    /// What is said when the pointer rests on it, where that is more.
    #[prop_or_default]
    pub title: Option<&'static str>,
    /// Its class.
    #[prop_or("step-button")]
    pub class: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// What a click does.
    pub action: Action,
}

/// The button. It can always be clicked; at an end it does nothing.
#[component]
pub fn StepButton(props: &StepButtonProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <button
            class={props.class}
            type="button"
            aria-label={props.label}
            title={props.title.unwrap_or(props.label)}
            onclick={dispatch.act(props.action.clone())}
        >
            {props.icon.draw()}
        </button>
    }
}
