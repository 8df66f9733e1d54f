//! The link to here, and the keys.

use super::effects::copy;
use super::el::{Does, El, On, button, el};
use super::store::Store;
use crate::app::{Action, Dialog};
use crate::present::link::Page;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const SHARE: &str = "Link to this view";
const RESTORES: &str = "It restores the settings, the random values and this step. \
    Everything is computed again where it is opened.";
const LEADS: &str =
    "It leads to this page. What you pasted is not in it: save it as JSON to hand it on.";
const INCLUDE: &str = "Put the typed and the real password into it, in clear";
const WITHOUT: &str = "Without them, sample passwords stand in: equal where yours are equal, \
    different where they differ.";

/// The dialog, with what is in it, if anything.
pub fn dialogs(store: &Store) -> El {
    let (title, inside) = match store.state.dialog {
        Some(Dialog::Keys) => ("Keys", Some(keys())),
        Some(Dialog::Share) => (SHARE, Some(share(store))),
        None => (SHARE, None),
    };
    let close = el("button.primary|type=button>Close");
    el("dialog.dialog")
        .attr("aria-label", title)
        .on(On::Close, store, Does::Act(Action::Dialog(None)))
        .child(el("h2").text(title))
        .children(inside.into_iter().collect())
        .child(close.click(store, Action::Dialog(None)))
}

/// The address, with or without the passwords.
fn share(store: &Store) -> El {
    let share = store.state.share;
    let address = address(store, share.passwords);
    let onclick = {
        let (address, dispatch) = (address.clone(), store.dispatch.clone());
        move |_: &web_sys::Event| {
            let field = document().get_element_by_id("address");
            if let Some(field) = field {
                field.unchecked_into::<HtmlInputElement>().select();
            }
            let dispatch = dispatch.clone();
            copy(&address, move || dispatch.emit(Action::Copied));
        }
    };
    let lab = store.state.page == Page::Lab;
    let tick = el("input|type=checkbox").checked(share.passwords);
    let toggle = Does::Act(Action::Passwords(!share.passwords));
    let button = button(if share.copied { "Copied" } else { "Copy" });
    let passwords = lab.then(|| {
        el("div")
            .child(
                el("label.check-line")
                    .child(tick.on(On::Change, store, toggle))
                    .text(INCLUDE),
            )
            .child(el("p.quiet").text(WITHOUT))
    });
    el("div.share")
        .child(el("p").text(if lab { RESTORES } else { LEADS }))
        .child(el("label|for=address>Address"))
        .child(el("input|id=address|type=text|readonly=readonly|autocomplete=off").value(&address))
        .perhaps(passwords)
        .child(button.on(On::Click, store, Does::Call(Box::new(onclick))))
}

fn address(store: &Store, passwords: bool) -> String {
    let location = window().location();
    let base = location.href().unwrap_or_default();
    let base = base.split('#').next().unwrap_or_default();
    format!("{base}#{}", store.state.fragment(passwords))
}

fn keys() -> El {
    const KEYS: [(&[&str], &str); 7] = [
        (&["space"], "play or pause"),
        (&["←", "→"], "one step back or on"),
        (&["Home", "End"], "to the first or the last step"),
        (&["1", "2", "3", "4", "5"], "speed 0.25×, 0.5×, 1×, 2×, 4×"),
        (
            &["↑", "↓", "←", "→"],
            "in fields and bytes: to the next one",
        ),
        (&["?"], "these keys"),
        (&["Esc"], "close"),
    ];
    let mut rows = Vec::new();
    for (keys, what) in KEYS {
        let mut term = el("dt");
        for key in keys {
            term = term.child(el("kbd").text(key));
        }
        rows.push(el("div").child(term).child(el("dd").text(what)));
    }
    el("dl.keys").children(rows)
}
