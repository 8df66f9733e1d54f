//! What is drawn at random.

use super::group::group;
use crate::app::Action;
use crate::present::narration::interface;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// A button that draws other values; `seed` draws a random number.
pub fn random_values(dispatch: &Dispatch, seed: &Callback<(), u64>) -> Html {
    let (dispatch, seed) = (dispatch.clone(), seed.clone());
    let onclick = Callback::from(move |_| dispatch.emit(Action::Seed(seed.emit(()))));
    let drawn = html! {
        <>
            <p class="quiet">{interface::CHANCE}</p>
            {button("New random values", onclick)}
        </>
    };
    group("Chance", true, drawn)
}
