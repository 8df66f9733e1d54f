//! A list of all that is at hand.

use crate::app::{Action, Seat, Sit};
use crate::present::inspect::hex;
use crate::present::seat::Value;
use crate::secret::Secret;
use crate::ui::controls::{Choice, SelectField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// What the value is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be the first or the second that a function is applied to.
    Input(usize),
    /// To answer with.
    Answer,
}

/// Which value.
#[derive(PartialEq, Properties)]
pub struct ValueChoiceProps {
    /// The seat.
    pub seat: Shared<Seat>,
    /// What the value is for.
    pub purpose: Purpose,
    /// What that is called.
    pub label: &'static str,
}

/// The list.
#[component]
pub fn ValueChoice(props: &ValueChoiceProps) -> Html {
    let dispatch = use_dispatch();
    let ValueChoiceProps { seat, purpose, .. } = props;
    let purpose = *purpose;
    let values = seat.values();
    let choices: Rc<[Choice]> = Choice::numbered(values.iter().map(name)).into();
    let (id, chosen) = match purpose {
        Purpose::Input(0) => ("seat-first", seat.inputs.first()),
        Purpose::Input(place) => ("seat-second", seat.inputs.get(place)),
        Purpose::Answer => ("seat-source", Some(&seat.source)),
    };
    let chosen = chosen.map_or_else(String::new, ToString::to_string);
    let onchange = dispatch.value(move |key| {
        let value = key.parse().ok()?;
        Some(Action::Sit(match purpose {
            Purpose::Input(place) => Sit::Input(place, value),
            Purpose::Answer => Sit::Source(value),
        }))
    });
    html! { <SelectField {id} label={props.label} {choices} {chosen} {onchange} /> }
}

/// What a value is called; a password does not show its bytes.
fn name(value: &Value) -> String {
    if value.secret == Some(Secret::Password) {
        value.name.clone()
    } else {
        [&value.name, " · ", &hex(&value.bytes, 4)].concat()
    }
}
