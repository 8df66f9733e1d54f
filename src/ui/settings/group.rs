//! A group of settings.

use yew::prelude::*;

/// The group as a form of its own, because browsers take two passwords in one form for a mistake. It is never submitted.
/// The person opens and closes it.
pub fn group(legend: &'static str, open: bool, fields: Html) -> Html {
    html! {
        <form key={legend} autocomplete="off" onsubmit={|event: SubmitEvent| event.prevent_default()}>
            <details {open}>
                <summary>{legend}</summary>
                <fieldset aria-label={legend}>{fields}</fieldset>
            </details>
        </form>
    }
}
