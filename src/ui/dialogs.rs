//! The link to here, and the keys.

use super::el::el;
use super::header::button;
use super::store::{Store, StoreProps};
use crate::app::{Action, Dialog};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

const RESTORES: &str = "It restores the settings, the random values and this step. \
    Everything is computed again where it is opened.";
const INCLUDE: &str = "Put the typed and the real password into it, in clear";
const WITHOUT: &str = "Without them, sample passwords stand in: equal where yours are equal, \
    different where they differ.";

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
    let inside = match open {
        Some(Dialog::Share) => share(store, &passwords, &copied),
        Some(Dialog::Keys) => keys(),
        None => Html::default(),
    };
    el("dialog", "dialog")
        .node(node)
        .attr("aria-label", title)
        .on_close(store.on(Action::Dialog(None)))
        .child(el("h2", "").text(title).html())
        .child(inside)
        .child(
            button("primary")
                .text("Close")
                .on_click(store.on(Action::Dialog(None)))
                .html(),
        )
        .html()
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
    let words = |class: &str, words: &str| el("p", class).text(words).html();
    let field = el("input", "")
        .attrs(&[
            ("id", "address"),
            ("type", "text"),
            ("readonly", "readonly"),
            ("autocomplete", "off"),
        ])
        .value(&address);
    let tick = el("input", "")
        .attrs(&[("type", "checkbox")])
        .checked(**passwords)
        .on_change(Callback::from(toggle));
    el("div", "share")
        .child(words("", RESTORES))
        .child(
            el("label", "")
                .attr("for", "address")
                .text("Address")
                .html(),
        )
        .child(field.html())
        .child(
            el("label", "check-line")
                .child(tick.html())
                .text(INCLUDE)
                .html(),
        )
        .child(words("quiet", WITHOUT))
        .child(
            button("ghost")
                .text(if **copied { "Copied" } else { "Copy" })
                .on_click(Callback::from(copy))
                .html(),
        )
        .html()
}

fn address(store: &Store, passwords: bool) -> String {
    let location = window().location();
    let base = location.href().unwrap_or_default();
    let base = base.split('#').next().unwrap_or_default();
    format!("{base}#{}", store.state.fragment(passwords))
}

fn keys() -> Html {
    const KEYS: [(&[&str], &str); 6] = [
        (&["space"], "play or pause"),
        (&["←", "→"], "one step back or on"),
        (&["Home", "End"], "to the first or the last step"),
        (&["1", "2", "3", "4", "5"], "speed 0.25×, 0.5×, 1×, 2×, 4×"),
        (&["?"], "these keys"),
        (&["Esc"], "close"),
    ];
    let mut rows = Vec::new();
    for (keys, what) in KEYS {
        let mut term = el("dt", "");
        for key in keys {
            term = term.child(el("kbd", "").text(key).html());
        }
        let meaning = el("dd", "").text(what).html();
        rows.push(el("div", "").child(term.html()).child(meaning).html());
    }
    el("dl", "keys").children(rows).html()
}
