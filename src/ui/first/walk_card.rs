//! A stop of the walk, above the explanation of its step.

use crate::app::Action;
use crate::present::narration::first;
use crate::present::walk::WalkStop;
use crate::ui::controls::{Button, button, primary_button};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use crate::ui::prose::prose;
use yew::prelude::*;

/// The idea of a stop, what it shows, and the ways from it.
pub fn walk_card(dispatch: &Dispatch, ids: &Ids, stop: WalkStop) -> Html {
    let (next, previous) = (stop.next(), stop.previous());
    let on = if next.is_some() {
        first::NEXT_STOP
    } else {
        first::WALK_DONE
    };
    html! {
        <section class="walk" aria-label={first::WALK}>
            <div aria-live="polite">
                <p class="quiet">{first::stop_at(stop)}</p>
                <h3>{first::idea(stop)}</h3>
                <p>{prose(ids, &first::told_at(stop))}</p>
                if next.is_none() {
                    <p>{first::WALK_ENDS}</p>
                }
            </div>
            <div class="begin">
                {primary_button(on, dispatch.act(Action::Walk(next)))}
                {Button::new(first::STOP_BACK, dispatch.act(Action::Walk(previous))).enabled(previous.is_some()).draw()}
                if next.is_some() {
                    {button(first::LEAVE_THE_WALK, dispatch.act(Action::Walk(None)))}
                }
            </div>
        </section>
    }
}
