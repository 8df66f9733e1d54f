//! What it has come to, and what was wrong with the link.

use super::icons;
use super::store::use_store;
use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::present::words::{self, VerdictState};
use yew::prelude::*;

/// The verdict at the step shown.
#[component]
pub fn Verdict() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let verdict = store.state.verdict();
    let (class, mark) = match verdict.state {
        VerdictState::Running => ("running", icons::dots()),
        VerdictState::Denied => ("denied", icons::cross()),
        VerdictState::Succeeded => ("succeeded", icons::tick()),
    };
    let scenario = &store.state.scenario;
    let ntlm = scenario.front_end.schemes.first() == Some(&Scheme::Ntlm);
    let denied = verdict.lead == "Second hop denied";
    let offers_replay = denied && ntlm && !scenario.front_end.replay;
    let undo_replay = denied && scenario.front_end.replay;
    html! {
        <div class={classes!("verdict", class)}>
            <span class="verdict-mark" aria-hidden="true">{ mark }</span>
            <p role="status" aria-label="Verdict">
                <b>{ format!("{}.", verdict.lead) }</b>{ " " }{ verdict.why }
            </p>
            if offers_replay {
                <button type="button" class="ghost" onclick={store.on(Action::Edit(Edit::Replay(true)))}>
                    { "Send the cached answer, as the article tells it" }
                </button>
            }
            if undo_replay {
                <button type="button" class="ghost" onclick={store.on(Action::Edit(Edit::Replay(false)))}>
                    { "As it is on the wire" }
                </button>
            }
        </div>
    }
}

/// What could not be understood in the link, until the person has read it.
#[component]
pub fn Problems() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let problems = &store.state.problems;
    html! {
        <div class="problems" role="alert">
            if !problems.is_empty() {
                <ul>
                    { for problems.iter().enumerate().map(|(number, problem)| html! {
                        <li key={number}>{ words::link_problem(problem) }</li>
                    }) }
                </ul>
                <button type="button" class="ghost" onclick={store.on(Action::DismissProblems)}>{ "Understood" }</button>
            }
        </div>
    }
}
