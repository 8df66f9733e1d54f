//! The message as text.

use crate::present::inspect;
use crate::ui::store::use_store;
use yew::prelude::*;

/// HTTP as it is sent, RPC by its fields; what is inside it below.
#[component]
pub fn Message() -> Html {
    let Some(store) = use_store() else {
        return Html::default();
    };
    let state = &store.state;
    let message = state
        .current()
        .and_then(|step| inspect::message(&state.film.log, step));
    let Some((_, layers)) = message else {
        return html! { <p class="empty">{ "Nothing is sent at this step: it happens inside the host." }</p> };
    };
    html! {
        <div class="message">
            { for layers.iter().map(|layer| html! {
                <>
                    <h3>{ inspect::layer_name(layer) }</h3>
                    <pre tabindex="0">{ inspect::message_text(layer) }</pre>
                </>
            }) }
        </div>
    }
}
