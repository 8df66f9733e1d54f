//! What stands beside the run, and what can be done with it.

use crate::app::{Action, Compare, CompareAction};
use crate::lab::presets::{Preset, PresetQuestion};
use crate::present::narration::{compare as said, interface};
use crate::ui::controls::{Choice, Select, button};
use crate::ui::hooks::use_ids;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// The comparison.
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
    let id = ids.of("second-run");
    let current = Preset::of(&props.compare.twin).map_or("", |preset| preset.id);
    let presets = PresetQuestion::ALL.into_iter().flat_map(|question| {
        let asked = interface::question(question);
        let answers = question.presets();
        answers.map(move |preset| Choice::new(preset.id, preset.name).of(asked))
    });
    let own = current
        .is_empty()
        .then(|| Choice::new("", said::OWN_SETTINGS));
    let choices: Rc<[Choice]> = presets.chain(own).collect();
    let onchange = dispatch.value(|key| {
        let preset = Preset::named(&key)?;
        Some(Action::Compare(CompareAction::Preset(preset)))
    });
    let act = |label, action| button(&dispatch, label, Action::Compare(action));
    html! {
        <div class="compare-bar">
            <label for={&id}>{said::SECOND_RUN}</label>
            <Select class="scenario" {id} {choices} chosen={current} {onchange} />
            {act(said::SETTINGS_OF_B, CompareAction::ToggleSettings)}
            {act(said::SWAP, CompareAction::Swap)}
            {act(said::USE_B, CompareAction::Use)}
            {act("Close", CompareAction::Close)}
        </div>
    }
}
