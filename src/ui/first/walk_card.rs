//! A stop of the walk, above the explanation of its step.

use crate::app::Action;
use crate::present::narration::first;
use crate::present::walk::WalkStop;
use crate::ui::controls::{button, button_where, primary_button};
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
                {primary_button(dispatch, on, Action::Walk(next))}
                {button_where(previous.is_some(), dispatch, first::STOP_BACK, Action::Walk(previous))}
                if next.is_some() {
                    {button(dispatch, first::LEAVE_THE_WALK, Action::Walk(None))}
                }
            </div>
        </section>
    }
}
