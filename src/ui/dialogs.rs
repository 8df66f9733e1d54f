//! The link to here, and the keys.

use super::store::{Store, StoreProps};
use crate::app::{Action, Dialog};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

/// The open dialog, if any: the browser's own, with its handling of focus and Escape.
#[component]
pub fn Dialogs(props: &StoreProps) -> Html {
    let store = &props.store;
    let open = store.state.dialog;
    let node = use_node_ref();
    let passwords = use_state(|| false);
    let copied = use_state(|| false);
    {
        let (node, passwords, copied) = (node.clone(), passwords.setter(), copied.setter());
        use_effect_with(open, move |open| {
            let Some(dialog) = node.cast::<HtmlDialogElement>() else {
                return;
            };
            if open.is_none() {
                dialog.close();
                passwords.set(false);
                copied.set(false);
            } else if !dialog.open() {
                // It is in the document and closed, so it can be shown.
                let _ = dialog.show_modal();
            }
        });
    }
    let title = match open {
        Some(Dialog::Keys) => "Keys",
        _ => "Link to this view",
    };
    html! {
        <dialog ref={node} class="dialog" aria-label={title} onclose={store.on(Action::Dialog(None))}>
            <h2>{ title }</h2>
            { match open {
                Some(Dialog::Share) => share(store, &passwords, &copied),
                Some(Dialog::Keys) => keys(),
                None => Html::default(),
            } }
            <button type="button" class="primary" onclick={store.on(Action::Dialog(None))}>{ "Close" }</button>
        </dialog>
    }
}

/// The address, with or without the passwords.
fn share(store: &Store, passwords: &UseStateHandle<bool>, copied: &UseStateHandle<bool>) -> Html {
    let address = address(store, **passwords);
    let toggle = {
        let (on, passwords, copied) = (!**passwords, passwords.setter(), copied.setter());
        move |_: Event| {
            passwords.set(on);
            copied.set(false);
        }
    };
    let copy = {
        let (address, copied) = (address.clone(), copied.setter());
        move |_: MouseEvent| {
            let field = document().get_element_by_id("address");
            if let Some(field) = field.and_then(|f| f.dyn_into::<HtmlInputElement>().ok()) {
                field.select();
            }
            if window().is_secure_context() {
                let _ = window().navigator().clipboard().write_text(&address);
                copied.set(true);
            }
        }
    };
    html! {
        <div class="share">
            <p>{ "It restores the settings, the random values and this step. Everything is computed again where it is opened." }</p>
            <label for="address">{ "Address" }</label>
            <input id="address" type="text" readonly=true value={address} autocomplete="off" />
            <label class="check-line">
                <input type="checkbox" checked={**passwords} onchange={toggle} />
                { "Put the typed and the real password into it, in clear" }
            </label>
            <p class="quiet">{ "Without them, sample passwords stand in: equal where yours are equal, different where they differ." }</p>
            <button type="button" class="ghost" onclick={copy}>{ if **copied { "Copied" } else { "Copy" } }</button>
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
