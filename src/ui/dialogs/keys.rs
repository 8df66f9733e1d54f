//! What the keys do.

use crate::present::narration::interface;
use yew::prelude::*;

/// The keys, each with what it does.
pub fn key_list() -> Html {
    html! {
        <dl class="keys">
            for (keys, does) in interface::KEYS {
                <div key={does}>
                    <dt>
                        for key in keys.iter().copied() {
                            <kbd {key}>{key}</kbd>
                        }
                    </dt>
                    <dd>{does}</dd>
                </div>
            }
        </dl>
    }
}
