//! A message on its way, and what is to arrive in its place.

use super::field_choice::field_choice;
use super::flags::flags;
use super::hex_field::hex_field;
use crate::app::{Action, Draft, DraftAction, TamperAction};
use crate::present::inspect::layer_name;
use crate::present::narration::interface;
use crate::ui::controls::{Button, LabelledControl, button, check_line, radio};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::wire::ntlm::is_ntlmssp;
use yew::prelude::*;

/// The editor. What comes and goes has places that stay: whoever types must not lose the focus.
pub fn editor(dispatch: &Dispatch, ids: &Ids, draft: &Draft) -> Html {
    let layers = draft.layers();
    let radios = layers.iter().enumerate().map(|(number, layer)| {
        let (label, checked) = (layer_name(layer), number == draft.layer);
        let action = Action::Tamper(TamperAction::Draft(DraftAction::Layer(number)));
        html! { <key={number}>{radio(dispatch, ids, "tamper-layer", label, checked, action)}</> }
    });
    let says = dispatch.value(|typed| {
        Some(Action::Tamper(TamperAction::Draft(DraftAction::Value(
            typed,
        ))))
    });
    let has_flags = draft.chosen_field().is_some_and(|slot| slot.flags);
    let follows = is_ntlmssp(&draft.bytes) && draft.field.is_some();
    let follow = Action::Tamper(TamperAction::Draft(DraftAction::Follow(!draft.follow)));
    let applies = !draft.wrong && draft.splice().is_some();
    html! {
        <>
            <p>{interface::TAMPER_ARRIVES}</p>
            if layers.len() > 1 {
                <div class="segs" role="radiogroup" aria-label="Layer">{for radios}</div>
            }
            {field_choice(dispatch, ids, draft)}
            <div class="says">
                if has_flags {
                    {flags(dispatch, bits(draft.own()))}
                }
                if let Some(value) = draft.says() {
                    {LabelledControl::new(ids, "tamper-value", "What it says").text(&value, says)}
                }
            </div>
            {hex_field(dispatch, ids, draft)}
            <div>
                if follows {
                    {check_line(dispatch, interface::TAMPER_FOLLOW, None, draft.follow, follow)}
                }
            </div>
            <p class="problem" role="alert">
                if draft.wrong {
                    {interface::TAMPER_NO_VALUE}
                }
            </p>
            <div class="row">
                {Button::new("Apply", dispatch.act(Action::Tamper(TamperAction::Apply))).primary().enabled(applies).draw()}
                {button("Reset", dispatch.act(Action::Tamper(TamperAction::Reset)))}
            </div>
        </>
    }
}

/// The bits of NTLM's flags, little-endian.
fn bits(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default())
}
