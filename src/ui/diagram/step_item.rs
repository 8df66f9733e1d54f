//! One step in the list.

use crate::app::{Action, TransportAction};
use crate::ui::hooks::use_dispatch;
use yew::prelude::*;

/// A step as an item of the list.
#[derive(PartialEq, Properties)]
pub struct StepItemProps {
    /// Its number, from 0; the list counts from 1.
    pub number: usize,
    /// Its sentence.
    pub sentence: AttrValue,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// The step as a link, which is the list's one stop of the Tab key where it is the one that is shown.
#[component]
pub fn StepItem(props: &StepItemProps) -> Html {
    crate::ui::renders::count("StepItem");
    let dispatch = use_dispatch();
    let (current, stop) = if props.current {
        (Some("step"), "0")
    } else {
        (None, "-1")
    };
    html! {
        <li aria-current={current}>
            <a
                href={format!("#at={}", props.number + 1)}
                tabindex={stop}
                onclick={dispatch.instead(Action::Transport(TransportAction::Seek(props.number)))}
            >
                {&props.sentence}
            </a>
        </li>
    }
}
