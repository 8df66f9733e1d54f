//! What stands beside the run, and what can be done with it.

use crate::app::{Action, Compare, CompareAction};
use crate::present::narration::compare as said;
use crate::ui::controls::button;
use crate::ui::hooks::{use_dispatch, use_focus_back, use_ids};
use crate::ui::scenario_bar::scenario_choice;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The run that stands beside the first.
#[derive(PartialEq, Properties)]
pub struct CompareBarProps {
    /// The second run.
    pub compare: Shared<Compare>,
}

/// The second run's preset, its settings, and the ways out.
#[component]
pub fn CompareBar(props: &CompareBarProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let settings = use_node_ref();
    use_focus_back(&settings, props.compare.settings);
    let preset = |preset| Action::Compare(CompareAction::Preset(preset));
    let act = |label, action| button(label, dispatch.act(Action::Compare(action)));
    html! {
        <div class="compare-bar">
            {scenario_choice(
                &dispatch,
                ids.of("second-run"),
                said::SECOND_RUN,
                &props.compare.twin,
                preset,
            )}
            <button
                ref={settings} class="ghost" type="button"
                onclick={dispatch.act(Action::Compare(CompareAction::ToggleSettings))}
            >
                {said::SETTINGS_OF_B}
            </button>
            <button
                class="ghost toggle" type="button" aria-pressed={props.compare.differing.to_string()}
                onclick={dispatch.act(Action::Compare(CompareAction::Differing))}
            >
                {said::ONLY_WHAT_DIFFERS}
            </button>
            {act(said::SWAP, CompareAction::Swap)}
            {act(said::USE_B, CompareAction::Use)}
            {act("Close", CompareAction::Close)}
        </div>
    }
}
