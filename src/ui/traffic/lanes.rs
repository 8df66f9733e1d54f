//! The computers, each above its lifeline.

use crate::hosts::Role;
use crate::present::narration::traffic as say;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// Their names and what each is here.
pub fn lanes(shown: &Shown) -> Html {
    let log = &shown.film.log;
    let lanes = shown.film.plan.lanes.iter().filter_map(|lane| {
        let host = log.host(*lane)?;
        let calls = !host.links.is_empty();
        let called = log.connections.iter().any(|it| it.to == *lane);
        let gives_tickets = host.role == Some(Role::DomainController);
        Some(html! {
            <div key={host.id.0} class="lane">
                <h2>{&host.name}</h2>
                <p class="quiet">{say::lane(calls, called, gives_tickets)}</p>
            </div>
        })
    });
    html! { <div class="hosts lanes">{for lanes}</div> }
}
