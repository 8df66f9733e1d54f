//! One radio button.

use crate::app::Action;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// One radio button of several that look like one control; `group` is the name of all that belong together.
pub fn radio(
    dispatch: &Dispatch,
    ids: &Ids,
    group: &str,
    label: &str,
    checked: bool,
    action: Action,
) -> Html {
    html! {
        <label class={classes!("seg", checked.then_some("on"))}>
            <input type="radio" name={ids.of(group)} {checked} onchange={dispatch.act(action)} />
            <span>{label}</span>
        </label>
    }
}
