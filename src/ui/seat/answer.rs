//! How to answer.

use super::value_choice::{Purpose, ValueChoice};
use crate::app::{Action, Seat, Sit, With};
use crate::present::narration::interface;
use crate::ui::controls::{CheckLine, TextField};
use crate::ui::hooks::use_ids;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// Who sits there.
#[derive(PartialEq, Properties)]
pub struct AnswerWithProps {
    /// The seat.
    pub seat: Shared<Seat>,
}

/// The ways to answer, and what each needs.
#[component]
pub fn AnswerWith(props: &AnswerWithProps) -> Html {
    let dispatch = use_dispatch();
    let group = use_ids().of("seat-with");
    let seat = &props.seat;
    let ways = With::ALL.into_iter().map(|with| {
        let possible = with != With::Replay || seat.can_replay();
        html! {
            <CheckLine
                key={with.name()}
                label={with.name()}
                group={&group}
                checked={with == seat.with}
                enabled={possible}
                aside={(!possible).then_some(interface::SEAT_NO_REPLAY)}
                action={Action::Sit(Sit::With(with))}
            />
        }
    });
    html! {
        <section>
            <h3>{"Answer with"}</h3>
            <div class="ways" role="radiogroup" aria-label="Answer with">{for ways}</div>
            if seat.with.takes_value() {
                <ValueChoice {seat} purpose={Purpose::Answer} label="Value" />
            }
            if seat.with.takes_name() {
                <TextField
                    id="seat-user"
                    label="User to give"
                    value={seat.user.clone()}
                    oninput={dispatch.value(|typed| Some(Action::Sit(Sit::User(typed))))}
                />
                <TextField
                    id="seat-domain"
                    label="Domain to give"
                    value={seat.domain.clone()}
                    oninput={dispatch.value(|typed| Some(Action::Sit(Sit::Domain(typed))))}
                />
            }
        </section>
    }
}
