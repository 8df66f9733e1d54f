//! The clipboard.

use crate::present::narration::interface;
use gloo::utils::window;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

/// Puts a text on the clipboard, and then says so; where there is none, as on a page without TLS, the browser is asked
/// to let the person copy it.
pub fn copy(text: &str, copied: impl FnOnce() + 'static) {
    if !window().is_secure_context() {
        let _ = window().prompt_with_message_and_default(interface::COPY_THIS, text);
        return;
    }
    let done = Closure::once(move |_: JsValue| copied());
    let refused = Closure::once(|_: JsValue| ());
    let promise = window().navigator().clipboard().write_text(text);
    let _ = promise.then2(&done, &refused);
    // They live until the browser has answered.
    done.forget();
    refused.forget();
}
