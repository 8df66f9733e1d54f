//! Whether the proofs of all sign-ins are right: with a password, an NT hash, or a keytab.

use crate::app::{Action, Traffic, TrafficAction};
use crate::present::narration::traffic as say;
use crate::ui::controls::LabelledControl;
use crate::ui::decode::{VerdictItem, verdict_item};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// What to check with, and what came of it: of the sign-in that is shown, and of all.
pub fn verify(dispatch: &Dispatch, ids: &Ids, traffic: &Traffic) -> Html {
    let oninput =
        dispatch.value::<InputEvent>(|text| Some(Action::Traffic(TrafficAction::Secret(text))));
    let own = traffic.chosen_proofs().into_iter().enumerate();
    let own = own.map(|(number, proof)| {
        verdict_item(
            number,
            VerdictItem {
                about: proof.about,
                result: proof.result,
                said: proof.result.name(),
                because: &proof.because,
            },
        )
    });
    let checked = !traffic.secret.is_empty() || !traffic.keys.is_empty();
    html! {
        <div class="verify">
            <form class="blanks" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                {LabelledControl::new(ids, "traffic-secret", "Password or NT hash").password(&traffic.secret, oninput)}
            </form>
            <p class="quiet">{say::VERIFY_HOW}</p>
            <div>
                if checked {
                    <p role="status">{say::all_proofs(&traffic.proofs)}</p>
                }
            </div>
            <ul class="verdicts" aria-label="Verdicts" aria-live="polite">{for own}</ul>
        </div>
    }
}
