//! Whether the sign-in proves what it claims.

use super::keys::session_keys;
use super::protected_message::protected_message;
use super::typed_field::typed_fields;
use super::unlock::unlock;
use super::verdict_item::{VerdictItem, verdict_item};
use crate::app::{CredentialField, DecodeState};
use crate::present::narration::decode;
use crate::present::narration::verify::because;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::ui::provenance::Computations;
use std::rc::Rc;
use yew::prelude::*;

/// The fields, in their order.
const FIELDS: [CredentialField; 6] = [
    CredentialField::Password,
    CredentialField::NtHash,
    CredentialField::User,
    CredentialField::Domain,
    CredentialField::Bindings,
    CredentialField::Host,
];

/// What to check with, and what came of it.
pub fn verify(dispatch: &Dispatch, ids: &Ids, decode: &DecodeState) -> Html {
    if decode.verification.is_none() && decode.unlocked.concerns(decode.token) {
        return unlock(dispatch, ids, decode);
    }
    let Some(found) = &decode.verification else {
        let said = if decode.report.sets.is_empty() {
            decode::VERIFY_NOTHING
        } else {
            decode::VERIFY_NOT_THIS
        };
        return html! {
            <section class="verify" role="region" aria-label="Verify">
                <h2 tabindex="-1">{"Verify"}</h2>
                <p class="empty">{said}</p>
            </section>
        };
    };
    let verdicts = found.verdicts.iter().enumerate();
    let verdicts = verdicts.map(|(number, it)| {
        verdict_item(
            number,
            VerdictItem {
                about: it.about.name(),
                result: it.result,
                said: it.result.name(),
                because: &because(it),
            },
        )
    });
    let steps: Rc<[_]> = found.steps.iter().cloned().map(Rc::new).collect();
    html! {
        <section class="verify" role="region" aria-label="Verify">
            <h2 tabindex="-1">{"Verify"}</h2>
            <form class="blanks" onsubmit={|event: SubmitEvent| event.prevent_default()}>{typed_fields(dispatch, ids, decode, &FIELDS)}</form>
            <ul class="verdicts" aria-label="Verdicts" aria-live="polite">{for verdicts}</ul>
            <div>
                if let Some(keys) = &found.keys {
                    {session_keys(keys)}
                }
            </div>
            <div>
                if found.keys.is_some() {
                    {protected_message(dispatch, ids, decode)}
                }
            </div>
            <div>
                if !steps.is_empty() {
                    <details class="proof">
                        <summary>{decode::how_computed(steps.len())}</summary>
                        <Computations id={0} {steps} />
                    </details>
                }
            </div>
        </section>
    }
}
