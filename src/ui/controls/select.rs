//! A list to choose from.

use super::choice::Choice;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A list, and what is chosen in it.
#[derive(PartialEq, Properties)]
pub struct SelectProps {
    /// Its id, where a label refers to it.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Its class, where it has one.
    #[prop_or_default]
    pub class: Option<&'static str>,
    /// What it is called, where no label says so.
    #[prop_or_default]
    pub aria_label: Option<&'static str>,
    /// The id of what is said about it, if anything.
    #[prop_or_default]
    pub aria_describedby: Option<AttrValue>,
    /// What is said when the pointer rests on it.
    #[prop_or_default]
    pub title: Option<&'static str>,
    /// What there is to choose from.
    pub choices: Rc<[Choice]>,
    /// The key of what is chosen.
    pub chosen: AttrValue,
    /// Another choice was made.
    pub onchange: Callback<Event>,
}

/// The list. What is chosen is set as its value, because a person's own choice outlasts an option's attribute.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        let now = (props.choices.clone(), props.chosen.clone());
        use_effect_with(now, move |(_, chosen)| {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(chosen);
            }
        });
    }
    let option = |choice: &Choice| {
        html! {
            <option key={choice.key.as_str()} value={&choice.key} selected={choice.key == props.chosen}>
                {&choice.label}
            </option>
        }
    };
    let same = |one: &Choice, other: &Choice| one.group == other.group;
    let options = props.choices.chunk_by(same).map(|choices| {
        let label = choices.first().map_or("", |choice| choice.group);
        let options = choices.iter().map(option);
        if label.is_empty() {
            return html! { <key="">{for options}</> };
        }
        html! { <optgroup key={label} {label}>{for options}</optgroup> }
    });
    html! {
        <select
            ref={node}
            id={&props.id}
            class={classes!(props.class)}
            aria-label={props.aria_label}
            aria-describedby={&props.aria_describedby}
            title={props.title}
            onchange={&props.onchange}
        >
            {for options}
        </select>
    }
}
