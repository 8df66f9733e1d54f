//! The way to the settings.

use crate::app::Action;
use crate::lab::Scenario;
use crate::present::narration::problem;
use crate::ui::dispatch::Dispatch;
use crate::ui::icon::Icon;
use yew::prelude::*;

/// Opens and closes the settings; how many of them have something odd about them stands on it.
pub fn settings_button(
    dispatch: &Dispatch,
    node: &NodeRef,
    open: bool,
    scenario: &Scenario,
) -> Html {
    let problems = scenario.problems();
    let said = problems
        .iter()
        .map(|(setting, odd)| problem(*setting, *odd, scenario));
    let said: Vec<String> = said.collect();
    let odd = (!said.is_empty()).then(|| said.join("\n"));
    let title = odd.clone().unwrap_or_else(|| "Settings".to_owned());
    html! {
        <button
            ref={node}
            type="button"
            class="ghost"
            aria-expanded={open.to_string()}
            aria-description={odd}
            {title}
            data-odd={(!said.is_empty()).then(|| said.len().to_string())}
            onclick={dispatch.act(Action::ToggleSettings)}
        >
            {Icon::Sliders.draw()}
            {"Settings"}
        </button>
    }
}
