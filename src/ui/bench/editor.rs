//! A message on its way, and what is to arrive in its place.

use super::field_choice::FieldChoice;
use super::flags::flags;
use super::hex_field::HexField;
use crate::app::{Action, Draft, Tamper};
use crate::present::inspect::layer_name;
use crate::present::narration::interface;
use crate::ui::controls::{Button, CheckLine, Radio, TextField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use crate::wire::ntlm::is_ntlmssp;
use yew::prelude::*;

/// The message.
#[derive(PartialEq, Properties)]
pub struct EditorProps {
    /// The message as it is to be.
    pub draft: Shared<Draft>,
}

/// The editor. What comes and goes has places that stay: whoever types must not lose the focus.
#[component]
pub fn Editor(props: &EditorProps) -> Html {
    let dispatch = use_dispatch();
    let draft = &props.draft;
    let layers = draft.layers();
    let radios = layers.iter().enumerate().map(|(number, layer)| {
        html! {
            <Radio
                key={number}
                group="bench-layer"
                label={layer_name(layer)}
                checked={number == draft.layer}
                action={Action::Tamper(Tamper::Layer(number))}
            />
        }
    });
    let says = dispatch.value(|typed| Some(Action::Tamper(Tamper::Value(typed))));
    let has_flags = draft.slot().is_some_and(|slot| slot.flags);
    let follows = is_ntlmssp(&draft.bytes) && draft.field.is_some();
    let applies = !draft.wrong && draft.splice().is_some();
    html! {
        <>
            <p>{interface::BENCH_ARRIVES}</p>
            if layers.len() > 1 {
                <div class="segs" role="radiogroup" aria-label="Layer">{for radios}</div>
            }
            <FieldChoice {draft} />
            <div class="says">
                if has_flags {
                    {flags(bits(draft.own()))}
                }
                if let Some(value) = draft.says() {
                    <TextField id="bench-value" label="What it says" {value} oninput={says} />
                }
            </div>
            <HexField {draft} />
            <div>
                if follows {
                    <CheckLine
                        label={interface::BENCH_FOLLOW}
                        checked={draft.follow}
                        action={Action::Tamper(Tamper::Follow(!draft.follow))}
                    />
                }
            </div>
            <p class="problem" role="alert">
                if draft.wrong {
                    {interface::BENCH_NO_VALUE}
                }
            </p>
            <div class="row">
                <Button class="primary" label="Apply" action={Action::Tamper(Tamper::Apply)} enabled={applies} />
                <Button label="Reset" action={Action::Tamper(Tamper::Reset)} />
            </div>
        </>
    }
}

/// The bits of NTLM's flags, little-endian.
fn bits(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default())
}
