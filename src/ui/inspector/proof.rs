//! The cryptography of the step: each computation, and what was held against what.

use crate::crypto;
use crate::hosts::Comparison;
use crate::lab::Hop;
use crate::present::inspect::{self, Question, hex};
use crate::present::words;
use crate::secret::Secret;
use crate::ui::icons;
use crate::ui::store::use_store;
use crate::ui::text::value_class;
use yew::prelude::*;

/// What was computed at the step shown.
#[component]
pub fn Proof() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let state = &store.state;
    let log = &state.film.log;
    let Some(step) = state.current() else {
        return Html::default();
    };
    let proofs = inspect::proofs(log, step);
    let questions = inspect::replayed(log).filter(|_| inspect::concerns_replay(log, step));
    if proofs.is_empty() && questions.is_none() {
        return html! { <p class="empty">{ "Nothing is computed or compared at this step." }</p> };
    }
    html! {
        <div class="proof">
            if let Some(questions) = &questions {
                { two_questions(questions) }
            }
            { for proofs.iter().map(|proof| html! {
                <section key={proof.event.0}>
                    <h3>{ proof.role.map(|role| format!("Computed by: {}", words::host_name(role))) }</h3>
                    { for proof.comparisons.iter().map(comparison) }
                    <ol class="crypto">{ for proof.steps.iter().map(computation) }</ol>
                </section>
            }) }
        </div>
    }
}

/// The replay: an answer, and the question it does not answer.
fn two_questions(questions: &[Question; 2]) -> Html {
    let column = |question: &Question| {
        let (title, proof) = match question.hop {
            Hop::First => ("IIS asked", "the browser answered"),
            _ => ("The mailbox host asked", "right would have been"),
        };
        html! {
            <div class="question">
                <h4>{ title }</h4>
                <code class={value_class(Secret::Challenge)}>{ hex(&question.challenge, 8) }</code>
                <h4>{ proof }</h4>
                <code class={value_class(Secret::Response)}>{ hex(&question.proof, 24) }</code>
            </div>
        }
    };
    html! { <div class="questions">{ for questions.iter().map(column) }</div> }
}

fn comparison(comparison: &Comparison) -> Html {
    let matches = comparison.matches();
    let class = value_class(comparison.secret);
    html! {
        <div class={classes!("comparison", if matches { "good" } else { "bad" })}>
            <h4>
                { if matches { icons::tick() } else { icons::cross() } }
                { format!("{} {}", comparison.name, if matches { "matches" } else { "does not match" }) }
            </h4>
            <dl>
                <dt>{ "expected" }</dt><dd><code {class}>{ hex(&comparison.expected, 24) }</code></dd>
                <dt>{ "received" }</dt><dd><code {class}>{ hex(&comparison.received, 24) }</code></dd>
            </dl>
        </div>
    }
}

fn computation(step: &crypto::Step) -> Html {
    let operand = |operand: &crypto::Operand| {
        html! {
            <>
                <dt>{ operand.name }</dt>
                <dd><code class={operand.secret.map(value_class)}>{ shown(operand) }</code></dd>
            </>
        }
    };
    html! {
        <li>
            <h4>{ step.name }<span class="spec">{ step.spec }</span></h4>
            <p class="formula"><code>{ step.formula }</code></p>
            <dl>
                { for step.inputs.iter().map(operand) }
                <dt class="result">{ "=" }</dt>
                <dd><code class={classes!("result", step.output.secret.map(value_class))}>{ shown(&step.output) }</code></dd>
            </dl>
        </li>
    }
}

/// A password is not shown before it is asked for: dots, and its length.
fn shown(operand: &crypto::Operand) -> String {
    if operand.secret == Some(Secret::Password) {
        return format!("•••••• ({} bytes)", operand.bytes.len());
    }
    hex(&operand.bytes, 24)
}
