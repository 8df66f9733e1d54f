//! What can be pasted, for first-time visitors.

use crate::app::Action;
use crate::present::decode::Example;
use crate::present::narration::desk;
use crate::present::narration::traffic::EXAMPLE;
use crate::ui::controls::button;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// The welcome, and something to try.
pub fn welcome(dispatch: &Dispatch) -> Html {
    let examples = Example::ALL.into_iter();
    let examples =
        examples.map(|example| button(dispatch, desk::example(example), Action::Example(example)));
    html! {
        <section class="welcome">
            <h2>{desk::DESK_TITLE}</h2>
            <p>{desk::DESK_WELCOME}</p>
            <ul>
                for line in desk::DESK_READS {
                    <li key={line}>{line}</li>
                }
            </ul>
            <p>{desk::EXAMPLES}</p>
            <div class="tools">{for examples}{button(dispatch, EXAMPLE, Action::DrawExample)}</div>
            <p class="quiet">{desk::DESK_QUIET}</p>
        </section>
    }
}
