//! The presets.

use crate::app::Action;
use crate::lab::Scenario;
use crate::lab::presets::{Preset, PresetQuestion};
use crate::present::narration::interface;
use crate::ui::controls::{Choice, Select};
use crate::ui::dispatch::Dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// The presets by the questions that they answer, with a label; settings that are nobody's preset say so. `action` follows
/// from a choice.
pub fn scenario_choice(
    dispatch: &Dispatch,
    id: AttrValue,
    label: &'static str,
    scenario: &Scenario,
    action: fn(&'static Preset) -> Action,
) -> Html {
    let current = Preset::of(scenario).map_or("", |preset| preset.id);
    let presets = PresetQuestion::ALL.into_iter().flat_map(|question| {
        let asked = interface::question(question);
        let answers = question.presets();
        answers.map(move |preset| Choice::new(preset.id, preset.name).in_group(asked))
    });
    let own = current
        .is_empty()
        .then(|| Choice::new("", interface::OWN_SETTINGS));
    let choices: Rc<[Choice]> = presets.chain(own).collect();
    let onchange = dispatch.value(move |key| Preset::named(&key).map(action));
    html! {
        <div class="field-inline">
            <label for={&id}>{label}</label>
            <Select class="scenario" {id} {choices} chosen={current} {onchange} />
        </div>
    }
}
