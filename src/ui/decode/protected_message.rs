//! A message that the session's keys protect.

use super::typed_field::{Kind, TypedField};
use super::verdict_item::verdict_item;
use crate::app::{Blank, Desk};
use crate::present::inspect::hex;
use crate::present::narration::interface;
use crate::present::narration::verify as words;
use crate::ui::provenance::Computations;
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

/// What lies on the desk.
#[derive(PartialEq, Properties)]
pub struct ProtectedMessageProps {
    /// The desk.
    pub desk: Shared<Desk>,
}

/// A field to type the message in, what became of it, and how.
#[component]
pub fn ProtectedMessage(props: &ProtectedMessageProps) -> Html {
    let desk = &props.desk;
    let opened = desk.opened.as_ref();
    let steps = opened.map_or(&[][..], |opened| &opened.steps);
    let steps: Rc<[_]> = steps.iter().cloned().map(Rc::new).collect();
    let plain = opened.and_then(|opened| opened.message.as_ref());
    html! {
        <details class="proof">
            <summary>{"Signed or sealed message"}</summary>
            <TypedField
                blank={Blank::Message}
                label="Message and signature"
                kind={Kind::Area}
                hint={interface::HINT_MESSAGE}
                value={desk.known.get(Blank::Message).to_owned()}
            />
            <ul class="verdicts">
                if let Some(opened) = opened {
                    {verdict_item("Signature", opened.result, &words::opened(opened))}
                }
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
