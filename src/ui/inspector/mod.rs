//! The step, from four sides.

mod answer;
mod bytes;
mod editor;
mod explain;
mod message;
mod proof;
mod seat;
mod tamper;

pub use proof::computations;

use super::effects::focus;
use super::el::{Does, El, On, el};
use super::store::Store;
use crate::app::{Action, Tab, Tamper};
use crate::present::{Shape, words};
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

/// The inspector. Where the page is narrow it is a sheet from below.
pub fn inspector(store: &Store) -> El {
    let state = &store.state;
    let aside = el("aside.inspector|role=region|aria-label=Inspector");
    let Some(step) = state.current() else {
        return aside;
    };
    let log = &state.film.log;
    let (number, all) = (state.step + 1, state.film.steps.len());
    let count = format!("Step {number} of {all} · {}", words::place(log, step));
    let head = el("div.inspector-head")
        .child(
            el("button.handle|type=button")
                .flag("aria-expanded", state.inspector)
                .text(if state.inspector { "Less" } else { "More" })
                .click(store, Action::ToggleInspector),
        )
        .child(el("p.quiet").text(&count))
        .child(el("h2").text(&words::heading(log, step)));
    let sitting = state.seat.as_ref().filter(|seat| seat.open);
    let inside = match (state.tab, sitting) {
        _ if state.tampering => tamper::bench(store),
        (_, Some(seat)) => seat::seat(store, seat),
        (Tab::Explain, _) => explain::explain_step(store),
        (Tab::Message, _) => message::message(store),
        (Tab::Bytes, _) => bytes::bytes(store),
        (Tab::Proof, _) => proof::proof(store),
    };
    let label = match sitting {
        _ if state.tampering => "tamper",
        Some(_) => "be-iis",
        None => tab_id(state.tab),
    };
    let pane = el("div.pane|id=pane|role=tabpanel|tabindex=0")
        .attr("aria-labelledby", label)
        .child(inside);
    let sides = el("div.sides").child(tabs(store)).child(tamper(store));
    aside.child(head).child(sides).child(pane)
}

/// The way to the bench, where there is a message.
fn tamper(store: &Store) -> El {
    let state = &store.state;
    let step = state.current();
    let arrow = step.is_some_and(|step| matches!(step.shape, Shape::Arrow { .. }));
    let button =
        el("button.ghost|type=button|id=tamper>Tamper").flag("aria-expanded", state.tampering);
    if arrow || state.tampering {
        return button.click(store, Action::Tamper(Tamper::Toggle));
    }
    button
        .attr("disabled", "disabled")
        .attr("title", "Nothing is sent at this step")
}

fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Explain => "tab-explain",
        Tab::Message => "tab-message",
        Tab::Bytes => "tab-bytes",
        Tab::Proof => "tab-proof",
    }
}

/// Tabs: one stop for the Tab key, arrows between them.
fn tabs(store: &Store) -> El {
    let onkeydown = {
        let store = store.clone();
        move |event: &Event| {
            let index = Tab::ALL
                .iter()
                .position(|tab| *tab == store.state.tab)
                .unwrap_or(0);
            let next = match event.unchecked_ref::<KeyboardEvent>().key().as_str() {
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
            store.dispatch.emit(Action::Tab(*tab));
            focus(&format!("#{}", tab_id(*tab)));
        }
    };
    let seat = store.state.seat.as_ref();
    let other = store.state.tampering || seat.is_some_and(|seat| seat.open);
    let mut tabs = Vec::new();
    for tab in Tab::ALL {
        let selected = tab == store.state.tab && !other;
        let tab = el("button|type=button|role=tab|aria-controls=pane")
            .attr("id", tab_id(tab))
            .flag("aria-selected", selected)
            .stop(tab == store.state.tab)
            .text(tab.name())
            .click(store, Action::Tab(tab));
        tabs.push(tab);
    }
    el("div.tabs|role=tablist|aria-label=Sides of this step")
        .on(On::Key, store, Does::Call(Box::new(onkeydown)))
        .children(tabs)
}
