//! The buttons for what a person takes along.

use super::address;
use crate::app::{Action, Dialog, RenderedRun};
use crate::lab::Scenario;
use crate::ui::browser::{copy, print};
use crate::ui::controls::button;
use crate::ui::hooks::use_dispatch;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// What is taken along.
#[derive(PartialEq, Properties)]
pub struct ExportsProps {
    /// The run that is shown.
    pub rendered: Shared<RenderedRun>,
    /// The settings that the run follows from.
    pub scenario: Shared<Scenario>,
    /// The fragment that leads to it.
    pub fragment: AttrValue,
}

/// A picture, a text for a ticket, a print.
#[component]
pub fn Exports(props: &ExportsProps) -> Html {
    let dispatch = use_dispatch();
    let copied = use_state_eq(|| false);
    let setter = copied.setter();
    // Until something else is shown.
    use_effect_with(props.fragment.clone(), move |_| setter.set(false));
    let write = {
        let text = (
            props.rendered.clone(),
            props.scenario.clone(),
            props.fragment.clone(),
        );
        let copied = copied.setter();
        move |_: MouseEvent| {
            let (rendered, scenario, fragment) = &text;
            let text = rendered.report(scenario, address(fragment)).markdown();
            let copied = copied.clone();
            copy(&text, move || copied.set(true));
        }
    };
    html! {
        <div class="exports">
            {button(&dispatch, "Save picture", Action::Dialog(Some(Dialog::Picture)))}
            <button class="ghost" type="button" onclick={write}>
                {if *copied { "Copied" } else { "Copy as text" }}
            </button>
            <button class="ghost" type="button" onclick={|_: MouseEvent| print()}>{"Print"}</button>
        </div>
    }
}
