//! What something is called that a value came from, and where it is.

use crate::lab::EventId;
use crate::present::narration::interface;
use crate::present::provenance::{Sources, ValueSource};
use crate::ui::context::Origins;
use crate::value_kind::ValueKind;

/// The name of where a value came from.
pub fn name(origins: &Origins, sources: &Sources, from: &ValueSource) -> String {
    match from {
        ValueSource::Bytes(place) => {
            let layer = sources.layer_name(place);
            let name = if place.whole {
                interface::ALL_OF_IT
            } else {
                &place.name
            };
            [layer, name].join(" · ")
        }
        ValueSource::Step(step) => {
            let name = sources.step(*step).map_or("", |step| step.name);
            name.to_owned()
        }
        ValueSource::Held(kind) => held(origins, *kind).to_owned(),
    }
}

/// What did not come from anywhere.
fn held(origins: &Origins, kind: Option<ValueKind>) -> &'static str {
    match (origins, kind) {
        (Origins::Decode(_), _) | (_, Some(ValueKind::Password)) => interface::TYPED,
        (_, Some(ValueKind::Challenge)) => interface::DRAWN,
        _ => interface::HELD,
    }
}

/// The number of the lab's step that an event belongs to, from 1; in a paste there are no steps.
pub fn step_of(origins: &Origins, event: Option<u32>) -> Option<usize> {
    let Origins::Lab(shown) = origins else {
        return None;
    };
    Some(shown.rendered.step_of(EventId(event?))? + 1)
}

/// Where a value came from, behind its name: at which step.
pub fn whereabouts(origins: &Origins, sources: &Sources, from: &ValueSource) -> String {
    let number = |step| [" · ", &interface::step_number(step)].concat();
    step_from(origins, sources, from).map_or_else(String::new, number)
}

/// The same among the lines of a computation: what was computed in the same step stands above.
pub fn whereabouts_or_above(origins: &Origins, sources: &Sources, from: &ValueSource) -> String {
    let there = step_from(origins, sources, from);
    let here = match origins {
        Origins::Lab(shown) => there.is_none_or(|there| there == shown.step + 1),
        _ => there.is_none(),
    };
    match from {
        ValueSource::Step(_) if here => interface::ABOVE.to_owned(),
        _ => whereabouts(origins, sources, from),
    }
}

fn step_from(origins: &Origins, sources: &Sources, from: &ValueSource) -> Option<usize> {
    let event = match from {
        ValueSource::Bytes(place) => sources.message_id(place.message),
        ValueSource::Step(step) => sources.step_id(*step).map(|(id, _)| id),
        ValueSource::Held(_) => None,
    };
    step_of(origins, event)
}
