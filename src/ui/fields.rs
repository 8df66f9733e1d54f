//! Form controls with their labels, and what is said beside them.

use super::el::{El, el};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

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

    /// The control with its label, and below it what is odd, in a place that is always there.
    fn field(&self, class: &str, control: El, label_first: bool) -> Html {
        let label = el("label", "").attr("for", self.id).text(self.label).html();
        let problem_id = format!("{}-problem", self.id);
        let control = control
            .attr("id", self.id)
            .attr("aria-describedby", &problem_id)
            .html();
        let (first, second) = if label_first {
            (label, control)
        } else {
            (control, label)
        };
        el("div", class)
            .child(first)
            .child(second)
            .child(self.problem())
            .html()
    }

    fn problem(&self) -> Html {
        el("p", "problem")
            .attr("id", &format!("{}-problem", self.id))
            .children(
                self.problem
                    .iter()
                    .map(|said| super::el::text(said))
                    .collect(),
            )
            .html()
    }
}

/// Radio buttons that look like one control.
pub fn radio_group(
    labelled: Labelled,
    value: &str,
    choices: &[(&str, &str)],
    onchoose: &Callback<String>,
) -> Html {
    let label_id = format!("{}-label", labelled.id);
    let mut radios = Vec::new();
    for (key, label) in choices {
        let (own, onchoose) = ((*key).to_owned(), onchoose.clone());
        radios.push(radio(
            labelled.id,
            label,
            *key == value,
            Callback::from(move |_| onchoose.emit(own.clone())),
        ));
    }
    el("div", "field-inline")
        .child(
            el("span", "field-label")
                .attr("id", &label_id)
                .text(labelled.label)
                .html(),
        )
        .child(
            el("div", "segs")
                .attr("role", "radiogroup")
                .attr("aria-labelledby", &label_id)
                .children(radios)
                .html(),
        )
        .child(labelled.problem())
        .html()
}

/// One radio button.
pub fn radio(group: &str, label: &str, checked: bool, onchange: Callback<Event>) -> Html {
    el("label", if checked { "seg on" } else { "seg" })
        .child(
            el("input", "")
                .attr("type", "radio")
                .attr("name", group)
                .checked(checked)
                .on_change(onchange)
                .html(),
        )
        .child(el("span", "").text(label).html())
        .html()
}

/// A list to choose from.
pub fn select_field(
    labelled: Labelled,
    value: &str,
    choices: &[(&str, String)],
    onchoose: &Callback<String>,
) -> Html {
    let mut options = Vec::new();
    for (key, label) in choices {
        let option = el("option", "").attr("value", key).text(label);
        options.push(option.selected(*key == value).html());
    }
    let select = el("select", "")
        .on_change(chosen(onchoose.clone()))
        .children(options);
    labelled.field("field", select, true)
}

/// A line of text; `secret` is hidden while it is typed.
pub fn text_field(
    labelled: Labelled,
    value: &str,
    secret: bool,
    oninput: Callback<String>,
) -> Html {
    let input = el("input", "")
        .attr("type", if secret { "password" } else { "text" })
        .attrs(&[
            ("autocomplete", "off"),
            ("spellcheck", "false"),
            ("autocapitalize", "off"),
            ("dir", "auto"),
        ])
        .value(value)
        .on_input(typed(oninput));
    labelled.field("field", input, true)
}

/// A check box.
pub fn check_field(labelled: Labelled, checked: bool, onchange: Callback<bool>) -> Html {
    let input = el("input", "")
        .attr("type", "checkbox")
        .checked(checked)
        .on_change(Callback::from(move |_| onchange.emit(!checked)));
    labelled.field("field check", input, false)
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
