//! What can be pasted, for first-time visitors.

use crate::app::Action;
use crate::present::decode::Example;
use crate::present::narration::decode;
use crate::present::narration::traffic::EXAMPLE;
use crate::ui::browser::focus_around;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The welcome, and something to try.
pub fn welcome(dispatch: &Dispatch) -> Html {
    let examples = Example::ALL.into_iter();
    let examples = examples.map(|example| {
        button(
            decode::example(example),
            dispatch.act(Action::Example(example)),
        )
    });
    html! {
        <section class="welcome">
            <h2>{decode::DECODE_TITLE}</h2>
            <p>{decode::DECODE_WELCOME}</p>
            <ul>
                for line in decode::DECODE_READS {
                    <li key={line}>{line}</li>
                }
            </ul>
            <p>{decode::EXAMPLES}</p>
            <div class="tools" onclick={stay}>{for examples}{button(EXAMPLE, dispatch.act(Action::DrawExample))}</div>
            <p class="quiet">{decode::DECODE_QUIET}</p>
        </section>
    }
}

/// The examples go when one is taken: what is found of it takes the focus.
fn stay(event: MouseEvent) {
    focus_around(&event, "main");
}
