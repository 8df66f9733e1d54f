//! The keys of a session.

use crate::present::inspect::hex;
use crate::traffic::verify::Keys;
use crate::ui::style::value_class;
use crate::value_kind::ValueKind;
use yew::prelude::*;

/// The keys by their names, folded away.
pub fn session_keys(keys: &Keys) -> Html {
    let keys = keys.named().map(|(name, bytes)| {
        html! {
            <>
                <dt>{name}</dt>
                <dd><code class={value_class(ValueKind::SessionKey)}>{hex(bytes, 16)}</code></dd>
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
