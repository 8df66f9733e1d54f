//! What opens a token of Kerberos, and what came of it.

use super::typed_field::{TypedAs, typed_field};
use super::verdict_item::verdict_item;
use crate::app::{Action, CredentialField, DecodeAction, Desk};
use crate::present::narration::{desk, opened};
use crate::ui::controls::button;
use crate::ui::hooks::Ids;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// The fields: what each is called, how it is typed in, and what belongs into it.
const FIELDS: [(CredentialField, &str, TypedAs, &str); 6] = [
    (
        CredentialField::Password,
        "Password",
        TypedAs::Hidden,
        desk::HINT_PASSWORD,
    ),
    (
        CredentialField::NtHash,
        "NT hash",
        TypedAs::Line,
        desk::HINT_HASH,
    ),
    (
        CredentialField::User,
        "User",
        TypedAs::Line,
        desk::HINT_NAME,
    ),
    (
        CredentialField::Domain,
        "Domain",
        TypedAs::Line,
        desk::HINT_NAME,
    ),
    (CredentialField::Key, "Key", TypedAs::Line, desk::HINT_KEY),
    (
        CredentialField::KeyFile,
        "Keytab or credential cache",
        TypedAs::Area,
        desk::HINT_KEY_FILE,
    ),
];

/// What to open it with, and which parts are open, which signatures hold, and what is handed over.
pub fn unlock(dispatch: &Dispatch, ids: &Ids, desk: &Desk) -> Html {
    let fields = FIELDS.into_iter().map(|field| {
        let key = field.1;
        html! { <key={key}>{typed_field(dispatch, ids, desk, field)}</> }
    });
    let findings = desk.unlocked.findings(desk.token);
    let findings = findings.iter().enumerate().map(|(number, it)| {
        let because = opened::because(it).to_string();
        let about = (number, opened::about(it), opened::result(it));
        verdict_item(about, it.result, &because)
    });
    let names = desk.key_files.iter().map(|(name, _)| &**name);
    html! {
        <section class="verify" role="region" aria-label="Verify">
            <h2 tabindex="-1">{"Verify"}</h2>
            <form class="blanks" onsubmit={|event: SubmitEvent| event.prevent_default()}>{for fields}</form>
            <div class="tools">
                if !desk.key_files.is_empty() {
                    <span>{desk::key_files(names)}</span>
                    {button(dispatch, "Forget them", Action::Desk(DecodeAction::ForgetKeys))}
                }
            </div>
            <ul class="verdicts" aria-label="Verdicts" aria-live="polite">{for findings}</ul>
            if desk.unlocked.cut_short() {
                <p class="problem">{desk::NOT_ALL_TRIED}</p>
            }
        </section>
    }
}
