//! The computers, each above its lifeline.

use crate::lab::Hop;
use crate::present::narration::traffic::{self as say, LaneRole};
use crate::ui::shown::Shown;
use yew::prelude::*;

/// Their names and what each is here.
pub fn lanes(shown: &Shown) -> Html {
    let log = &shown.rendered.log;
    let lanes = shown.rendered.plan.lanes.iter().filter_map(|lane| {
        let host = log.host(*lane)?;
        let calls = !host.links.is_empty();
        let mut to_it = log
            .connections
            .iter()
            .filter(|it| it.to == *lane)
            .peekable();
        let called = to_it.peek().is_some();
        let role = match (calls, called) {
            (_, true) if to_it.all(|it| it.hop == Hop::Directory) => LaneRole::GivesTickets,
            (true, true) => LaneRole::Between,
            (true, false) => LaneRole::Client,
            (false, _) => LaneRole::Server,
        };
        Some(html! {
            <div key={host.id.0} class="lane">
                <h2>{&host.name}</h2>
                <p class="quiet">{say::lane(role)}</p>
            </div>
        })
    });
    html! { <div class="hosts lanes">{for lanes}</div> }
}
