//! Of a message that was changed on its way: which side is shown.

use crate::app::Action;
use crate::ui::controls::Radio;
use yew::prelude::*;

/// As sent, or as received.
pub fn side_choice(shown_as_sent: bool) -> Html {
    let one = |label, sent| {
        let action = Action::Side(sent);
        html! { <Radio group="side" {label} checked={shown_as_sent == sent} {action} /> }
    };
    html! {
        <div class="segs" role="radiogroup" aria-label="Side">
            {one("as sent", true)}
            {one("as received", false)}
        </div>
    }
}
