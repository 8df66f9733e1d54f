//! The box that takes anything.

use super::found::found;
use super::leftover::leftover;
use super::read_progress::ReadProgress;
use crate::app::{Action, DecodeAction, DecodeState, Paste};
use crate::present::narration::decode;
use crate::present::narration::traffic::DRAW;
use crate::ui::browser::pasted;
use crate::ui::controls::{button, primary_button};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::{Ids, use_dispatch};
use yew::prelude::*;

/// More text than this is not put into the box: browsers become slow.
const MOST_TEXT_IN_BOX: usize = 200_000;

/// The box, what may be done with it, and what was found; `open` is what opens files.
pub fn paste_box(dispatch: &Dispatch, ids: &Ids, open: Html, decode: &DecodeState) -> Html {
    let id = ids.of("paste");
    let tokens = &decode.report.found;
    html! {
        <section class="paste" tabindex="-1" aria-labelledby={ids.of("paste-label")}>
            <label id={ids.of("paste-label")} for={&id}>{"Token or traffic"}</label>
            <TextBox {id} paste={decode.paste.clone()} />
            <div class="tools">
                {open}
                if decode.is_traffic() {
                    {primary_button(DRAW, dispatch.act(Action::Draw))}
                }
                {button("Take the lab’s messages", dispatch.act(Action::Sample))}
                {button("Clear", dispatch.act(Action::Decode(DecodeAction::Clear)))}
                if decode.before.is_some() {
                    {button("Bring it back", dispatch.act(Action::Decode(DecodeAction::Back)))}
                }
            </div>
            <div>
                if decode.read.going {
                    <ReadProgress paste={decode.paste.clone()} read={decode.read} />
                }
            </div>
            <p class="found" role="status" aria-label="Found">{found(decode)}</p>
            <div class="tools">
                if decode.is_no_token() {
                    {button(decode::DIAGNOSE, dispatch.act(Action::DiagnosePasted))}
                }
            </div>
            <div>
                if tokens.unused.len() + tokens.more_unused > 0 {
                    {leftover(&decode.report)}
                }
            </div>
        </section>
    }
}

/// What is in the box.
#[derive(PartialEq, Properties)]
struct TextBoxProps {
    id: AttrValue,
    paste: Paste,
}

/// The box itself; in the place of much stands how much it is.
#[component]
fn TextBox(props: &TextBoxProps) -> Html {
    let dispatch = use_dispatch();
    let id = &props.id;
    let large = match &props.paste {
        Paste::Text(text) if text.len() <= MOST_TEXT_IN_BOX => {
            let oninput = dispatch.value::<InputEvent>(|text| {
                let paste = Paste::Text(text.into());
                Some(Action::Decode(DecodeAction::Paste(paste)))
            });
            return html! {
                <textarea
                    key="text" {id} rows="7" spellcheck="false" autocapitalize="off" autocomplete="off" dir="ltr"
                    placeholder={decode::PASTE_HINT} value={AttrValue::from(text.clone())} {oninput}
                    onpaste={pasted(dispatch, MOST_TEXT_IN_BOX)}
                />
            };
        }
        Paste::Text(text) => decode::large_text(text.len()),
        Paste::File(name, bytes) => decode::large_file(name, bytes.len()),
    };
    // What is pasted here takes its place, however short it is.
    html! {
        <textarea key="large" {id} rows="3" readonly={true} value={large} onpaste={pasted(dispatch, 0)} />
    }
}
