//! The step, from four sides.

mod bytes;
mod explain;
mod message;
mod proof;

use super::store::Store;
use crate::app::{Action, Tab};
use crate::present::words;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// The inspector. Where the page is narrow it is a sheet from below.
pub fn inspector(store: &Store) -> Html {
    let state = &store.state;
    let Some(step) = state.current() else {
        return html! { <aside class="inspector" role="region" aria-label="Inspector"></aside> };
    };
    let log = &state.film.log;
    let place = words::place(log, step);
    let count = format!(
        "Step {} of {} · {place}",
        state.step + 1,
        state.film.steps.len()
    );
    html! {
        <aside class="inspector" role="region" aria-label="Inspector">
            <div class="inspector-head">
                <button type="button" class="handle" aria-expanded={state.inspector.to_string()} onclick={store.on(Action::ToggleInspector)}>
                    { if state.inspector { "Less" } else { "More" } }
                </button>
                <p class="quiet">{ count }</p>
                <h2>{ words::heading(log, step) }</h2>
            </div>
            { tabs(store) }
            <div class="pane" id="pane" role="tabpanel" aria-labelledby={tab_id(state.tab)} tabindex="0">
                { match state.tab {
                    Tab::Explain => explain::explain_step(store),
                    Tab::Message => message::message(store),
                    Tab::Bytes => html! { <bytes::Bytes key={step.id.0} store={store.clone()} /> },
                    Tab::Proof => proof::proof(store),
                } }
            </div>
        </aside>
    }
}

fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.name().to_ascii_lowercase())
}

/// Tabs: one stop for the Tab key, arrows between them.
fn tabs(store: &Store) -> Html {
    let tab = |tab: Tab| {
        let selected = tab == store.state.tab;
        html! {
            <button key={tab.name()} type="button" role="tab" id={tab_id(tab)} aria-selected={selected.to_string()} aria-controls="pane"
                tabindex={if selected { "0" } else { "-1" }} onclick={store.on(Action::Tab(tab))}>{ tab.name() }</button>
        }
    };
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
    html! {
        <div class="tabs" role="tablist" aria-label="Sides of this step" {onkeydown}>{ for Tab::ALL.map(tab) }</div>
    }
}
