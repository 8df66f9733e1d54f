//! The title of the browser's tab.

use crate::present::link::Page;
use crate::present::narration::interface;
use gloo::utils::document;
use yew::prelude::*;

/// Names the tab after the page that is shown.
#[hook]
pub fn use_title(page: Page) {
    use_effect_with(page, |page| document().set_title(&interface::title(*page)));
}
