//! The title of the browser's tab.

use crate::lab::Scenario;
use crate::lab::presets::Preset;
use crate::present::link::Page;
use crate::present::narration::interface;
use crate::ui::shared::Shared;
use gloo::utils::document;
use std::rc::Rc;
use yew::prelude::*;

/// Names the tab after the page that is shown, and in the lab after the scenario.
#[hook]
pub fn use_title(page: Page, scenario: &Rc<Scenario>) {
    use_effect_with((page, Shared::from(scenario)), |(page, scenario)| {
        document().set_title(&interface::title(*page, Preset::of(scenario)));
    });
}
