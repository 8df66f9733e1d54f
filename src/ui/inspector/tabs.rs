//! The sides of a step, as tabs.

use crate::app::{Action, Tab};
use crate::ui::browser::focus_within;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use web_sys::Element;
use yew::prelude::*;

/// The name by which a tab's id is made.
pub fn tab_name(tab: Tab) -> &'static str {
    match tab {
        Tab::Explain => "tab-explain",
        Tab::Message => "tab-message",
        Tab::Bytes => "tab-bytes",
        Tab::Proof => "tab-proof",
        Tab::Logs => "tab-logs",
    }
}

/// Tabs: one stop for the Tab key, arrows between them. None is selected while something else is shown.
pub fn tabs(
    dispatch: &Dispatch,
    ids: &Ids,
    node: &NodeRef,
    selected: Option<Tab>,
    stop: Tab,
) -> Html {
    let tabs = Tab::ALL.map(|tab| {
        let selected = selected == Some(tab);
        html! {
            <button
                key={tab_name(tab)}
                type="button"
                role="tab"
                id={ids.of(tab_name(tab))}
                aria-controls={ids.of("pane")}
                aria-selected={selected.to_string()}
                tabindex={if tab == stop { "0" } else { "-1" }}
                onclick={dispatch.act(Action::Tab(tab))}
            >
                {tab.name()}
            </button>
        }
    });
    let onkeydown = {
        let (dispatch, node) = (dispatch.clone(), node.clone());
        move |event: KeyboardEvent| {
            let next = next(stop, &event.key());
            if let Some((next, list)) = next.zip(node.cast::<Element>()) {
                event.prevent_default();
                dispatch.emit(Action::Tab(next));
                focus_within(&list, &format!("[id$='{}']", tab_name(next)));
            }
        }
    };
    html! {
        <div ref={node} class="tabs" role="tablist" aria-label="Sides of this step" {onkeydown}>{for tabs}</div>
    }
}

/// The tab that a key leads to.
fn next(at: Tab, key: &str) -> Option<Tab> {
    let all = Tab::ALL;
    let index = all.iter().position(|tab| *tab == at)?;
    let next = match key {
        "ArrowRight" => (index + 1) % all.len(),
        "ArrowLeft" => (index + all.len() - 1) % all.len(),
        "Home" => 0,
        "End" => all.len() - 1,
        _ => return None,
    };
    all.get(next).copied()
}
