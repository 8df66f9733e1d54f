//! What it has come to, and what was wrong with the link.

use super::branch::branch;
use super::el::{El, button, el};
use super::icons;
use super::store::Store;
use crate::app::{Action, Edit, Sit};
use crate::hosts::Scheme;
use crate::present::seat::asked;
use crate::present::words::{self, VerdictState};

/// The name of the replay, which the article's story amounts to.
pub const REPLAY: &str = "Send the cached answer, as the article tells it";

/// The verdict at the step shown.
pub fn verdict(store: &Store) -> El {
    let verdict = store.state.verdict();
    let (class, mark) = match verdict.state {
        VerdictState::Running => ("running", icons::dots()),
        VerdictState::Denied => ("denied", icons::cross()),
        VerdictState::Succeeded => ("succeeded", icons::tick()),
    };
    let front_end = &store.state.scenario.front_end;
    let ntlm = front_end.schemes.first() == Some(&Scheme::Ntlm);
    let denied = verdict.lead == "Second hop denied";
    let more = (denied && (ntlm || front_end.replay)).then(|| {
        let name = if front_end.replay {
            "As it is on the wire"
        } else {
            REPLAY
        };
        button(name).click(store, Action::Edit(Edit::Replay(!front_end.replay)))
    });
    let status = el("p|role=status|aria-label=Verdict")
        .child(el("b").text(&format!("{}.", verdict.lead)))
        .text(" ")
        .text(&verdict.why);
    el("div.verdict")
        .and(class)
        .child(el("span.verdict-mark|aria-hidden=true").child(mark))
        .child(status)
        .perhaps(more)
        .child(be_iis(store))
        .perhaps(branch(store))
}

/// The way into IIS's place, where it is asked anything.
fn be_iis(store: &Store) -> El {
    let seat = store.state.seat.as_ref();
    let sits = seat.is_some_and(|seat| seat.open);
    let button = el("button.ghost|type=button|id=be-iis>Be IIS").flag("aria-expanded", sits);
    if seat.is_none() && asked(&store.state.film.log).is_none() {
        return button
            .attr("disabled", "disabled")
            .attr("title", "The mailbox host asks nothing in this run");
    }
    button.click(store, Action::Sit(Sit::Take))
}

/// What could not be understood in the link, until the person has read it.
pub fn problems(store: &Store) -> El {
    let mut said = Vec::new();
    for problem in store.state.problems.iter() {
        said.push(el("li").text(&words::link_problem(problem)));
    }
    let any = !said.is_empty();
    let read = any.then(|| button("Understood").click(store, Action::DismissProblems));
    el("div.problems|role=alert")
        .and(if any { "said" } else { "" })
        .child(el("ul").children(said))
        .perhaps(read)
}
