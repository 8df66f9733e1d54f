//! Changes that attackers are known for.

use crate::app::{Action, Film, Tamper};
use crate::lab::{EventId, Trick};
use crate::ui::controls::Button;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// Where they are tried.
#[derive(PartialEq, Properties)]
pub struct AttacksProps {
    /// The run.
    pub film: Shared<Film>,
    /// The event of the step that is shown.
    pub at: Option<EventId>,
}

/// A button for each; what does not fit says what it needs.
#[component]
pub fn Attacks(props: &AttacksProps) -> Html {
    let attacks = Trick::ALL.into_iter().map(|trick| {
        let fits = trick.splice(&props.film.log, props.at).is_some();
        html! {
            <li key={trick.name()}>
                <Button label={trick.name()} action={Action::Tamper(Tamper::Play(trick))} enabled={fits} />
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
