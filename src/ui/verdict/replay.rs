//! The replay, which the article's story amounts to.

use crate::app::Action;
use crate::hosts::Scheme;
use crate::lab::{Outcome, Scenario, Setting, SettingValue};
use crate::present::narration::interface;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// The way to the replay, or back from it. There is one where the second hop was denied, and there was an answer that
/// could be sent again.
pub fn replay_switch(dispatch: &Dispatch, shown: &Shown, scenario: &Scenario) -> Html {
    let front_end = &scenario.front_end;
    let ntlm = front_end.schemes.first() == Some(&Scheme::Ntlm);
    if !second_hop_denied(shown) || !(ntlm || front_end.replay) {
        return Html::default();
    }
    let label = if front_end.replay {
        interface::NO_REPLAY
    } else {
        interface::REPLAY
    };
    let other = (!front_end.replay).to_text();
    button(label, dispatch.act(Action::Set(Setting::Replay, other)))
}

fn second_hop_denied(shown: &Shown) -> bool {
    let outcome = shown.rendered.outcome(shown.now());
    outcome.is_some_and(|it| !it.succeeded() && !matches!(it, Outcome::FirstHop(_)))
}
