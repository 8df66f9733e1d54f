//! Of a message that was changed on its way: which side is shown.

use crate::app::Action;
use crate::ui::controls::Radio;
use yew::prelude::*;

/// Which side.
#[derive(PartialEq, Properties)]
pub struct SideChoiceProps {
    /// Whether it is shown as it was sent.
    pub sent: bool,
}

/// As sent, or as received.
#[component]
pub fn SideChoice(props: &SideChoiceProps) -> Html {
    let one = |label, sent| {
        let action = Action::Side(sent);
        html! { <Radio group="side" {label} checked={props.sent == sent} {action} /> }
    };
    html! {
        <div class="segs" role="radiogroup" aria-label="Side">
            {one("as sent", true)}
            {one("as received", false)}
        </div>
    }
}
