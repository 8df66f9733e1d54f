//! A field for what is known about an account.

use crate::app::{Action, At, Blank};
use crate::ui::hooks::use_ids;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// How a field is typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In a line.
    Line,
    /// In a line that hides it.
    Hidden,
    /// In several lines.
    Area,
}

/// A field.
#[derive(PartialEq, Properties)]
pub struct TypedFieldProps {
    /// Which.
    pub blank: Blank,
    /// What it is called.
    pub label: &'static str,
    /// How it is typed in.
    pub kind: Kind,
    /// What belongs into it.
    pub hint: &'static str,
    /// What is typed there.
    pub value: AttrValue,
    /// What is odd about that, if anything.
    #[prop_or_default]
    pub problem: Option<&'static str>,
}

/// The field, with its label.
#[component]
pub fn TypedField(props: &TypedFieldProps) -> Html {
    let dispatch = use_dispatch();
    let id = use_ids().of(&format!("blank-{}", props.blank as usize));
    let TypedFieldProps {
        blank,
        kind,
        hint,
        value,
        ..
    } = props;
    let blank = *blank;
    let oninput =
        dispatch.value::<InputEvent>(move |typed| Some(Action::Desk(At::Type(blank, typed))));
    let label = html! { <label for={&id}>{props.label}</label> };
    let input = match kind {
        Kind::Area => html! {
            <textarea rows="2" {id} autocomplete="off" spellcheck="false" placeholder={*hint} {value} {oninput} />
        },
        Kind::Line | Kind::Hidden => html! {
            <input
                type={if *kind == Kind::Hidden { "password" } else { "text" }}
                {id} autocomplete="off" spellcheck="false" placeholder={*hint} {value} {oninput}
            />
        },
    };
    html! {
        <div class={classes!("field", (*kind == Kind::Area).then_some("wide"))}>
            {label}
            {input}
            <div>
                if let Some(problem) = props.problem {
                    <p class="problem">{problem}</p>
                }
            </div>
        </div>
    }
}
