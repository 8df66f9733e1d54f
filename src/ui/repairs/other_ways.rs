//! Ways that the search does not run.

use crate::lab::Scenario;
use crate::present::narration::repair as said;
use yew::prelude::*;

/// What each does, costs, and who says so.
pub fn other_ways(base: &Scenario) -> Html {
    let way = |way: said::OtherWay| {
        html! {
            <div key={way.name}>
                <dt>{way.name}</dt>
                <dd>
                    {way.does}{" "}{way.costs}
                    if let Some(source) = way.source { {" "}<span class="quiet">{source}</span> }
                </dd>
            </div>
        }
    };
    html! {
        <details class="other-ways">
            <summary>{said::OTHER_WAYS}</summary>
            <dl>{for said::other_ways(base).into_iter().map(way)}</dl>
        </details>
    }
}
