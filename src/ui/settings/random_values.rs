//! What is drawn at random.

use super::group::group;
use crate::app::Action;
use crate::present::narration::interface;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// A button that draws other values; `seed` draws a random number.
pub fn random_values(dispatch: &Dispatch, seed: &Callback<(), u64>) -> Html {
    let (dispatch, seed) = (dispatch.clone(), seed.clone());
    let onclick = move |_: MouseEvent| dispatch.emit(Action::Seed(seed.emit(())));
    let button = html! {
        <>
            <p class="quiet">{interface::CHANCE}</p>
            <button class="ghost" type="button" {onclick}>{"New random values"}</button>
        </>
    };
    group("Chance", true, button)
}
