//! The step, from four sides.

mod bytes;
mod explain;
mod message;
mod proof;

use super::el::el;
use super::header::button;
use super::store::Store;
use crate::app::{Action, Tab};
use crate::present::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The inspector. Where the page is narrow it is a sheet from below.
pub fn inspector(store: &Store) -> Html {
    let state = &store.state;
    let aside = el("aside", "inspector").attrs(&[("role", "region"), ("aria-label", "Inspector")]);
    let Some(step) = state.current() else {
        return aside.html();
    };
    let log = &state.film.log;
    let (number, all) = (state.step + 1, state.film.steps.len());
    let count = format!("Step {number} of {all} · {}", words::place(log, step));
    let head = el("div", "inspector-head")
        .child(
            button("handle")
                .attr("aria-expanded", &state.inspector.to_string())
                .text(if state.inspector { "Less" } else { "More" })
                .on_click(store.on(Action::ToggleInspector))
                .html(),
        )
        .child(el("p", "quiet").text(&count).html())
        .child(el("h2", "").text(&words::heading(log, step)).html());
    let inside = match state.tab {
        Tab::Explain => explain::explain_step(store),
        Tab::Message => message::message(store),
        Tab::Bytes => html! { <bytes::Bytes key={step.id.0} store={store.clone()} /> },
        Tab::Proof => proof::proof(store),
    };
    let pane = el("div", "pane")
        .attrs(&[("id", "pane"), ("role", "tabpanel"), ("tabindex", "0")])
        .attr("aria-labelledby", &tab_id(state.tab))
        .child(inside);
    aside
        .child(head.html())
        .child(tabs(store))
        .child(pane.html())
        .html()
}

fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.name().to_ascii_lowercase())
}

/// Tabs: one stop for the Tab key, arrows between them.
fn tabs(store: &Store) -> Html {
    let onkeydown = {
        let store = store.clone();
        Callback::from(move |event: KeyboardEvent| {
            let index = Tab::ALL
                .iter()
                .position(|tab| *tab == store.state.tab)
                .unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (index + 1) % Tab::ALL.len(),
                "ArrowLeft" => (index + Tab::ALL.len() - 1) % Tab::ALL.len(),
                "Home" => 0,
                "End" => Tab::ALL.len() - 1,
                _ => return,
            };
            let Some(tab) = Tab::ALL.get(next) else {
                return;
            };
            event.prevent_default();
            store.act(Action::Tab(*tab));
            let button = gloo::utils::document().get_element_by_id(&tab_id(*tab));
            if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                // A button that cannot take the focus leaves it where it is.
                let _ = button.focus();
            }
        })
    };
    let mut tabs = Vec::new();
    for tab in Tab::ALL {
        let selected = tab == store.state.tab;
        let tab = button("")
            .attrs(&[("role", "tab"), ("aria-controls", "pane")])
            .attr("id", &tab_id(tab))
            .attr("aria-selected", &selected.to_string())
            .attr("tabindex", if selected { "0" } else { "-1" })
            .text(tab.name())
            .on_click(store.on(Action::Tab(tab)));
        tabs.push(tab.html());
    }
    el("div", "tabs")
        .attrs(&[("role", "tablist"), ("aria-label", "Sides of this step")])
        .on_key(onkeydown)
        .children(tabs)
        .html()
}
