//! The link to here, and the keys.

use super::store::{Store, use_store};
use crate::app::{Action, Dialog};
use gloo::utils::window;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

/// The open dialog, if any: the browser's own, with its handling of focus and Escape.
#[component]
pub fn Dialogs() -> Html {
    let node = use_node_ref();
    let store = use_store();
    let open = store.as_ref().and_then(|store| store.state.dialog);
    {
        let node = node.clone();
        use_effect_with(open, move |open| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                if open.is_none() {
                    dialog.close();
                } else if !dialog.open() {
                    // It is in the document and closed, so it can be shown.
                    let _ = dialog.show_modal();
                }
            }
        });
    }
    let Some(store) = store else {
        return Html::default();
    };
    let title = match open {
        Some(Dialog::Keys) => "Keys",
        _ => "Link to this view",
    };
    html! {
        <dialog ref={node} class="dialog" aria-label={title} onclose={store.on(Action::Dialog(None))}>
            <h2>{ title }</h2>
            { match open {
                Some(Dialog::Share) => html! { <Share /> },
                Some(Dialog::Keys) => keys(),
                None => Html::default(),
            } }
            <button type="button" class="primary" onclick={store.on(Action::Dialog(None))}>{ "Close" }</button>
        </dialog>
    }
}

/// The address, with or without the passwords.
#[component]
fn Share() -> Html {
    let passwords = use_state(|| false);
    let copied = use_state(|| false);
    let field = use_node_ref();
    let Some(store) = use_store() else {
        return Html::default();
    };
    let address = address(&store, *passwords);
    let toggle = {
        let (passwords, copied) = (passwords.clone(), copied.clone());
        Callback::from(move |_: Event| {
            passwords.set(!*passwords);
            copied.set(false);
        })
    };
    let copy = {
        let (address, copied, field) = (address.clone(), copied.clone(), field.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.select();
            }
            if window().is_secure_context() {
                let _ = window().navigator().clipboard().write_text(&address);
                copied.set(true);
            }
        })
    };
    html! {
        <div class="share">
            <p>{ "It restores the settings, the random values and this step. Everything is computed again where it is opened." }</p>
            <label class="field" for="address">{ "Address" }</label>
            <input id="address" type="text" readonly=true value={address} ref={field} autocomplete="off" />
            <label class="check-line">
                <input type="checkbox" checked={*passwords} onchange={toggle} />
                { "Put the typed and the real password into it, in clear" }
            </label>
            <p class="quiet">{ "Without them, sample passwords stand in: equal where yours are equal, different where they differ." }</p>
            <button type="button" class="ghost" onclick={copy}>{ if *copied { "Copied" } else { "Copy" } }</button>
        </div>
    }
}

fn address(store: &Store, passwords: bool) -> String {
    let location = window().location();
    let base = location.href().unwrap_or_default();
    let base = base.split('#').next().unwrap_or_default();
    format!("{base}#{}", store.state.fragment(passwords))
}

fn keys() -> Html {
    let row = |keys: &[&'static str], what: &'static str| {
        html! {
            <div>
                <dt>{ for keys.iter().map(|key| html! { <kbd key={*key}>{ *key }</kbd> }) }</dt>
                <dd>{ what }</dd>
            </div>
        }
    };
    html! {
        <dl class="keys">
            { row(&["space"], "play or pause") }
            { row(&["←", "→"], "one step back or on") }
            { row(&["Home", "End"], "to the first or the last step") }
            { row(&["1", "2", "3", "4", "5"], "speed 0.25×, 0.5×, 1×, 2×, 4×") }
            { row(&["?"], "these keys") }
            { row(&["Esc"], "close") }
        </dl>
    }
}
