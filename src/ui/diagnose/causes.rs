//! The causes that fit, and what to try where none is told.

use super::cause::{CauseContext, cause};
use super::left_out::{not_judged, ruled_out};
use crate::app::{Action, DiagnoseAction, Inquiry};
use crate::lab::Scenario;
use crate::present::diagnose::Sighting;
use crate::present::narration::diagnose::{self as said, SearchExtent};
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The column in the middle, below how far the search is.
pub fn causes(dispatch: &Dispatch, inquiry: &Inquiry, names: &Scenario) -> Html {
    let diagnosis = &inquiry.diagnosis;
    let observations = inquiry.observations();
    let told = observations.iter().any(Sighting::is_of_something_seen);
    let within = CauseContext {
        names,
        observations: &observations,
        all: diagnosis.fitting,
    };
    let explored = match inquiry.running {
        Some(_) => SearchExtent::SoFar,
        None => SearchExtent::AsAsked,
    };
    let counted = said::considered(diagnosis, explored);
    let found = diagnosis.causes.iter().enumerate();
    html! {
        <section tabindex="-1" aria-label={said::CAUSES}>
            <h2>{said::CAUSES}</h2>
            <p class="quiet" role="status">
                if told && inquiry.space.is_some() { {counted.to_string()} } else { {untold(inquiry, told)} }
            </p>
            if told && diagnosis.causes.len() > 1 {
                <p class="quiet">{said::ORDER}</p>
            }
            if inquiry.text.is_empty() && observations.is_empty() {
                {examples(dispatch)}
            }
            if told && inquiry.space.is_some() && diagnosis.causes.is_empty() {
                <p>{said::NOTHING_FITS}</p>
            }
            {for contradictions(inquiry, &within)}
            <ol class="found-causes" aria-label={said::CAUSES}>
                {for found.map(|(place, found)| cause(place, found, &within))}
            </ol>
            if told && inquiry.space.is_some() {
                {ruled_out(inquiry, names, &within)}
                {not_judged(inquiry)}
            }
        </section>
    }
}

/// Something to try.
fn examples(dispatch: &Dispatch) -> Html {
    let example = |(name, text): (&'static str, &str)| {
        let text = DiagnoseAction::Text(text.into());
        button(name, dispatch.act(Action::Diagnose(text)))
    };
    html! {
        <>
            <p class="try">{said::TRY}</p>
            <div class="tools">{for said::EXAMPLES.map(example)}</div>
        </>
    }
}

/// What does not go together, a line for each pair.
fn contradictions(inquiry: &Inquiry, within: &CauseContext<'_>) -> Vec<Html> {
    let told = |place: &usize| said::told(within.observations, *place, within.names);
    let pairs = inquiry.diagnosis.contradictions.iter();
    let line = |(one, other): &(usize, usize)| {
        let says = said::contradict(&told(one)?, &told(other)?);
        Some(html! { <p key={format!("{one} {other}")} class="contradiction">{says}</p> })
    };
    pairs.filter_map(line).collect()
}

/// Where no cause is told: what was told is only being run, or nothing was that is understood.
fn untold(inquiry: &Inquiry, told: bool) -> &'static str {
    match (told, inquiry.reading.not_read.is_empty()) {
        (true, _) => said::FIRST_RUNS,
        (false, true) => said::NOTHING_YET,
        (false, false) => said::NOTHING_UNDERSTOOD,
    }
}
