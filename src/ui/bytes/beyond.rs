//! The way to what is not drawn of a long list.

use crate::app::Action;
use crate::ui::controls::Button;
use yew::prelude::*;

/// A button, on a line of its own, that leads to what its label says.
pub fn beyond(label: String, action: Action) -> Html {
    html! { <div class="beyond"><Button {label} {action} /></div> }
}
