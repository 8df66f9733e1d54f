//! A choice in a line of text.

use crate::app::Action;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// A check box, or one of several radio buttons.
#[derive(PartialEq, Properties)]
pub struct CheckLineProps {
    /// What it is called.
    pub label: AttrValue,
    /// Whether it is chosen.
    pub checked: bool,
    /// What choosing it does.
    pub action: Action,
    /// The name of the radio buttons it belongs to; none for a check box.
    #[prop_or_default]
    pub group: Option<AttrValue>,
    /// Whether it can be chosen.
    #[prop_or(true)]
    pub enabled: bool,
    /// What is said when the pointer rests on it.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// What stands behind the label, in a quiet voice.
    #[prop_or_default]
    pub aside: Option<AttrValue>,
}

/// The line.
#[component]
pub fn CheckLine(props: &CheckLineProps) -> Html {
    let dispatch = use_dispatch();
    let kind = if props.group.is_some() {
        "radio"
    } else {
        "checkbox"
    };
    html! {
        <label class="check-line" title={&props.title}>
            <input
                type={kind}
                name={&props.group}
                checked={props.checked}
                disabled={!props.enabled}
                onchange={dispatch.act(props.action.clone())}
            />
            {&props.label}
            if let Some(aside) = &props.aside {
                <span class="quiet">{" "}{aside}</span>
            }
        </label>
    }
}
