//! What can be made of what is at hand.

use super::value_choice::{ValuePurpose, value_choice};
use crate::app::{Action, Seat, SeatAction};
use crate::present::inspect::hex;
use crate::present::seat::TOOLS;
use crate::ui::controls::{Choice, LabelledControl, button};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// What can be typed, the functions, and what was made so far.
pub fn tools(dispatch: &Dispatch, ids: &Ids, seat: &Seat) -> Html {
    let places = seat.function().takes.iter().copied().enumerate();
    let places = places.map(|(place, label)| {
        let purpose = ValuePurpose::Input(place);
        html! { <key={place}>{value_choice(dispatch, ids, seat, purpose, label)}</> }
    });
    let made = seat.made().iter().enumerate().map(|(number, value)| {
        html! {
            <li key={number}><span>{&value.name}</span>{" = "}<code>{hex(&value.bytes, 32)}</code></li>
        }
    });
    let text = dispatch.value(|typed| Some(Action::Seat(SeatAction::Text(typed))));
    let bytes = dispatch.value(|typed| Some(Action::Seat(SeatAction::Hex(typed))));
    html! {
        <section>
            <h3>{"What you type"}</h3>
            {LabelledControl::new(ids, "seat-text", "Typed text").text(&seat.text, text)}
            {LabelledControl::new(ids, "seat-hex", "Typed bytes in hex").text(&seat.hex, bytes)}
            <h3>{"Make something of it"}</h3>
            {function_choice(dispatch, ids, seat)}
            <>{for places}</>
            {button("Compute", dispatch.act(Action::Seat(SeatAction::Compute)))}
            <ul aria-live="polite">{for made}</ul>
        </section>
    }
}

/// A list of the functions.
fn function_choice(dispatch: &Dispatch, ids: &Ids, seat: &Seat) -> Html {
    let choices = Choice::numbered(TOOLS.iter().map(|tool| tool.name)).into();
    let chosen = seat.tool.to_string();
    let onchange = dispatch.value(|key| Some(Action::Seat(SeatAction::Tool(key.parse().ok()?))));
    LabelledControl::new(ids, "seat-tool", "Function").list(choices, chosen, onchange)
}
