//! The dialog that saves the run as a picture.

use super::address;
use crate::app::State;
use crate::present::narration::interface;
use crate::present::picture::{Picture, picture};
use crate::ui::browser::{save, save_png};
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The two kinds of pictures. `refused` says that the browser could not draw one.
pub fn picture_choice(state: &Shared<State>, refused: &UseStateHandle<bool>) -> Html {
    let svg = {
        let state = state.clone();
        move |_: MouseEvent| save("double-hop.svg", &draw(&state).svg)
    };
    let png = {
        let (state, refused) = (state.clone(), refused.setter());
        move |_: MouseEvent| {
            let refused = refused.clone();
            refused.set(false);
            save_png("double-hop.png", &draw(&state), move || refused.set(true));
        }
    };
    html! {
        <>
            <p>{interface::PICTURE}</p>
            <p class="choices">
                <button class="ghost" type="button" onclick={svg}>{"SVG"}</button>
                <button class="ghost" type="button" onclick={png}>{"PNG"}</button>
            </p>
            <p class="problem" role="alert">{refused.then_some(interface::PICTURE_TOO_LARGE)}</p>
        </>
    }
}

fn draw(state: &State) -> Picture {
    let link = address(&state.lab_fragment(false));
    let report = state.film.report(&state.scenario, link);
    state.film.draw(|drawing| picture(&report, drawing))
}
