//! Where a field's value came from, and what was made of it.

use super::go_to_button::go_to_button;
use super::reference::{name, step_of, whereabouts};
use crate::lab::EventId;
use crate::present::inspect::FieldRow;
use crate::present::narration;
use crate::present::narration::interface;
use crate::present::provenance::{FieldRef, Sources, ValueSource};
use crate::ui::context::Origins;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// More than this is not said of one field.
const MOST_STEPS_SHOWN: usize = 40;

/// Where a field of a message's layer came from, and what was made of it, by who made it.
pub fn made(
    dispatch: &Dispatch,
    origins: &Origins,
    sources: &Sources,
    place: (usize, usize),
    row: &FieldRow,
) -> Html {
    let (message, layer) = place;
    let steps = sources.made_from(message, layer, &row.range);
    let groups = groups(sources, &steps).into_iter().enumerate();
    let groups = groups.map(|(number, (id, ways))| {
        let before = if number > 0 { "; " } else { " " };
        html! {
            <span key={number}>
                {before}
                if let Some(who) = who(origins, id) {
                    <span class="quiet">{who}</span>
                }
                for (number, (step, name)) in ways.into_iter().enumerate() {
                    <span key={step}>
                        if number > 0 {
                            {", "}
                        }
                        {go_to_button(dispatch, &ValueSource::Step(step), None, name)}
                    </span>
                }
            </span>
        }
    });
    html! {
        <p class="made">
            if let Some(from) = origin(sources, place, row) {
                <span>
                    if matches!(from, ValueSource::Held(_)) {
                        {name(origins, sources, &from)}
                    } else {
                        {interface::CAME_FROM}
                        {go_to_button(dispatch, &from, None, &name(origins, sources, &from))}
                        {whereabouts(origins, sources, &from)}
                    }
                    {". "}
                </span>
            }
            if !steps.is_empty() {
                <strong>{interface::MADE_FROM_THIS}</strong>
            }
            <span>{for groups}</span>
            if steps.len() > MOST_STEPS_SHOWN {
                {" …"}
            }
        </p>
    }
}

/// Where the field came from, where that says anything: of constants and numbers equal bytes do not.
fn origin(
    sources: &Sources,
    (message, layer): (usize, usize),
    row: &FieldRow,
) -> Option<ValueSource> {
    let place = FieldRef {
        message,
        layer,
        range: row.range.clone(),
        name: row.name.clone(),
        whole: false,
        later: false,
    };
    let mut telling = ["Name", "Timestamp"].iter();
    let telling = row.value_kind.is_some() || telling.any(|end| row.name.ends_with(end));
    let mut came = sources.came_from(&place);
    let from = came.pop().filter(|_| came.is_empty())?;
    (telling || matches!(from, ValueSource::Step(_))).then_some(from)
}

/// What was made, by the event at which it was: each name once.
fn groups(sources: &Sources, steps: &[usize]) -> Vec<(u32, Vec<(usize, &'static str)>)> {
    let mut groups: Vec<(u32, Vec<(usize, &'static str)>)> = Vec::new();
    for step in steps.iter().take(MOST_STEPS_SHOWN) {
        let Some((id, _)) = sources.step_id(*step) else {
            continue;
        };
        let name = sources.step(*step).map_or("", |step| step.name);
        match groups.last_mut() {
            Some((last, ways)) if *last == id => {
                if ways.iter().all(|(_, other)| *other != name) {
                    ways.push((*step, name));
                }
            }
            _ => groups.push((id, vec![(*step, name)])),
        }
    }
    groups
}

/// Who computed, and at which step; in a paste there is neither.
fn who(origins: &Origins, id: u32) -> Option<String> {
    let number = step_of(origins, Some(id))?;
    let Origins::Lab(shown) = origins else {
        return None;
    };
    let log = &shown.rendered.log;
    let role = log.event(EventId(id)).and_then(|event| log.role(event));
    let who = role.map_or("", narration::host_name);
    Some([who, ", ", &interface::step_number(number), ": "].concat())
}
