//! A native slider over the dots that show what it slides along.

use super::dots::dots;
use crate::app::{Action, TransportAction};
use crate::present::narration::interface;
use crate::ui::dispatch::Dispatch;
use crate::ui::shown::Shown;
use yew::prelude::*;

/// So many places the slider has where its steps stand as far apart as they were in time.
const PLACES: u32 = 1000;

/// The slider, which says the step's sentence.
pub fn slider(dispatch: &Dispatch, shown: &Shown) -> Html {
    let spoken = interface::slider_step(shown.step + 1, shown.all(), &shown.sentence());
    let oninput = dispatch.value::<InputEvent>({
        let shown = shown.clone();
        move |place| {
            let place: u32 = place.parse().ok()?;
            let along = f64::from(place) / f64::from(PLACES);
            let step = shown.timing().map(|timing| timing.nearest(along));
            Some(Action::Transport(TransportAction::Seek(
                step.unwrap_or(usize::try_from(place).ok()?),
            )))
        }
    });
    let (last, value) = match shown.timing() {
        Some(timing) => {
            let place = timing.along(shown.step) * f64::from(PLACES);
            (PLACES.to_string(), format!("{place:.0}"))
        }
        None => (shown.scale().to_string(), shown.step.to_string()),
    };
    // Keys go from step to step, however far apart those are.
    let onkeydown = {
        let (dispatch, to_scale) = (dispatch.clone(), shown.timing().is_some());
        move |event: KeyboardEvent| {
            if let Some(action) = step_key(&event.key()).filter(|_| to_scale) {
                event.prevent_default();
                dispatch.emit(action);
            }
        }
    };
    html! {
        <div class="track">
            {dots(shown)}
            <input
                type="range"
                aria-label="Step"
                min="0"
                step="1"
                max={last}
                aria-valuetext={spoken}
                {value}
                {oninput}
                {onkeydown}
            />
        </div>
    }
}

fn step_key(key: &str) -> Option<Action> {
    Some(match key {
        "ArrowLeft" | "ArrowDown" => Action::Transport(TransportAction::Previous),
        "ArrowRight" | "ArrowUp" => Action::Transport(TransportAction::Next),
        "Home" => Action::Transport(TransportAction::First),
        "End" => Action::Transport(TransportAction::Last),
        _ => return None,
    })
}
