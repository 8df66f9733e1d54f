//! What can be pasted, for who comes for the first time.

use crate::app::Action;
use crate::present::decode::Example;
use crate::present::narration::interface;
use crate::present::narration::traffic::EXAMPLE;
use crate::ui::controls::button;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// The welcome, and something to try.
pub fn welcome(dispatch: &Dispatch) -> Html {
    let examples = Example::ALL.into_iter();
    let examples = examples.map(|example| {
        button(
            dispatch,
            interface::example(example),
            Action::Example(example),
        )
    });
    html! {
        <section class="welcome">
            <h2>{interface::DESK_TITLE}</h2>
            <p>{interface::DESK_WELCOME}</p>
            <ul>
                for line in interface::DESK_READS {
                    <li key={line}>{line}</li>
                }
            </ul>
            <p>{interface::EXAMPLES}</p>
            <div class="tools">{for examples}{button(dispatch, EXAMPLE, Action::DrawExample)}</div>
            <p class="quiet">{interface::DESK_QUIET}</p>
        </section>
    }
}
