//! IIS's seat: what is at hand, what can be made of it, how to answer, and what came of the answers.

mod answer;
mod attempts;
mod held;
mod tools;
mod value_choice;

use super::controls::Button;
use super::shared::Shared;
use crate::app::{Action, Seat, Sit};
use crate::present::narration::interface;
use answer::AnswerWith;
use attempts::attempts;
use held::held_values;
use tools::Tools;
use yew::prelude::*;

/// Who sits there.
#[derive(PartialEq, Properties)]
pub struct IisSeatProps {
    /// The seat.
    pub seat: Shared<Seat>,
}

/// The seat.
#[component]
pub fn IisSeat(props: &IisSeatProps) -> Html {
    let seat = &props.seat;
    html! {
        <div class="bench">
            <p>{interface::SEAT_WELCOME}</p>
            {held_values(seat)}
            <Tools {seat} />
            <AnswerWith {seat} />
            <p class="problem" role="alert">{seat.problem}</p>
            <div class="row">
                <Button class="primary" label="Send the answer" action={Action::Sit(Sit::Send)} />
                <Button label="Leave the seat" action={Action::Sit(Sit::Leave)} />
            </div>
            if !seat.attempts.is_empty() {
                {attempts(seat)}
            }
        </div>
    }
}
