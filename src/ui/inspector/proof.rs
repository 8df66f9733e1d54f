//! The cryptography of the step: each computation, and what was held against what.

use crate::crypto;
use crate::hosts::Comparison;
use crate::lab::Hop;
use crate::present::inspect::{self, Question, hex};
use crate::present::words;
use crate::secret::Secret;
use crate::ui::el::el;
use crate::ui::icons;
use crate::ui::store::Store;
use crate::ui::text::{tint, value_class};
use yew::prelude::*;

/// What was computed at the step shown.
pub fn proof(store: &Store) -> Html {
    let state = &store.state;
    let log = &state.film.log;
    let Some(step) = state.current() else {
        return Html::default();
    };
    let mut parts = Vec::new();
    if inspect::concerns_replay(log, step)
        && let Some(questions) = inspect::replayed(log)
    {
        let columns = questions.iter().map(question).collect();
        parts.push(el("div", "questions").children(columns).html());
    }
    for proof in inspect::proofs(log, step) {
        let by = proof.role.map_or("", words::host_name);
        let title = el("h3", "").text(&format!("Computed by: {by}")).html();
        let compared = proof.comparisons.iter().map(comparison).collect();
        let steps = proof.steps.iter().map(computation).collect();
        let steps = el("ol", "crypto").children(steps).html();
        let section = el("section", "").child(title).children(compared);
        parts.push(section.child(steps).html());
    }
    if parts.is_empty() {
        let words = "Nothing is computed or compared at this step.";
        return el("p", "empty").text(words).html();
    }
    el("div", "proof").children(parts).html()
}

fn code(class: &str, bytes: &str) -> Html {
    el("code", class).text(bytes).html()
}

fn h4(words: &str) -> Html {
    el("h4", "").text(words).html()
}

/// Of a replay: an answer, or the question it does not answer.
fn question(question: &Question) -> Html {
    let (title, proof) = match question.hop {
        Hop::First => ("IIS asked", "the browser answered"),
        _ => ("The mailbox host asked", "right would have been"),
    };
    el("div", "question")
        .child(h4(title))
        .child(code(
            value_class(Secret::Challenge),
            &hex(&question.challenge, 8),
        ))
        .child(h4(proof))
        .child(code(
            value_class(Secret::Response),
            &hex(&question.proof, 24),
        ))
        .html()
}

fn comparison(comparison: &Comparison) -> Html {
    let (class, mark, verb) = if comparison.matches() {
        ("comparison good", icons::tick(), "matches")
    } else {
        ("comparison bad", icons::cross(), "does not match")
    };
    let title = el("h4", "")
        .child(mark)
        .text(&format!("{} {verb}", comparison.name));
    let tint = value_class(comparison.secret);
    let mut list = Vec::new();
    entry(
        &mut list,
        "expected",
        code(tint, &hex(&comparison.expected, 24)),
    );
    entry(
        &mut list,
        "received",
        code(tint, &hex(&comparison.received, 24)),
    );
    let list = el("dl", "").children(list).html();
    el("div", class).child(title.html()).child(list).html()
}

fn computation(step: &crypto::Step) -> Html {
    let spec = el("span", "spec").text(step.spec).html();
    let formula = el("p", "formula").child(code("", step.formula)).html();
    let mut list = Vec::new();
    for input in &step.inputs {
        entry(
            &mut list,
            input.name,
            code(tint(input.secret), &shown(input)),
        );
    }
    let class = format!("result {}", tint(step.output.secret));
    entry(&mut list, "=", code(&class, &shown(&step.output)));
    el("li", "")
        .child(el("h4", "").text(step.name).child(spec).html())
        .child(formula)
        .child(el("dl", "").children(list).html())
        .html()
}

fn entry(list: &mut Vec<Html>, term: &str, value: Html) {
    list.push(el("dt", "").text(term).html());
    list.push(el("dd", "").child(value).html());
}

/// A password is not shown before it is asked for: dots, and its length.
fn shown(operand: &crypto::Operand) -> String {
    if operand.secret == Some(Secret::Password) {
        return format!("•••••• ({} bytes)", operand.bytes.len());
    }
    hex(&operand.bytes, 24)
}
