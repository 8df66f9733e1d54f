//! The keys of a session.

use crate::present::inspect::hex;
use crate::secret::Secret;
use crate::traffic::verify::Keys;
use crate::ui::style::value_class;
use std::rc::Rc;
use yew::prelude::*;

/// The keys.
#[derive(PartialEq, Properties)]
pub struct SessionKeysProps {
    /// All of them.
    pub keys: Rc<Keys>,
}

/// The keys by their names, folded away.
#[component]
pub fn SessionKeys(props: &SessionKeysProps) -> Html {
    let keys = props.keys.named().map(|(name, bytes)| {
        html! {
            <>
                <dt>{name}</dt>
                <dd><code class={value_class(Secret::SessionKey)}>{hex(bytes, 16)}</code></dd>
            </>
        }
    });
    html! {
        <details class="proof">
            <summary>{"Keys of the session"}</summary>
            <dl>{for keys}</dl>
        </details>
    }
}
