//! The replay, which the article's story amounts to.

use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::lab::{Outcome, Scenario, settled};
use crate::present::narration::interface;
use crate::ui::controls::Button;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// Whether the settings and the verdict leave something to try: the second hop was denied, and there was an answer that
/// could be sent again.
pub fn offered(shown: &Shown, scenario: &Scenario) -> bool {
    let front_end = &scenario.front_end;
    let ntlm = front_end.schemes.first() == Some(&Scheme::Ntlm);
    second_hop_denied(shown) && (ntlm || front_end.replay)
}

/// Whether the answer is sent again.
#[derive(PartialEq, Properties)]
pub struct ReplaySwitchProps {
    /// Whether it is.
    pub on: bool,
}

/// The way to the replay, and back.
#[component]
pub fn ReplaySwitch(props: &ReplaySwitchProps) -> Html {
    let label = if props.on {
        interface::NO_REPLAY
    } else {
        interface::REPLAY
    };
    html! { <Button {label} action={Action::Edit(Edit::Replay(!props.on))} /> }
}

fn second_hop_denied(shown: &Shown) -> bool {
    let now = shown.now();
    let settled = settled(&shown.film.log);
    let last = settled.iter().rfind(|settled| settled.event <= now);
    last.is_some_and(|settled| {
        let first_hop = matches!(settled.outcome, Outcome::FirstHop(_));
        !first_hop && !settled.outcome.succeeded()
    })
}
