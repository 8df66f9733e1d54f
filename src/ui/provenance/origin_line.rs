//! Where an input of a computation came from.

use super::go_to_button::go_to_button;
use super::reference::{name, whereabouts_or_above};
use crate::present::narration::interface;
use crate::present::provenance::ValueSource;
use crate::ui::context::Origins;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// One origin of an input, with the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct InputOrigin {
    from: ValueSource,
    name: AttrValue,
    whereabouts: AttrValue,
}

/// The origins of an input of a computation; the pieces of one message are told once.
pub fn input_origins(origins: &Origins, step: usize, input: usize) -> Vec<InputOrigin> {
    let mut found: Vec<InputOrigin> = Vec::new();
    let Some(sources) = origins.sources() else {
        return found;
    };
    let own = sources.made_of(step).iter();
    for origin in own.filter(|origin| origin.input == input) {
        let name = name(origins, sources, &origin.from);
        if found.iter().all(|other| other.name != name) {
            found.push(InputOrigin {
                from: origin.from.clone(),
                whereabouts: whereabouts_or_above(origins, sources, &origin.from).into(),
                name: name.into(),
            });
        }
    }
    found
}

/// The origins of an input of a computation, between semicolons.
pub fn origin_line(dispatch: &Dispatch, step: usize, origins: &[InputOrigin]) -> Html {
    let around = ValueSource::Step(step);
    let origins = origins.iter().enumerate().map(|(number, origin)| {
        let before = if number > 0 { "; " } else { "" };
        let lead = match &origin.from {
            ValueSource::Held(_) => {
                return html! { <span key={number}>{before}{&origin.name}</span> };
            }
            ValueSource::Bytes(place) if place.later => interface::ORIGIN_LATER,
            ValueSource::Bytes(_) | ValueSource::Step(_) => interface::ORIGIN,
        };
        html! {
            <span key={number}>
                {before}{lead}
                {go_to_button(dispatch, &origin.from, Some(&around), &origin.name)}
                {&origin.whereabouts}
            </span>
        }
    });
    html! { <p class="from">{for origins}</p> }
}
