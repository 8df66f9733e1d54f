//! A panic of the page, told: to the console, and to `static/boot.js`, which shows it. WebAssembly is dead then.

use std::panic::PanicHookInfo;
use web_sys::{ErrorEvent, ErrorEventInit};

/// From now on a panic's text reaches the console and the page.
pub fn report_panics() {
    std::panic::set_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    let text = info.to_string();
    let what = ErrorEventInit::new();
    what.set_message(&text);
    let error = js_sys::Error::new(&text);
    error.set_name("Panic");
    what.set_error(&error);
    // Nothing is left to be done where this fails: the console has it.
    if let Ok(event) = ErrorEvent::new_with_event_init_dict("error", &what) {
        let _ = gloo::utils::window().dispatch_event(&event);
    }
}
