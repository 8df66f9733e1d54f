//! Radio buttons that look like one control, with their label.

use super::problem::problem;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// A setting of which one of a few values is chosen: the radio buttons with their label, and what is odd about them, if
/// anything. `name` is unique on the page.
pub fn radio_group(
    ids: &Ids,
    name: &str,
    label: &'static str,
    radios: Html,
    odd: Option<String>,
) -> Html {
    let label_id = ids.part(name, "label");
    html! {
        <div class="field-inline">
            <span class="field-label" id={&label_id}>{label}</span>
            <div class="segs" role="radiogroup" aria-labelledby={label_id}>{radios}</div>
            {problem(ids, name, odd)}
        </div>
    }
}
