//! A group of settings.

use yew::prelude::*;

/// The group as a form of its own, because browsers take two passwords in one form for a mistake. It is never submitted.
pub fn group(legend: &'static str, fields: Html) -> Html {
    html! {
        <form key={legend} autocomplete="off" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <fieldset>
                <legend>{legend}</legend>
                {fields}
            </fieldset>
        </form>
    }
}
