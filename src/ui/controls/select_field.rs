//! A list to choose from.

use super::choice::Choice;
use super::problem::problem;
use super::select::Select;
use crate::ui::hooks::Ids;
use std::rc::Rc;
use yew::prelude::*;

/// A list with its label, and what is odd about it, if anything. `name` is unique on the page.
pub fn select_field(
    ids: &Ids,
    name: &str,
    label: &'static str,
    choices: Rc<[Choice]>,
    chosen: String,
    onchange: Callback<Event>,
    odd: Option<String>,
) -> Html {
    let id = ids.of(name);
    html! {
        <div class="field">
            <label for={&id}>{label}</label>
            <Select {id} aria_describedby={ids.part(name, "problem")} {choices} {chosen} {onchange} />
            {problem(ids, name, odd)}
        </div>
    }
}
