//! Changes that attackers are known for.

use crate::app::{Action, TamperAction};
use crate::lab::{EventId, KnownAttack, Log};
use crate::present::narration::{attack_name, attack_needs};
use crate::ui::controls::Button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// A button for each, which tries it at an event of a run; what does not fit there says what it needs.
pub fn attacks(dispatch: &Dispatch, log: &Log, at: Option<EventId>) -> Html {
    let attacks = KnownAttack::ALL.into_iter().map(|attack| {
        let fits = attack.splice(log, at).is_some();
        let name = attack_name(attack);
        let action = Action::Tamper(TamperAction::Play(attack));
        html! {
            <li key={name}>
                {Button::new(name, dispatch.act(action)).enabled(fits).draw()}
                if !fits {
                    <span class="quiet">{attack_needs(attack)}</span>
                }
            </li>
        }
    });
    html! {
        <section>
            <h3>{"Known attacks"}</h3>
            <ul class="attacks">{for attacks}</ul>
        </section>
    }
}
