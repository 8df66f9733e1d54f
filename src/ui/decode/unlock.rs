//! What opens a token of Kerberos, and what came of it.

use super::typed_field::typed_fields;
use super::verdict_item::{VerdictItem, verdict_item};
use crate::app::{Action, CredentialField, DecodeAction, DecodeState};
use crate::present::narration::{decode, opened};
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// The fields, in their order.
const FIELDS: [CredentialField; 6] = [
    CredentialField::Password,
    CredentialField::NtHash,
    CredentialField::User,
    CredentialField::Domain,
    CredentialField::Key,
    CredentialField::KeyFile,
];

/// Those of them that play a part in a response of Digest.
const OF_DIGEST: [CredentialField; 3] = [
    CredentialField::Password,
    CredentialField::User,
    CredentialField::Domain,
];

/// What to open it with, and which parts are open, which signatures hold, and what is handed over.
pub fn unlock(dispatch: &Dispatch, ids: &Ids, decode: &DecodeState) -> Html {
    let fields: &[_] = match decode.unlocked.is_digest(decode.token) {
        true => &OF_DIGEST,
        false => &FIELDS,
    };
    let findings = decode.unlocked.findings(decode.token);
    let findings = findings.iter().enumerate().map(|(number, it)| {
        verdict_item(
            number,
            VerdictItem {
                about: opened::about(it),
                result: it.result,
                said: opened::result(it),
                because: &opened::because(it).to_string(),
            },
        )
    });
    let names = decode.key_files.iter().map(|(name, _)| &**name);
    html! {
        <section class="verify" role="region" aria-label="Verify">
            <h2 tabindex="-1">{"Verify"}</h2>
            <form class="blanks" onsubmit={|event: SubmitEvent| event.prevent_default()}>{typed_fields(dispatch, ids, decode, fields)}</form>
            <div class="tools">
                if !decode.key_files.is_empty() {
                    <span>{decode::key_files(names)}</span>
                    {button("Forget them", dispatch.act(Action::Decode(DecodeAction::ForgetKeys)))}
                }
            </div>
            <ul class="verdicts" aria-label="Verdicts" aria-live="polite">{for findings}</ul>
            if decode.unlocked.cut_short() {
                <p class="problem">{decode::NOT_ALL_TRIED}</p>
            }
        </section>
    }
}
