//! A message that the session's keys protect.

use super::typed_field::typed_field;
use super::verdict_item::{VerdictItem, verdict_item};
use crate::app::{CredentialField, DecodeState};
use crate::present::inspect::hex;
use crate::present::narration::verify as words;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::ui::provenance::Computations;
use std::rc::Rc;
use yew::prelude::*;

/// A field to type the message in, what became of it, and how.
pub fn protected_message(dispatch: &Dispatch, ids: &Ids, decode: &DecodeState) -> Html {
    let opened = decode.opened.as_ref();
    let steps = opened.map_or(&[][..], |opened| &opened.steps);
    let steps: Rc<[_]> = steps.iter().cloned().map(Rc::new).collect();
    let verdict = opened.map(|opened| {
        verdict_item(
            0,
            VerdictItem {
                about: "Signature",
                result: opened.result,
                said: opened.result.name(),
                because: &words::opened(opened),
            },
        )
    });
    let plain = opened.and_then(|opened| opened.message.as_ref());
    html! {
        <details class="proof">
            <summary>{"Signed or sealed message"}</summary>
            {typed_field(dispatch, ids, decode, CredentialField::Message)}
            <ul class="verdicts">
                {for verdict}
            </ul>
            <div>
                if let Some(plain) = plain {
                    <p><code>{hex(plain, 256)}</code></p>
                }
            </div>
            <Computations id={1} {steps} />
        </details>
    }
}
