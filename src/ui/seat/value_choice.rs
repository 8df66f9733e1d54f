//! A list of all that is at hand.

use crate::app::{Action, Seat, SeatAction};
use crate::present::inspect::hex;
use crate::present::seat::AvailableValue;
use crate::ui::controls::{Choice, LabelledControl};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::value_kind::ValueKind;
use yew::prelude::*;

/// What a value that is chosen is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValuePurpose {
    /// To be the first or the second that a function is applied to.
    Input(usize),
    /// To answer the back end's question with.
    Answer,
}

/// The list; `label` says what the value is for.
pub fn value_choice(
    dispatch: &Dispatch,
    ids: &Ids,
    seat: &Seat,
    purpose: ValuePurpose,
    label: &'static str,
) -> Html {
    let choices = Choice::numbered(seat.values().iter().map(name)).into();
    let (id, chosen) = match purpose {
        ValuePurpose::Input(0) => ("seat-first", seat.inputs.first()),
        ValuePurpose::Input(place) => ("seat-second", seat.inputs.get(place)),
        ValuePurpose::Answer => ("seat-source", Some(&seat.source)),
    };
    let chosen = chosen.map_or_else(String::new, ToString::to_string);
    let onchange = dispatch.value(move |key| {
        let value = key.parse().ok()?;
        Some(Action::Seat(match purpose {
            ValuePurpose::Input(place) => SeatAction::Input(place, value),
            ValuePurpose::Answer => SeatAction::Source(value),
        }))
    });
    LabelledControl::new(ids, id, label).list(choices, chosen, onchange)
}

/// What a value is called, with its first bytes, but those of a password.
fn name(value: &AvailableValue) -> String {
    if value.value_kind == Some(ValueKind::Password) || value.bytes.is_empty() {
        value.name.clone()
    } else {
        [&value.name, " · ", &hex(&value.bytes, 4)].concat()
    }
}
