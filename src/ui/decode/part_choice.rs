//! Whether the token is shown, or what was opened in it.

use crate::app::{Action, DecodeAction, Desk};
use crate::present::narration::desk;
use crate::ui::controls::radio;
use crate::ui::hooks::Ids;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// The choice between the token and what was opened in it; nothing where nothing was.
pub fn part_choice(dispatch: &Dispatch, ids: &Ids, desk: &Desk) -> Html {
    let parts = desk.unlocked.parts(desk.token);
    if parts.is_empty() {
        return Html::default();
    }
    let one = |part, label| {
        let (checked, action) = (desk.part == part, Action::Desk(DecodeAction::Part(part)));
        radio(dispatch, ids, "part", label, checked, action)
    };
    let radios = parts.iter().enumerate().map(|(number, part)| {
        html! { <key={number}>{one(Some(number), part.kind.name())}</> }
    });
    html! {
        <div class="segs" role="radiogroup" aria-label="Layer">
            {one(None, desk::AS_SENT)}
            {for radios}
        </div>
    }
}
