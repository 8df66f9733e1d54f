//! Changes that attackers are known for.

use crate::app::{Action, Tamper};
use crate::lab::{EventId, Log, Trick};
use crate::ui::controls::button_where;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// A button for each, which tries it at an event of a run; what does not fit there says what it needs.
pub fn attacks(dispatch: &Dispatch, log: &Log, at: Option<EventId>) -> Html {
    let attacks = Trick::ALL.into_iter().map(|trick| {
        let fits = trick.splice(log, at).is_some();
        let action = Action::Tamper(Tamper::Play(trick));
        html! {
            <li key={trick.name()}>
                {button_where(fits, dispatch, trick.name(), action)}
                if !fits {
                    <span class="quiet">{trick.needs()}</span>
                }
            </li>
        }
    });
    html! {
        <section>
            <h3>{"Known attacks"}</h3>
            <ul class="tricks">{for attacks}</ul>
        </section>
    }
}
