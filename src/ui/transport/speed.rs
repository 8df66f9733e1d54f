//! How fast it plays.

use crate::app::{Action, SPEEDS};
use crate::ui::controls::{Choice, Select};
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// The speed.
#[derive(PartialEq, Properties)]
pub struct SpeedChoiceProps {
    /// Its number.
    pub speed: usize,
}

/// A list of all speeds.
#[component]
pub fn SpeedChoice(props: &SpeedChoiceProps) -> Html {
    let dispatch = use_dispatch();
    let choices: Rc<[Choice]> = Choice::numbered(SPEEDS.map(|(_, name)| name)).into();
    let onchange = dispatch.value::<Event>(|speed| Some(Action::Speed(speed.parse().ok()?)));
    html! {
        <Select
            class="speed"
            aria_label="Speed"
            title="Speed (1 to 5)"
            {choices}
            chosen={props.speed.to_string()}
            {onchange}
        />
    }
}
