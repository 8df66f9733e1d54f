//! The buttons for what a person takes along.

use super::address;
use crate::app::{Action, Dialog, RenderedRun};
use crate::lab::Scenario;
use crate::ui::browser::print;
use crate::ui::controls::button;
use crate::ui::hooks::{use_copied, use_dispatch};
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

const COPY: &str = "Copy as text";

/// A file, a text for a ticket, a print.
#[component]
pub fn Exports(props: &ExportsProps) -> Html {
    let dispatch = use_dispatch();
    let copied = use_copied(props.fragment.clone());
    let (rendered, scenario) = (props.rendered.clone(), props.scenario.clone());
    let fragment = props.fragment.clone();
    let onclick = copied.copy(COPY, move || {
        rendered.report(&scenario, address(&fragment)).markdown()
    });
    html! {
        <div class="exports">
            {button("Export", dispatch.act(Action::Dialog(Some(Dialog::Export))))}
            {button(if copied.is(COPY) { "Copied" } else { COPY }, onclick)}
            {button("Print", Callback::from(|_| print()))}
            {copied.status()}
        </div>
    }
}
