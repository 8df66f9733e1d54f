//! The place of the second run: what is done there is done to it.

use crate::app::{Action, CompareAction, RenderedRun, TransportAction};
use crate::ui::context::{Origins, PageConstants, Tracing};
use crate::ui::dispatch::Dispatch;
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
    let constants: PageConstants = use_context().unwrap_or_default();
    let rendered = props.shown.rendered.clone();
    let constants = use_memo((rendered, constants), |(rendered, constants)| {
        let rendered = rendered.clone();
        let meant = move |action| meant(action, &rendered);
        PageConstants {
            dispatch: Dispatch::meaning(&constants.dispatch, meant),
            id_prefix: format!("{}twin-", constants.id_prefix).into(),
            term_prefix: constants.term_prefix.clone(),
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

/// What an action means that is done at the second run; nothing where it has no meaning there.
fn meant(action: Action, rendered: &RenderedRun) -> Option<Action> {
    Some(Action::Compare(match action {
        // The picture is of both runs.
        Action::Controller(_) => return Some(action),
        Action::Transport(TransportAction::Seek(step)) => CompareAction::Seek(step),
        Action::Transport(TransportAction::SeekEvent(event)) => {
            CompareAction::Seek(rendered.step_of(event)?)
        }
        Action::Set(setting, text) => CompareAction::Set(setting, text),
        Action::Seed(seed) => CompareAction::Seed(seed),
        Action::Preset(preset) => CompareAction::Preset(preset),
        Action::ToggleSettings => CompareAction::ToggleSettings,
        // Only the first run has these.
        Action::Transport(_)
        | Action::Tab(_)
        | Action::ToggleInspector
        | Action::Layer(_)
        | Action::AsSent(_)
        | Action::Hover(_)
        | Action::Focus(_)
        | Action::FocusByte(..)
        | Action::Point(_)
        | Action::Go(_)
        | Action::Tamper(_)
        | Action::Seat(_)
        | Action::Compare(_)
        | Action::Repair(_)
        | Action::Predict(_)
        | Action::Welcome
        | Action::Walk(_) => return None,
        // These are the page's, and stand nowhere in a run.
        Action::Escape
        | Action::Dialog(_)
        | Action::Passwords(_)
        | Action::Copied
        | Action::Decode(_)
        | Action::Traffic(_)
        | Action::OtherFile(_)
        | Action::Draw
        | Action::DrawExample
        | Action::Rebuild
        | Action::RebuildAndRepair
        | Action::DiagnoseLogged
        | Action::DiagnosePasted
        | Action::UseNames
        | Action::Outcomes(_)
        | Action::Fix(..)
        | Action::Diagnose(_)
        | Action::Sample
        | Action::Example(_)
        | Action::Load(_)
        | Action::Return(_)
        | Action::DismissProblems => return None,
    }))
}
