//! The field of a message that is edited.

use crate::app::{Action, Draft, DraftAction, TamperAction};
use crate::ui::controls::{Choice, LabelledControl};
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::Ids;
use std::iter::once;
use std::rc::Rc;
use yew::prelude::*;

/// A list of the message's fields.
pub fn field_choice(dispatch: &Dispatch, ids: &Ids, draft: &Draft) -> Html {
    let names = draft.fields.iter().map(|slot| slot.name.clone());
    let fields = Choice::numbered(names);
    let choices: Rc<[Choice]> = once(Choice::new("", "all bytes")).chain(fields).collect();
    let chosen = draft.field.map_or_else(String::new, |it| it.to_string());
    let onchange = dispatch.value(|key| {
        Some(Action::Tamper(TamperAction::Draft(DraftAction::Field(
            key.parse().ok(),
        ))))
    });
    LabelledControl::new(ids, "tamper-field", "Field").list(choices, chosen, onchange)
}
