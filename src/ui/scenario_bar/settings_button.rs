//! The way to the settings.

use crate::app::Action;
use crate::ui::hooks::use_focus_when;
use crate::ui::icon::Icon;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// Whether there is anything to close.
#[derive(PartialEq, Properties)]
pub struct SettingsButtonProps {
    /// Whether the settings are open.
    pub open: bool,
}

/// Opens and closes the settings, and takes the focus back when they close.
#[component]
pub fn SettingsButton(props: &SettingsButtonProps) -> Html {
    let dispatch = use_dispatch();
    let button = use_node_ref();
    use_focus_when(&button, !props.open);
    html! {
        <button
            ref={button}
            type="button"
            class="ghost"
            aria-expanded={props.open.to_string()}
            onclick={dispatch.act(Action::ToggleSettings)}
        >
            {Icon::Sliders.draw()}
            {"Settings"}
        </button>
    }
}
