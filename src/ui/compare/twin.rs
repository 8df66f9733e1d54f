//! The place of the second run: what is done there is done to it.

use crate::app::{Action, CompareAction};
use crate::ui::context::{Origins, PageConstants, Tracing};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::{use_dispatch, use_ids};
use crate::ui::shown::Shown;
use yew::prelude::*;

/// What stands in the second run's place, and for which of its steps.
#[derive(PartialEq, Properties)]
pub struct TwinProps {
    /// The second run's step.
    pub shown: Shown,
    /// The components that show it.
    pub children: Html,
}

/// Hands the second run's own contexts down: actions about steps and settings mean that run, and ids are its own.
#[component]
pub fn Twin(props: &TwinProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let rendered = props.shown.rendered.clone();
    let constants = use_memo((rendered, dispatch), |(rendered, dispatch)| {
        let rendered = rendered.clone();
        let meant = move |action: Action| {
            Some(Action::Compare(match action {
                Action::Seek(step) => CompareAction::Seek(step),
                Action::SeekEvent(event) => CompareAction::Seek(rendered.step_of(event)?),
                Action::Set(setting, text) => CompareAction::Set(setting, text),
                Action::Preset(preset) => CompareAction::Preset(preset),
                Action::ToggleSettings => CompareAction::ToggleSettings,
                _ => return None,
            }))
        };
        PageConstants {
            dispatch: Dispatch::meaning(dispatch, meant),
            id_prefix: ids.of("twin-"),
        }
    });
    html! {
        <ContextProvider<PageConstants> context={(*constants).clone()}>
        <ContextProvider<Origins> context={Origins::Lab(props.shown.clone())}>
        <ContextProvider<Tracing> context={Tracing::default()}>
            {props.children.clone()}
        </ContextProvider<Tracing>>
        </ContextProvider<Origins>>
        </ContextProvider<PageConstants>>
    }
}
