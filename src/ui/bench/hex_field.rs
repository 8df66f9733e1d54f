//! The bytes that are edited.

use crate::app::{Action, Draft, Tamper};
use crate::present::inspect::hex;
use crate::ui::hooks::use_ids;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// The message.
#[derive(PartialEq, Properties)]
pub struct HexFieldProps {
    /// The message as it is to be.
    pub draft: Shared<Draft>,
}

/// The bytes of the field in hex, or what is being typed there.
#[component]
pub fn HexField(props: &HexFieldProps) -> Html {
    let dispatch = use_dispatch();
    let id = use_ids().of("bench-hex");
    let draft = &props.draft;
    let own = draft.own();
    let value = match &draft.typed {
        Some((true, typed)) => typed.clone(),
        _ => hex(own, own.len()),
    };
    let oninput = dispatch.value::<InputEvent>(|typed| Some(Action::Tamper(Tamper::Hex(typed))));
    html! {
        <div class="field">
            <label for={&id}>{"Bytes in hex"}</label>
            <textarea {id} rows="5" autocomplete="off" spellcheck="false" autocapitalize="off" {value} {oninput} />
        </div>
    }
}
