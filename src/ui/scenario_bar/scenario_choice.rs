//! The presets.

use crate::app::Action;
use crate::lab::Scenario;
use crate::lab::presets::{PRESETS, Preset};
use crate::ui::controls::{Choice, Select};
use crate::ui::hooks::use_ids;
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// The settings of which the preset is looked for.
#[derive(PartialEq, Properties)]
pub struct ScenarioChoiceProps {
    /// The settings.
    pub scenario: Shared<Scenario>,
}

/// The presets; settings that are nobody's preset say so.
#[component]
pub fn ScenarioChoice(props: &ScenarioChoiceProps) -> Html {
    let dispatch = use_dispatch();
    let id = use_ids().of("scenario");
    let current = Preset::of(&props.scenario).map_or("", |preset| preset.id);
    let presets = PRESETS
        .iter()
        .map(|preset| Choice::new(preset.id, preset.name));
    let own = current
        .is_empty()
        .then(|| Choice::new("", "your own settings"));
    let choices: Rc<[Choice]> = presets.chain(own).collect();
    let onchange = dispatch.value::<Event>(|key| Preset::named(&key).map(Action::Preset));
    html! {
        <div class="field-inline">
            <label for={&id}>{"Scenario"}</label>
            <Select class="scenario" {id} {choices} chosen={current} {onchange} />
        </div>
    }
}
