//! Playing, stepping, scrubbing.

mod dots;
mod slider;
mod speed;
mod step_button;
mod step_toggle;

use super::hooks::use_dispatch;
use super::icon::Icon;
use super::shown::Shown;
use crate::app::{Action, Playback, TransportAction};
use crate::present::narration::{interface, predict, traffic};
use slider::slider;
use speed::speed_choice;
use step_button::{play_button, step_button};
use step_toggle::{predict_button, scale_button};
use yew::prelude::*;

/// What is played.
#[derive(PartialEq, Properties)]
pub struct TransportProps {
    /// The step that is shown, with its run.
    pub shown: Shown,
    /// Whether and how fast it plays.
    pub playback: Playback,
    /// Whether somebody predicts; none where there is nothing to predict.
    pub predicting: Option<bool>,
    /// Whether its times mean anything.
    #[prop_or_default]
    pub times: bool,
}

/// The bottom line.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    super::renders::count("Transport");
    let dispatch = use_dispatch();
    let TransportProps {
        shown, playback, ..
    } = props;
    let left = playback.scaled(shown.rendered.left(shown.step));
    let left = (left > 0.0 && !shown.veiled).then(|| predict::time_left(left));
    let elapsed = shown.timing();
    let elapsed = elapsed.map(|timing| traffic::elapsed(timing.after(shown.step), timing.all()));
    let beside = elapsed.or(left);
    let count = interface::step_count(shown.step + 1, shown.all(), beside.as_deref());
    html! {
        <footer class="transport">
            <div class="buttons">
                {step_button(&dispatch, "First step", Icon::First, Action::Transport(TransportAction::First))}
                {step_button(&dispatch, "Previous step", Icon::Previous, Action::Transport(TransportAction::Previous))}
                {play_button(&dispatch, playback.playing)}
                {step_button(&dispatch, "Next step", Icon::Play, Action::Transport(TransportAction::Next))}
                {step_button(&dispatch, "Last step", Icon::Last, Action::Transport(TransportAction::Last))}
                if let Some(predicting) = props.predicting {
                    {predict_button(&dispatch, predicting)}
                }
                if props.times && shown.rendered.timing().is_some() {
                    {scale_button(&dispatch, shown.to_scale)}
                }
            </div>
            {slider(&dispatch, shown)}
            <span class="count">{count}</span>
            <p class="pause">
                if playback.paused {
                    {predict::PAUSED}
                }
            </p>
            {speed_choice(&dispatch, playback.speed)}
            <span class="hints" aria-hidden="true">
                if shown.veiled {
                    <kbd>{"A"}</kbd><kbd>{"B"}</kbd><kbd>{"C"}</kbd><kbd>{"↵"}</kbd>
                } else {
                    <kbd>{"space"}</kbd><kbd>{"←"}</kbd><kbd>{"→"}</kbd>
                }
            </span>
        </footer>
    }
}
