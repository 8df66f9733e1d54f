//! The head of the token that is shown: which one it is, and what can be done with it.

use super::take_along::take_along;
use crate::app::{Action, DecodeAction, DecodeState};
use crate::present::narration::{decode, seen_again};
use crate::present::narration::{form_name, token_place as place};
use crate::traffic::FoundToken;
use crate::ui::browser::focus_within;
use crate::ui::controls::{button, primary_button};
use crate::ui::dispatch::Dispatch;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// Its number and kind, where it was found, and the buttons.
pub fn token_head(dispatch: &Dispatch, decode: &Shared<DecodeState>, token: &FoundToken) -> Html {
    html! {
        <div class="token-head">
            <h2>{format!("{} · {}", decode.token + 1, token.kind.name())}</h2>
            <p>{about(token)}</p>
            <div class="tools">
                {comparing(dispatch, decode)}
                <button class="ghost to-verify" type="button" onclick={to_verify}>{"Verify"}</button>
                {take_along(dispatch, decode)}
            </div>
        </div>
    }
}

/// Where the token was found, how it was written and how long it is.
fn about(token: &FoundToken) -> String {
    let (place, form) = (place(&token.place), form_name(token.encoding));
    let again = seen_again(&token.again).unwrap_or_default();
    format!("{place}{again} · {form}, {} bytes", token.bytes.len())
}

/// The button that holds the token against the next one of its kind, or ends that.
fn comparing(dispatch: &Dispatch, decode: &DecodeState) -> Html {
    let at = |other| Action::Decode(DecodeAction::Compare(other));
    match (decode.other, decode.partner()) {
        (Some(_), _) => button("End comparison", dispatch.act(at(None))),
        (None, Some(other)) => {
            let label = decode::compare_with(other + 1);
            primary_button(&label, dispatch.act(at(Some(other))))
        }
        (None, None) => Html::default(),
    }
}

/// Goes to where the sign-in is verified, which on a phone lies far below.
fn to_verify(_: MouseEvent) {
    if let Some(page) = gloo::utils::document().document_element() {
        focus_within(&page, ".verify h2");
    }
}
