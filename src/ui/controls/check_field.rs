//! A setting that is on or off.

use super::problem::problem;
use crate::app::Action;
use crate::ui::hooks::Ids;
use crate::ui::store::Dispatch;
use yew::prelude::*;

/// A check box that stands for a setting, with its label, and what is odd about it, if anything. `name` is unique on
/// the page.
pub fn check_field(
    dispatch: &Dispatch,
    ids: &Ids,
    name: &str,
    label: &'static str,
    checked: bool,
    action: Action,
    odd: Option<String>,
) -> Html {
    let id = ids.of(name);
    html! {
        <div class="field check">
            <input
                type="checkbox"
                id={&id}
                aria-describedby={ids.part(name, "problem")}
                {checked}
                onchange={dispatch.act(action)}
            />
            <label for={id}>{label}</label>
            {problem(ids, name, odd)}
        </div>
    }
}
