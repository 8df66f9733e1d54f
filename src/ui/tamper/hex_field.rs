//! The bytes that are edited.

use crate::app::{Action, Draft, DraftAction, TamperAction, TypedValue};
use crate::present::inspect::hex;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// The bytes of the field in hex, or what is being typed there.
pub fn hex_field(dispatch: &Dispatch, ids: &Ids, draft: &Draft) -> Html {
    let id = ids.of("tamper-hex");
    let own = draft.own();
    let value = match &draft.typed {
        Some(TypedValue::Hex(typed)) => typed.clone(),
        _ => hex(own, own.len()),
    };
    let oninput = dispatch.value::<InputEvent>(|typed| {
        Some(Action::Tamper(TamperAction::Draft(DraftAction::Hex(typed))))
    });
    html! {
        <div class="field">
            <label for={&id}>{"Bytes in hex"}</label>
            <textarea {id} rows="5" autocomplete="off" spellcheck="false" autocapitalize="off" {value} {oninput} />
        </div>
    }
}
