//! The field of a message that is edited.

use crate::app::{Action, Draft, Tamper};
use crate::ui::controls::{Choice, SelectField};
use crate::ui::shared::Shared;
use crate::ui::store::use_dispatch;
use std::iter::once;
use std::rc::Rc;
use yew::prelude::*;

/// The message.
#[derive(PartialEq, Properties)]
pub struct FieldChoiceProps {
    /// The message as it is to be.
    pub draft: Shared<Draft>,
}

/// A list of its fields.
#[component]
pub fn FieldChoice(props: &FieldChoiceProps) -> Html {
    let dispatch = use_dispatch();
    let draft = &props.draft;
    let names = draft.slots.iter().map(|slot| slot.name.clone());
    let fields = Choice::numbered(names);
    let choices: Rc<[Choice]> = once(Choice::new("", "all bytes")).chain(fields).collect();
    let chosen = draft.field.map_or_else(String::new, |it| it.to_string());
    let onchange = dispatch.value(|key| Some(Action::Tamper(Tamper::Field(key.parse().ok()))));
    html! { <SelectField id="bench-field" label="Field" {choices} {chosen} {onchange} /> }
}
