//! The levels of LAN Manager authentication.

use crate::app::{Action, Edit};
use crate::hosts::Level;
use crate::present::words;
use crate::ui::controls::{Choice, SelectField};
use crate::ui::store::use_dispatch;
use std::rc::Rc;
use yew::prelude::*;

/// A level.
#[derive(PartialEq, Properties)]
pub struct LevelFieldProps {
    /// A name that is unique on the page.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What is set.
    pub level: Level,
    /// The change that another level is.
    pub edit: Callback<Level, Edit>,
    /// What is odd about it, if anything.
    pub problem: Option<AttrValue>,
}

/// A list of all levels.
#[component]
pub fn LevelField(props: &LevelFieldProps) -> Html {
    let dispatch = use_dispatch();
    let choices: Rc<[Choice]> = Level::all().map(choice).collect();
    let edit = props.edit.clone();
    let onchange = dispatch.value(move |key| {
        let level = Level::new(key.parse().ok()?)?;
        Some(Action::Edit(edit.emit(level)))
    });
    html! {
        <SelectField
            id={props.id}
            label={props.label}
            {choices}
            chosen={props.level.number().to_string()}
            {onchange}
            problem={&props.problem}
        />
    }
}

fn choice(level: Level) -> Choice {
    Choice::new(level.number().to_string(), words::level_name(level))
}
