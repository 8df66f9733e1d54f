//! A cause: why it ends so, what it shows of what is seen, and the way to see it run.

use crate::lab::Scenario;
use crate::lab::space::Unusual;
use crate::present::diagnose::{Cause, FoundCause, Sighting};
use crate::present::link::{LinkTo, at_failure, repairing};
use crate::present::narration::diagnose as said;
use crate::present::narration::repair::WHAT_WOULD_FIX_IT;
use yew::prelude::*;

/// What it is held against.
pub struct CauseContext<'a> {
    /// The lab's settings: their names are the person's.
    pub names: &'a Scenario,
    /// All that was told: `matched` of a cause are places in it.
    pub observations: &'a [Sighting],
    /// How many configurations fit.
    pub all: usize,
}

/// A cause in its place in the list, from 0.
pub fn cause(place: usize, found: &FoundCause, within: &CauseContext<'_>) -> Html {
    let configuration = found.configuration.as_ref();
    let scenario = found.scenario(within.names);
    let names = scenario.as_ref().unwrap_or(within.names);
    let label = |place: &usize| said::told(within.observations, *place, within.names);
    let told = |class: &'static str, places: &[usize]| -> Html {
        let item = |place: &usize| Some(html! { <li key={*place} {class}>{label(place)?}</li> });
        places.iter().filter_map(item).collect()
    };
    html! {
        <li key={found.cause.key()}>
            <p class="cause-group">{said::group_name(found.cause.group())}</p>
            <div class="cause-head">
                <h3>{said::cause_name(found.cause, names)}</h3>
                <span class="quiet">
                    {match configuration {
                        Some(_) => said::fit(found.fits, within.all),
                        None if scenario.is_some() => said::NOT_SEARCHED.to_owned(),
                        None => said::NOT_COMPUTED.to_owned(),
                    }}
                </span>
            </div>
            <p>{said::cause_reason(found.cause, names).to_string()}</p>
            <ul class="shown" aria-label={said::SHOWS}>
                {told("shows", &found.matched)}
                {told("lacks", &found.missed)}
            </ul>
            {match found.cause {
                Cause::Outside(outside) => html! {
                    <dl class="outside">
                        <dt>{said::CHECK}</dt><dd>{said::outside(outside).check}</dd>
                        <dt>{said::FIX}</dt><dd>{said::outside(outside).fix}</dd>
                        <dt>{said::SOURCE}</dt><dd>{said::outside(outside).source}</dd>
                    </dl>
                },
                _ => html! {},
            }}
            if let Some(scenario) = &scenario {
                <div class="cause-foot">
                    <a
                        class={(place == 0).then_some("primary")}
                        href={format!("#{}", repairing(&in_the_lab(scenario), &[]))}
                    >
                        {WHAT_WOULD_FIX_IT}
                    </a>
                    <a
                        class={(place == 0).then_some("ghost")}
                        href={format!("#{}", at_failure(&in_the_lab(scenario)))}
                    >
                        {said::OPEN_IN_LAB}
                    </a>
                    {unusual(found, scenario)}
                </div>
            }
        </li>
    }
}

/// How much is unusual where it is so; what besides the cause, on demand.
fn unusual(found: &FoundCause, names: &Scenario) -> Html {
    let things = found.configuration.iter().flat_map(|it| &it.unusual);
    let name = |what: &Unusual| said::cause_name(Cause::Unusual(*what), names);
    let cause = said::cause_name(found.cause, names);
    let names: Vec<_> = things.map(name).filter(|it| *it != cause).collect();
    let count = said::unusual(found.unusual);
    if names.is_empty() {
        return html! { <span class="pill">{count}</span> };
    }
    html! {
        <details class="unusual">
            <summary class="pill">{count}</summary>
            {names.join("; ")}
        </details>
    }
}

fn in_the_lab(scenario: &Scenario) -> String {
    LinkTo {
        controller: true,
        ..LinkTo::settings(scenario)
    }
    .encode()
}
