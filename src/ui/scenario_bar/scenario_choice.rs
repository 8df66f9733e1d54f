//! The presets.

use crate::app::Action;
use crate::lab::Scenario;
use crate::lab::presets::{PRESETS, Preset};
use crate::ui::controls::{Choice, Select};
use crate::ui::hooks::Ids;
use crate::ui::store::Dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// The presets; settings that are nobody's preset say so.
pub fn scenario_choice(dispatch: &Dispatch, ids: &Ids, scenario: &Scenario) -> Html {
    let id = ids.of("scenario");
    let current = Preset::of(scenario).map_or("", |preset| preset.id);
    let presets = PRESETS
        .iter()
        .map(|preset| Choice::new(preset.id, preset.name));
    let own = current
        .is_empty()
        .then(|| Choice::new("", "your own settings"));
    let choices: Rc<[Choice]> = presets.chain(own).collect();
    let onchange = dispatch.value(|key| Preset::named(&key).map(Action::Preset));
    html! {
        <div class="field-inline">
            <label for={&id}>{"Scenario"}</label>
            <Select class="scenario" {id} {choices} chosen={current} {onchange} />
        </div>
    }
}
