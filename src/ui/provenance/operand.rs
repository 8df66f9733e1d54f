//! A value that goes into a computation or comes out of one.

use crate::crypto::Operand;
use crate::present::inspect::hex;
use crate::present::narration::interface;
use crate::secret::Secret;
use crate::ui::style::tint;
use yew::prelude::*;

/// A value.
#[derive(PartialEq, Properties)]
pub struct OperandValueProps {
    /// The value.
    pub operand: Operand,
    /// Whether it came out.
    #[prop_or_default]
    pub result: bool,
}

/// The value in its colour. A password is not shown before it is asked for: dots, and its length.
#[component]
pub fn OperandValue(props: &OperandValueProps) -> Html {
    let Operand { secret, bytes, .. } = &props.operand;
    let shown = match secret {
        Some(Secret::Password) => interface::hidden_password(bytes.len()),
        _ => hex(bytes, 24),
    };
    html! { <code class={classes!(props.result.then_some("result"), tint(*secret))}>{shown}</code> }
}
