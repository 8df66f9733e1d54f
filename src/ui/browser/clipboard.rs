//! The clipboard.

use crate::present::narration::interface;
use gloo::utils::window;
use js_sys::futures::spawn_local;

/// Puts a text on the clipboard, and then says so; where there is none, as on a page without TLS, or none is allowed, the
/// browser is asked to let the person copy it.
pub fn copy(text: &str, copied: impl FnOnce() + 'static) {
    if !window().is_secure_context() {
        return let_copy(text);
    }
    let written = window().navigator().clipboard().write_text(text);
    let text = text.to_owned();
    spawn_local(async move {
        match written.await {
            Ok(_) => copied(),
            Err(_) => let_copy(&text),
        }
    });
}

fn let_copy(text: &str) {
    let _ = window().prompt_with_message_and_default(interface::COPY_THIS, text);
}
