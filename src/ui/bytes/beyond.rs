//! The way to what is not drawn of a long list.

use crate::app::Action;
use crate::ui::controls::Button;
use yew::prelude::*;

/// What is not drawn.
#[derive(PartialEq, Properties)]
pub struct BeyondProps {
    /// How many there are, and of what.
    pub label: AttrValue,
    /// What leads there.
    pub action: Action,
}

/// A button, on a line of its own.
#[component]
pub fn Beyond(props: &BeyondProps) -> Html {
    html! {
        <div class="beyond"><Button label={&props.label} action={props.action.clone()} /></div>
    }
}
