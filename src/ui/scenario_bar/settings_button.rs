//! The way to the settings.

use crate::app::Action;
use crate::ui::icon::Icon;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// Opens and closes the settings.
pub fn settings_button(dispatch: &Dispatch, node: &NodeRef, open: bool) -> Html {
    html! {
        <button
            ref={node}
            type="button"
            class="ghost"
            aria-expanded={open.to_string()}
            onclick={dispatch.act(Action::ToggleSettings)}
        >
            {Icon::Sliders.draw()}
            {"Settings"}
        </button>
    }
}
