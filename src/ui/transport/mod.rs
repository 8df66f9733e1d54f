//! Playing, stepping, scrubbing.

mod dots;
mod slider;
mod speed;
mod step_button;

use super::icon::Icon;
use super::shown::Shown;
use crate::app::{Action, Playback};
use slider::Slider;
use speed::SpeedChoice;
use step_button::StepButton;
use yew::prelude::*;

/// What is played.
#[derive(PartialEq, Properties)]
pub struct TransportProps {
    /// The step.
    pub shown: Shown,
    /// Whether and how fast it plays.
    pub playback: Playback,
}

/// The bottom line.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    super::renders::count("Transport");
    let TransportProps { shown, playback } = props;
    let count = format!("Step {} / {}", shown.step + 1, shown.film.steps.len());
    let (play, play_title, play_icon) = if playback.playing {
        ("Pause", "Pause (space)", Icon::Pause)
    } else {
        ("Play", "Play (space)", Icon::Play)
    };
    html! {
        <footer class="transport">
            <div class="buttons">
                <StepButton label="First step" icon={Icon::First} action={Action::First} />
                <StepButton label="Previous step" icon={Icon::Previous} action={Action::Previous} />
                <StepButton
                    label={play} title={play_title} class="play" icon={play_icon} action={Action::TogglePlay}
                />
                <StepButton label="Next step" icon={Icon::Play} action={Action::Next} />
                <StepButton label="Last step" icon={Icon::Last} action={Action::Last} />
            </div>
            <Slider {shown} />
            <span class="count">{count}</span>
            <SpeedChoice speed={playback.speed} />
            <span class="hints" aria-hidden="true">
                <kbd>{"space"}</kbd><kbd>{"←"}</kbd><kbd>{"→"}</kbd>
            </span>
        </footer>
    }
}
