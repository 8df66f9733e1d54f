//! A line of text.

use super::problem::problem;
use crate::ui::hooks::Ids;
use yew::prelude::*;

/// A line of text, with its label. `name` is unique on the page.
pub fn text_field(
    ids: &Ids,
    name: &str,
    label: &'static str,
    value: &str,
    oninput: Callback<InputEvent>,
) -> Html {
    typed_setting(ids, name, label, "text", value, oninput, None)
}

/// A setting that is typed, with its label, and what is odd about it, if anything. Its `kind` is `password` where it is
/// hidden while it is typed, or else `text`.
pub fn typed_setting(
    ids: &Ids,
    name: &str,
    label: &'static str,
    kind: &'static str,
    value: &str,
    oninput: Callback<InputEvent>,
    odd: Option<String>,
) -> Html {
    let id = ids.of(name);
    html! {
        <div class="field">
            <label for={&id}>{label}</label>
            <input
                {id}
                aria-describedby={ids.part(name, "problem")}
                type={kind}
                autocomplete="off"
                spellcheck="false"
                autocapitalize="off"
                dir="auto"
                value={value.to_owned()}
                {oninput}
            />
            {problem(ids, name, odd)}
        </div>
    }
}
