//! The way into IIS's place.

use crate::app::{Action, SeatAction};
use crate::present::narration::interface;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// A button that leads into IIS's place, where it is asked anything. `seated` says whether somebody has taken that
/// place, and is shown there.
pub fn be_iis(
    dispatch: &Dispatch,
    ids: &Ids,
    node: &NodeRef,
    shown: &Shown,
    seated: Option<bool>,
) -> Html {
    let possible = seated.is_some() || shown.rendered.asked().is_some();
    html! {
        <button
            ref={node}
            class="ghost"
            type="button"
            id={ids.of("be-iis")}
            aria-expanded={(seated == Some(true)).to_string()}
            disabled={!possible}
            title={(!possible).then_some(interface::NOTHING_ASKED)}
            onclick={dispatch.act(Action::Seat(SeatAction::Take))}
        >
            {"Be IIS"}
        </button>
    }
}
