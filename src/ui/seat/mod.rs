//! IIS's seat: what is at hand, what can be made of it, how to answer, and what came of the answers.

mod answer;
mod attempts;
mod held;
mod tools;
mod value_choice;

use super::controls::{button, primary_button};
use super::hooks::{use_dispatch, use_focus_after, use_ids};
use super::shared::Shared;
use crate::app::{Action, Seat, SeatAction};
use crate::present::narration::interface;
use answer::answer_with;
use attempts::attempts;
use held::held_values;
use tools::tools;
use yew::prelude::*;

/// The seat that the person sits in.
#[derive(PartialEq, Properties)]
pub struct IisSeatProps {
    /// What is at hand there, what is typed, and what was tried.
    pub seat: Shared<Seat>,
}

/// The seat: values, functions, ways to answer, and the attempts so far.
#[component]
pub fn IisSeat(props: &IisSeatProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let seat = &props.seat;
    let result = use_node_ref();
    use_focus_after(&result, seat.attempts.len());
    html! {
        <div class="bench">
            <p class="goal"><b>{interface::SEAT_GOAL}</b>{&seat.goal}</p>
            <p>{interface::SEAT_WELCOME}</p>
            {held_values(seat)}
            {tools(&dispatch, &ids, seat)}
            {answer_with(&dispatch, &ids, seat)}
            <p class="problem" role="alert">{seat.problem}</p>
            <div class="row">
                {primary_button("Send the answer", dispatch.act(Action::Seat(SeatAction::Send)))}
                {button("Leave the seat", dispatch.act(Action::Seat(SeatAction::Leave)))}
            </div>
            if !seat.attempts.is_empty() {
                {attempts(&ids, &result, seat)}
            }
        </div>
    }
}
