//! Whether the token is shown, or what was opened in it.

use crate::app::{Action, DecodeAction, DecodeState};
use crate::present::narration::decode;
use crate::ui::controls::radio;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// The choice between the token and what was opened in it; nothing where nothing was.
pub fn part_choice(dispatch: &Dispatch, ids: &Ids, decode: &DecodeState) -> Html {
    let parts = decode.unlocked.parts(decode.token);
    if parts.is_empty() {
        return Html::default();
    }
    let one = |part, label| {
        let (checked, action) = (
            decode.part == part,
            Action::Decode(DecodeAction::Part(part)),
        );
        radio(dispatch, ids, "part", label, checked, action)
    };
    let radios = parts.iter().enumerate().map(|(number, part)| {
        html! { <key={number}>{one(Some(number), part.kind.name())}</> }
    });
    html! {
        <div class="segs" role="radiogroup" aria-label="Layer">
            {one(None, decode::AS_SENT)}
            {for radios}
        </div>
    }
}
