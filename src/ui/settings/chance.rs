//! What is drawn at random.

use crate::app::Action;
use crate::present::narration::interface;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// Where random values come from.
#[derive(PartialEq, Properties)]
pub struct ChanceProps {
    /// Draws a random number.
    pub seed: Callback<(), u64>,
}

/// A button that draws other values.
#[component]
pub fn Chance(props: &ChanceProps) -> Html {
    let dispatch = use_dispatch();
    let seed = props.seed.clone();
    let onclick = move |_: MouseEvent| dispatch.emit(Action::Seed(seed.emit(())));
    html! {
        <fieldset>
            <legend>{"Chance"}</legend>
            <p class="quiet">{interface::CHANCE}</p>
            <button class="ghost" type="button" {onclick}>{"New random values"}</button>
        </fieldset>
    }
}
