//! How to answer.

use super::value_choice::{ValuePurpose, value_choice};
use crate::app::{Action, Seat, SeatAction};
use crate::present::answer_method::AnswerMethod;
use crate::present::narration::interface;
use crate::present::narration::seat::answer_method;
use crate::ui::controls::LabelledControl;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// The ways to answer, and what each needs.
pub fn answer_with(dispatch: &Dispatch, ids: &Ids, seat: &Seat) -> Html {
    let ways = seat.ways().map(|with| way(dispatch, ids, seat, with));
    let user = dispatch.value(|typed| Some(Action::Seat(SeatAction::User(typed))));
    let domain = dispatch.value(|typed| Some(Action::Seat(SeatAction::Domain(typed))));
    html! {
        <section>
            <h3>{"Answer with"}</h3>
            <div class="ways" role="radiogroup" aria-label="Answer with">{for ways}</div>
            if seat.with.takes_value() {
                {value_choice(dispatch, ids, seat, ValuePurpose::Answer, "Value")}
            }
            if seat.with.takes_name() {
                {LabelledControl::new(ids, "seat-user", "User to give").text(&seat.user, user)}
                {LabelledControl::new(ids, "seat-domain", "Domain to give").text(&seat.domain, domain)}
            }
        </section>
    }
}

/// A way to answer; where it cannot be chosen, it says why.
fn way(dispatch: &Dispatch, ids: &Ids, seat: &Seat, with: AnswerMethod) -> Html {
    let possible = with != AnswerMethod::Replay || seat.can_replay();
    html! {
        <label key={answer_method(with)} class="check-line">
            <input
                type="radio"
                name={ids.of("seat-with")}
                checked={with == seat.with}
                disabled={!possible}
                onchange={dispatch.act(Action::Seat(SeatAction::With(with)))}
            />
            {seat.way_name(with)}
            if !possible {
                <span class="quiet">{" "}{interface::SEAT_NO_REPLAY}</span>
            }
        </label>
    }
}
