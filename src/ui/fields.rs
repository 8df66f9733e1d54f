//! Form controls with their labels, and what is said beside them.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// One of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    key: AttrValue,
    label: AttrValue,
}

impl Choice {
    /// A choice.
    pub fn new(key: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
        }
    }
}

/// What a control is given.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ChoiceProps {
    /// A name that is unique on the page.
    pub name: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// The key of the choice in force.
    pub value: AttrValue,
    /// All choices.
    pub choices: Vec<Choice>,
    /// Takes the chosen key.
    pub onchoose: Callback<AttrValue>,
    /// What is odd about it.
    #[prop_or_default]
    pub problem: Option<String>,
}

/// Radio buttons that look like one control.
#[component]
pub fn RadioGroup(props: &ChoiceProps) -> Html {
    let name = &props.name;
    let labelled = format!("{name}-label");
    let radio = |choice: &Choice| {
        let (key, onchoose) = (choice.key.clone(), props.onchoose.clone());
        let checked = choice.key == props.value;
        html! {
            <label key={choice.key.to_string()} class={classes!("seg", checked.then_some("on"))}>
                <input type="radio" name={name.clone()} value={choice.key.clone()} {checked}
                    onchange={Callback::from(move |_: Event| onchoose.emit(key.clone()))} />
                <span>{ choice.label.clone() }</span>
            </label>
        }
    };
    html! {
        <div class="field-inline">
            <span class="field-label" id={labelled.clone()}>{ props.label.clone() }</span>
            <div class="segs" role="radiogroup" aria-labelledby={labelled}>
                { for props.choices.iter().map(radio) }
            </div>
            <Problem id={format!("{name}-problem")} text={props.problem.clone()} />
        </div>
    }
}

/// A list to choose from.
#[component]
pub fn SelectField(props: &ChoiceProps) -> Html {
    let onchange = {
        let onchoose = props.onchoose.clone();
        Callback::from(move |event: Event| {
            let select = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlSelectElement>().ok());
            if let Some(select) = select {
                onchoose.emit(select.value().into());
            }
        })
    };
    let problem = format!("{}-problem", props.name);
    html! {
        <div class="field">
            <label for={props.name.clone()}>{ props.label.clone() }</label>
            <select id={props.name.clone()} {onchange} aria-describedby={problem.clone()}>
                { for props.choices.iter().map(|choice| html! {
                    <option key={choice.key.to_string()} value={choice.key.clone()} selected={choice.key == props.value}>{ choice.label.clone() }</option>
                }) }
            </select>
            <Problem id={problem} text={props.problem.clone()} />
        </div>
    }
}

/// What a text field is given.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TextProps {
    /// A name that is unique on the page.
    pub name: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// Its text.
    pub value: AttrValue,
    /// Takes the new text.
    pub oninput: Callback<String>,
    /// Whether it is hidden while typed.
    #[prop_or_default]
    pub secret: bool,
    /// What is odd about it.
    #[prop_or_default]
    pub problem: Option<String>,
}

/// A line of text.
#[component]
pub fn TextField(props: &TextProps) -> Html {
    let oninput = {
        let oninput = props.oninput.clone();
        Callback::from(move |event: InputEvent| {
            let input = event
                .target()
                .and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input {
                oninput.emit(input.value());
            }
        })
    };
    let problem = format!("{}-problem", props.name);
    html! {
        <div class="field">
            <label for={props.name.clone()}>{ props.label.clone() }</label>
            <input id={props.name.clone()} type={if props.secret { "password" } else { "text" }} value={props.value.clone()}
                {oninput} autocomplete="off" spellcheck="false" autocapitalize="off" dir="auto" aria-describedby={problem.clone()} />
            <Problem id={problem} text={props.problem.clone()} />
        </div>
    }
}

/// What a check box is given.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CheckProps {
    /// A name that is unique on the page.
    pub name: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// Whether it is on.
    pub checked: bool,
    /// Takes the new state.
    pub onchange: Callback<bool>,
    /// What is odd about it.
    #[prop_or_default]
    pub problem: Option<String>,
}

/// A check box.
#[component]
pub fn CheckField(props: &CheckProps) -> Html {
    let (onchange, checked) = (props.onchange.clone(), props.checked);
    let problem = format!("{}-problem", props.name);
    html! {
        <div class="field check">
            <input id={props.name.clone()} type="checkbox" {checked} aria-describedby={problem.clone()}
                onchange={Callback::from(move |_: Event| onchange.emit(!checked))} />
            <label for={props.name.clone()}>{ props.label.clone() }</label>
            <Problem id={problem} text={props.problem.clone()} />
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ProblemProps {
    id: String,
    text: Option<String>,
}

/// What is odd about a setting, in a place that is always there.
#[component]
fn Problem(props: &ProblemProps) -> Html {
    html! { <p class="problem" id={props.id.clone()}>{ props.text.clone() }</p> }
}
