//! A native slider over the dots that show what it slides along.

use super::dots::dots;
use crate::app::Action;
use crate::present::narration::interface;
use crate::ui::shown::Shown;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// The slider, which says the step's sentence.
pub fn slider(dispatch: &Dispatch, shown: &Shown) -> Html {
    let spoken = interface::slider_step(shown.step + 1, shown.all(), &shown.sentence());
    let oninput = dispatch.value::<InputEvent>(|step| Some(Action::Seek(step.parse().ok()?)));
    html! {
        <div class="track">
            {dots(shown)}
            <input
                type="range"
                aria-label="Step"
                min="0"
                step="1"
                max={shown.scale().to_string()}
                aria-valuetext={spoken}
                value={shown.step.to_string()}
                {oninput}
            />
        </div>
    }
}
