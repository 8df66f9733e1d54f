//! How fast it plays.

use crate::app::{Action, SPEEDS, TransportAction};
use crate::ui::controls::{Choice, Select};
use crate::ui::dispatch::Dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// A list of all speeds, of which one is chosen by its number.
pub fn speed_choice(dispatch: &Dispatch, chosen: usize) -> Html {
    let choices: Rc<[Choice]> = Choice::numbered(SPEEDS.map(|(_, name)| name)).into();
    let onchange = dispatch.value::<Event>(|speed| {
        Some(Action::Transport(TransportAction::Speed(
            speed.parse().ok()?,
        )))
    });
    html! {
        <Select
            class="speed"
            aria_label="Speed"
            title="Speed (1 to 5)"
            {choices}
            chosen={chosen.to_string()}
            {onchange}
        />
    }
}
