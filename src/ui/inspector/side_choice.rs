//! Of a message that was changed on its way: which side is shown.

use crate::app::Action;
use crate::ui::controls::radio;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// As sent, or as received.
pub fn side_choice(dispatch: &Dispatch, ids: &Ids, shown_as_sent: bool) -> Html {
    let one = |label, sent| {
        let checked = shown_as_sent == sent;
        radio(dispatch, ids, "side", label, checked, Action::AsSent(sent))
    };
    html! {
        <div class="segs" role="radiogroup" aria-label="Side">
            {one("as sent", true)}
            {one("as received", false)}
        </div>
    }
}
