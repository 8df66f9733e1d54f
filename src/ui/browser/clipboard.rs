//! The clipboard.

use crate::present::narration::interface;
use gloo::utils::window;
use js_sys::futures::spawn_local;

/// Puts a text on the clipboard, and then says so; where there is none, as on a page without TLS, the browser is asked
/// to let the person copy it.
pub fn copy(text: &str, copied: impl FnOnce() + 'static) {
    if !window().is_secure_context() {
        let _ = window().prompt_with_message_and_default(interface::COPY_THIS, text);
        return;
    }
    let written = window().navigator().clipboard().write_text(text);
    spawn_local(async move {
        if written.await.is_ok() {
            copied();
        }
    });
}
