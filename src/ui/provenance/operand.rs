//! A value that goes into a computation or comes out of one.

use crate::crypto::Operand;
use crate::present::inspect::hex;
use crate::present::narration::interface;
use crate::ui::style::tint;
use crate::value_kind::ValueKind;
use yew::prelude::*;

/// The value in its colour. A password is not shown before it is asked for: dots, and its length.
pub fn operand(operand: &Operand, class: Option<&'static str>) -> Html {
    let Operand {
        value_kind, bytes, ..
    } = operand;
    let shown = match value_kind {
        Some(ValueKind::Password) => interface::hidden_password(bytes.len()),
        _ => hex(bytes, 24),
    };
    html! { <code class={classes!(class, tint(*value_kind))}>{shown}</code> }
}
