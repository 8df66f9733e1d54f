//! What can be made of what is at hand.

use super::value_choice::{Purpose, ValueChoice};
use crate::app::{Action, Seat, Sit};
use crate::present::inspect::hex;
use crate::present::seat::TOOLS;
use crate::ui::controls::{Button, Choice, SelectField, TextField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// Who sits there.
#[derive(PartialEq, Properties)]
pub struct ToolsProps {
    /// The seat.
    pub seat: Shared<Seat>,
}

/// What can be typed, the functions, and what was made so far.
#[component]
pub fn Tools(props: &ToolsProps) -> Html {
    let dispatch = use_dispatch();
    let seat = &props.seat;
    let function = seat.function();
    let choices: Rc<[Choice]> = Choice::numbered(TOOLS.iter().map(|tool| tool.name)).into();
    let places = function.takes.iter().copied().enumerate();
    let places = places.map(|(place, label)| {
        html! { <ValueChoice key={place} {seat} purpose={Purpose::Input(place)} {label} /> }
    });
    let made = seat.made().iter().enumerate().map(|(number, value)| {
        html! {
            <li key={number}><span>{&value.name}</span>{" = "}<code>{hex(&value.bytes, 32)}</code></li>
        }
    });
    html! {
        <section>
            <h3>{"Make something of it"}</h3>
            <TextField
                id="seat-text"
                label="Typed text"
                value={seat.text.clone()}
                oninput={dispatch.value(|typed| Some(Action::Sit(Sit::Text(typed))))}
            />
            <TextField
                id="seat-hex"
                label="Typed bytes in hex"
                value={seat.hex.clone()}
                oninput={dispatch.value(|typed| Some(Action::Sit(Sit::Hex(typed))))}
            />
            <SelectField
                id="seat-tool"
                label="Function"
                {choices}
                chosen={seat.tool.to_string()}
                onchange={dispatch.value(|key| Some(Action::Sit(Sit::Tool(key.parse().ok()?))))}
            />
            <>{for places}</>
            <Button label="Compute" action={Action::Sit(Sit::Compute)} />
            <ul>{for made}</ul>
        </section>
    }
}
