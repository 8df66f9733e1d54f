//! The way to what is not drawn of a long list.

use crate::app::Action;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// A button, on a line of its own, that leads to what its label says.
pub fn beyond(dispatch: &Dispatch, label: &str, action: Action) -> Html {
    html! { <div class="beyond">{button(label, dispatch.act(action))}</div> }
}
