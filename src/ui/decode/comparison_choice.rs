//! What the token shown can be held against.

use crate::app::{Action, DecodeAction, DecodeState};
use crate::present::narration::decode::and_more;
use crate::present::narration::token_place as place;
use crate::ui::controls::{Choice, Select};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use std::rc::Rc;
use yew::prelude::*;

/// More tokens than this are not offered.
const MOST_TOKENS_OFFERED: usize = 200;

/// A list of the tokens of the same kind.
pub fn comparison_choice(dispatch: &Dispatch, ids: &Ids, decode: &DecodeState) -> Html {
    let id = ids.of("other");
    let alike = decode.alike();
    let more = alike.len().saturating_sub(MOST_TOKENS_OFFERED);
    let alike = alike
        .into_iter()
        .take(MOST_TOKENS_OFFERED)
        .filter_map(|number| {
            let token = decode.report.token(number)?;
            let name = format!("{} · {}", number + 1, place(&token.place));
            Some(Choice::new(number.to_string(), name))
        });
    let choices: Rc<[Choice]> = alike.collect();
    let chosen = decode.other.map_or_else(String::new, |it| it.to_string());
    let onchange = dispatch
        .value::<Event>(|key| Some(Action::Decode(DecodeAction::Compare(key.parse().ok()))));
    html! {
        <div class="field-inline">
            <label for={&id}>{"Against"}</label>
            <Select {id} {choices} {chosen} {onchange} />
            if more > 0 { <span class="quiet">{and_more(more)}</span> }
        </div>
    }
}
