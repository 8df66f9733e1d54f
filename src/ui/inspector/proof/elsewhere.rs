//! A step without a computation: the way to those that have one.

use crate::app::{Action, TransportAction};
use crate::present::inspect;
use crate::present::labels;
use crate::present::narration::interface;
use crate::ui::browser::focus_around;
use crate::ui::dispatch::Dispatch;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// Says that there is nothing, and lists the steps where there is something.
pub fn elsewhere(dispatch: &Dispatch, shown: &Shown) -> Html {
    let log = &shown.rendered.log;
    let steps = shown.rendered.steps.iter().enumerate();
    let mut steps = steps
        .filter(|(_, step)| inspect::proves(log, step))
        .map(|(number, step)| {
            let title = labels::heading(log, step);
            let dispatch = dispatch.clone();
            let onclick = move |event: MouseEvent| {
                event.prevent_default();
                focus_around(&event, ".pane");
                dispatch.emit(Action::Transport(TransportAction::Seek(number)));
            };
            html! {
                <li key={number}>
                    <a href={format!("#at={}", number + 1)} {onclick}>
                        {interface::step_titled(number + 1, &title)}
                    </a>
                </li>
            }
        })
        .peekable();
    html! {
        <div class="empty elsewhere">
            <p>{interface::NOTHING_PROVED}</p>
            if steps.peek().is_some() {
                <p>{interface::PROVED_ELSEWHERE}</p>
                <ul aria-label={interface::PROVED_ELSEWHERE}>{for steps}</ul>
            }
        </div>
    }
}
