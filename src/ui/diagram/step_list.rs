//! The same log as an ordered list, with the same words: seen when it has the focus, read at any time.

use super::step_item::StepItem;
use crate::present::narration::predict::WHAT_COMES;
use crate::ui::shown::Shown;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// All steps that may be seen.
pub fn step_list(shown: &Shown) -> Html {
    let items = shown.rendered.steps.iter().enumerate();
    let items = items.filter_map(|(number, step)| {
        let sentence = shown.rendered.texts(number)?.sentence.clone();
        let current = number == shown.step;
        Some(html! { <StepItem key={step.id.0} {number} {sentence} {current} /> })
    });
    html! {
        <ol class="step-list" aria-label="Steps" onkeydown={move_focus}>
            {for items}
            if shown.veiled {
                <li key="veil" class="quiet">{WHAT_COMES}</li>
            }
        </ol>
    }
}

/// Up and down move between the steps; Enter goes to the one with the focus.
fn move_focus(event: KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into().ok());
    let item = target.and_then(|target: Element| target.closest("li").ok().flatten());
    let next = match (event.key().as_str(), item) {
        ("ArrowDown", Some(item)) => item.next_element_sibling(),
        ("ArrowUp", Some(item)) => item.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    let link = next.and_then(|item| item.first_element_child());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // A link that cannot take the focus leaves it where it is.
        let _ = link.focus();
    }
}
