//! The cryptography of the step: each computation, and what was held against what.

use crate::crypto;
use crate::hosts::Comparison;
use crate::lab::Hop;
use crate::present::inspect::{self, Question, hex};
use crate::present::provenance::Whence;
use crate::present::words;
use crate::secret::Secret;
use crate::ui::el::{El, el};
use crate::ui::icons;
use crate::ui::origins::{origins, pointing, source};
use crate::ui::store::Store;
use crate::ui::text::{tint, value_class};

/// What was computed at the step shown.
pub fn proof(store: &Store) -> El {
    let state = &store.state;
    let log = &state.film.log;
    let Some(step) = state.current() else {
        return el("div.proof");
    };
    let mut parts = Vec::new();
    if inspect::concerns_replay(log, step)
        && let Some(questions) = inspect::replayed(log)
    {
        let columns = questions.iter().map(question).collect();
        parts.push(el("div.questions").children(columns));
    }
    for proof in inspect::proofs(log, step) {
        let by = proof.role.map_or("", words::host_name);
        let title = el("h3").text(&format!("Computed by: {by}"));
        let compared = proof.comparisons.iter().map(comparison).collect();
        let steps = computations(store, proof.event.0, &proof.steps);
        let steps = el("ol.crypto").children(steps);
        let section = el("section").child(title).children(compared);
        parts.push(section.child(steps));
    }
    if parts.is_empty() {
        return el("p.empty>Nothing is computed or compared at this step.");
    }
    el("div.proof").children(parts)
}

fn code(class: &str, bytes: &str) -> El {
    el("code").and(class).text(bytes)
}

fn h4(words: &str) -> El {
    el("h4").text(words)
}

/// Of a replay: an answer, or the question it does not answer.
fn question(question: &Question) -> El {
    let (title, proof) = match question.hop {
        Hop::FIRST => ("IIS asked", "the browser answered"),
        _ => ("The mailbox host asked", "right would have been"),
    };
    el("div.question")
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
}

fn comparison(comparison: &Comparison) -> El {
    let (class, mark, verb) = if comparison.matches() {
        ("good", icons::tick(), "matches")
    } else {
        ("bad", icons::cross(), "does not match")
    };
    let title = el("h4")
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
    let list = el("dl").children(list);
    el("div.comparison").and(class).child(title).child(list)
}

/// The steps of a computation, by the id under which they are among the sources.
pub fn computations(store: &Store, id: u32, steps: &[crypto::Step]) -> Vec<El> {
    let sources = store.state.sources();
    let steps = steps.iter().enumerate();
    steps
        .map(|(nth, step)| computation(store, sources.step_index(id, nth), step))
        .collect()
}

/// What went in, where that came from, and what came out.
fn computation(store: &Store, number: Option<usize>, step: &crypto::Step) -> El {
    let spec = el("span.spec").text(step.spec);
    let formula = el("p.formula").child(code("", step.formula));
    let mut list = Vec::new();
    for (index, input) in step.inputs.iter().enumerate() {
        let value = code(tint(input.secret), &shown(input));
        list.push(el("dt").text(input.name));
        let from = number.and_then(|number| origins(store, number, index));
        list.push(el("dd").child(value).perhaps(from));
    }
    let result = code("result", &shown(&step.output));
    entry(&mut list, "=", result.and(tint(step.output.secret)));
    let line = match number {
        None => el("li"),
        Some(number) => {
            let trace = store.state.trace.as_ref();
            let lit = trace.is_some_and(|trace| trace.trail.steps.contains(&number));
            let line = el("li|tabindex=0").and(source(lit));
            let line = line.number("data-step", number);
            pointing(line, store, &Whence::Step(number), None)
        }
    };
    line.child(el("h4").text(step.name).child(spec))
        .child(formula)
        .child(el("dl").children(list))
}

fn entry(list: &mut Vec<El>, term: &str, value: El) {
    list.push(el("dt").text(term));
    list.push(el("dd").child(value));
}

/// A password is not shown before it is asked for: dots, and its length.
fn shown(operand: &crypto::Operand) -> String {
    if operand.secret == Some(Secret::Password) {
        return format!("•••••• ({} bytes)", operand.bytes.len());
    }
    hex(&operand.bytes, 24)
}
