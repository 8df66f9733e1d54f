//! Form controls with their labels, and what is said beside them.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// One of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    key: String,
    label: String,
}

impl Choice {
    /// A choice.
    pub fn new(key: impl ToString, label: impl ToString) -> Self {
        Self {
            key: key.to_string(),
            label: label.to_string(),
        }
    }
}

/// What a control is called, and what is odd about its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// A name that is unique on the page.
    id: &'static str,
    label: &'static str,
    problem: Option<String>,
}

impl Labelled {
    /// A control with nothing odd about it.
    pub fn new(id: &'static str, label: &'static str) -> Self {
        Self {
            id,
            label,
            problem: None,
        }
    }

    /// With what is odd about it, if anything.
    pub fn saying(mut self, problem: Option<String>) -> Self {
        self.problem = problem;
        self
    }

    fn problem_id(&self) -> String {
        format!("{}-problem", self.id)
    }

    /// What is odd, in a place that is always there.
    fn problem(&self) -> Html {
        html! { <p class="problem" id={self.problem_id()}>{ self.problem.clone() }</p> }
    }

    fn label(&self) -> Html {
        html! { <label for={self.id}>{ self.label }</label> }
    }
}

/// Radio buttons that look like one control.
pub fn radio_group(
    labelled: Labelled,
    value: &str,
    choices: &[Choice],
    onchoose: &Callback<String>,
) -> Html {
    let label_id = format!("{}-label", labelled.id);
    let radio = |choice: &Choice| {
        let (key, onchoose) = (choice.key.clone(), onchoose.clone());
        let checked = choice.key == value;
        html! {
            <label key={choice.key.clone()} class={if checked { "seg on" } else { "seg" }}>
                <input type="radio" name={labelled.id} value={choice.key.clone()} {checked}
                    onchange={move |_: Event| onchoose.emit(key.clone())} />
                <span>{ choice.label.clone() }</span>
            </label>
        }
    };
    html! {
        <div class="field-inline">
            <span class="field-label" id={label_id.clone()}>{ labelled.label }</span>
            <div class="segs" role="radiogroup" aria-labelledby={label_id}>
                { for choices.iter().map(radio) }
            </div>
            { labelled.problem() }
        </div>
    }
}

/// A list to choose from.
pub fn select_field(
    labelled: Labelled,
    value: &str,
    choices: &[Choice],
    onchoose: &Callback<String>,
) -> Html {
    html! {
        <div class="field">
            { labelled.label() }
            <select id={labelled.id} onchange={chosen(onchoose.clone())} aria-describedby={labelled.problem_id()}>
                { for choices.iter().map(|choice| html! {
                    <option key={choice.key.clone()} value={choice.key.clone()} selected={choice.key == value}>{ choice.label.clone() }</option>
                }) }
            </select>
            { labelled.problem() }
        </div>
    }
}

/// A line of text; `secret` is hidden while it is typed.
pub fn text_field(
    labelled: Labelled,
    value: &str,
    secret: bool,
    oninput: Callback<String>,
) -> Html {
    html! {
        <div class="field">
            { labelled.label() }
            <input id={labelled.id} type={if secret { "password" } else { "text" }} value={value.to_owned()} oninput={typed(oninput)}
                autocomplete="off" spellcheck="false" autocapitalize="off" dir="auto" aria-describedby={labelled.problem_id()} />
            { labelled.problem() }
        </div>
    }
}

/// A check box.
pub fn check_field(labelled: Labelled, checked: bool, onchange: Callback<bool>) -> Html {
    html! {
        <div class="field check">
            <input id={labelled.id} type="checkbox" {checked} aria-describedby={labelled.problem_id()}
                onchange={move |_: Event| onchange.emit(!checked)} />
            { labelled.label() }
            { labelled.problem() }
        </div>
    }
}

/// Hands on the key of the option that was chosen.
pub fn chosen(onchoose: Callback<String>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let target = event.target();
        let select = target.and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(select) = select {
            onchoose.emit(select.value());
        }
    })
}

/// Hands on what was typed, or slid to.
pub fn typed(oninput: Callback<String>) -> Callback<InputEvent> {
    Callback::from(move |event: InputEvent| {
        let target = event.target();
        let input = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            oninput.emit(input.value());
        }
    })
}
