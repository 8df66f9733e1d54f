//! One computation.

use super::operand::operand;
use super::origin_line::{input_origins, origin_line};
use super::pointing::pointing;
use crate::crypto;
use crate::present::provenance::ValueSource;
use crate::ui::context::Origins;
use crate::ui::hooks::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// A step of a computation, and whether it is lit.
#[derive(PartialEq, Properties)]
pub struct ComputationProps {
    /// The formula with its inputs and its output.
    pub step: Rc<crypto::ComputationStep>,
    /// Its number among the sources, where it is one.
    pub number: Option<usize>,
    /// Whether it is a source of what is pointed at.
    pub source: bool,
}

/// What went in, where that came from, and what came out.
#[component]
pub fn Computation(props: &ComputationProps) -> Html {
    crate::ui::renders::count("Computation");
    let origins: Origins = use_context().unwrap_or_default();
    let ComputationProps { step, number, .. } = props;
    let dispatch = use_dispatch();
    let pointing = pointing(&dispatch, number.map(ValueSource::Step).as_ref(), None);
    let inputs = step.inputs.iter().enumerate().map(|(index, input)| {
        let from = number.map(|number| (number, input_origins(&origins, number, index)));
        html! {
            <>
                <dt>{input.name}</dt>
                <dd>
                    {operand(input, None)}
                    if let Some((step, origins)) = from.filter(|(_, origins)| !origins.is_empty()) {
                        {origin_line(&dispatch, step, &origins)}
                    }
                </dd>
            </>
        }
    });
    html! {
        <li
            class={classes!(props.source.then_some("source"))}
            tabindex={number.map(|_| "0")}
            data-step={number.map(|number| number.to_string())}
            onmouseenter={pointing.enter}
            onmouseleave={pointing.leave}
            onfocus={pointing.focus}
            onblur={pointing.blur}
        >
            <h4>{step.name}<span class="spec">{step.spec}</span></h4>
            <p class="formula"><code>{step.formula}</code></p>
            <dl>
                {for inputs}
                <dt>{"="}</dt>
                <dd>{operand(&step.output, Some("result"))}</dd>
            </dl>
        </li>
    }
}
