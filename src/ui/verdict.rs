//! What it has come to, and what was wrong with the link.

use super::el::el;
use super::header::button;
use super::icons;
use super::store::Store;
use crate::app::{Action, Edit};
use crate::hosts::Scheme;
use crate::present::words::{self, VerdictState};
use yew::prelude::*;

/// The name of the replay, which the article's story amounts to.
pub const REPLAY: &str = "Send the cached answer, as the article tells it";

/// The verdict at the step shown.
pub fn verdict(store: &Store) -> Html {
    let verdict = store.state.verdict();
    let (class, mark) = match verdict.state {
        VerdictState::Running => ("verdict running", icons::dots()),
        VerdictState::Denied => ("verdict denied", icons::cross()),
        VerdictState::Succeeded => ("verdict succeeded", icons::tick()),
    };
    let front_end = &store.state.scenario.front_end;
    let ntlm = front_end.schemes.first() == Some(&Scheme::Ntlm);
    let denied = verdict.lead == "Second hop denied";
    let mut more = Vec::new();
    if denied && (ntlm || front_end.replay) {
        let name = if front_end.replay {
            "As it is on the wire"
        } else {
            REPLAY
        };
        let edit = Edit::Replay(!front_end.replay);
        let act = store.on(Action::Edit(edit));
        more.push(button("ghost").text(name).on_click(act).html());
    }
    let status = el("p", "")
        .attrs(&[("role", "status"), ("aria-label", "Verdict")])
        .child(el("b", "").text(&format!("{}.", verdict.lead)).html())
        .text(" ")
        .text(&verdict.why);
    el("div", class)
        .child(
            el("span", "verdict-mark")
                .attrs(&[("aria-hidden", "true")])
                .child(mark)
                .html(),
        )
        .child(status.html())
        .children(more)
        .html()
}

/// What could not be understood in the link, until the person has read it.
pub fn problems(store: &Store) -> Html {
    let mut said = Vec::new();
    for problem in store.state.problems.iter() {
        said.push(el("li", "").text(&words::link_problem(problem)).html());
    }
    let any = !said.is_empty();
    let class = if any { "problems said" } else { "problems" };
    let alert = el("div", class).attrs(&[("role", "alert")]);
    let alert = alert.child(el("ul", "").children(said).html());
    if any {
        let read = button("ghost").text("Understood");
        let read = read.on_click(store.on(Action::DismissProblems));
        return alert.child(read.html()).html();
    }
    alert.html()
}
