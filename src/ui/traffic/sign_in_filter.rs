//! What stands over the sign-ins: how many there are, and which of them are wanted.

use crate::app::{Action, Traffic, TrafficAction};
use crate::present::evidence::AttemptFilter;
use crate::present::narration::traffic as say;
use crate::ui::controls::radio;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// The head of the list, which has so many sign-ins, and whose filter so many of them meet, and the days they are of.
pub fn sign_in_filter(
    dispatch: &Dispatch,
    ids: &Ids,
    traffic: &Traffic,
    [all, matching]: [usize; 2],
    days: Option<String>,
) -> Html {
    let only = [AttemptFilter::All, AttemptFilter::Refused, AttemptFilter::Incomplete].map(|only| {
        let action = Action::Traffic(TrafficAction::Only(only));
        let label = say::only(&traffic.shown, only);
        html! { <key={label.clone()}>{radio(dispatch, ids, "only", &label, traffic.only == only, action)}</> }
    });
    let oninput =
        dispatch.value::<InputEvent>(|text| Some(Action::Traffic(TrafficAction::Filter(text))));
    html! {
        <div class="sign-ins-head">
            <h2>{"Sign-ins"}</h2>
            <p class="quiet" role="status" aria-label="Found">{say::found(all, matching)}</p>
            <p class="quiet">{days}</p>
            <span class="space" />
            <div class="segs" role="radiogroup" aria-label="Which sign-ins">{for only}</div>
            <input
                type="text" aria-label="Filter" placeholder={say::FILTER} autocomplete="off" spellcheck="false"
                value={traffic.filter.clone()} {oninput}
            />
        </div>
    }
}
