//! Printing.

use gloo::render::request_animation_frame;
use gloo::utils::window;
use web_sys::Event;

/// Opens the browser's print dialog. The sheet is drawn when the browser says that it is about to print, which is too late for
/// a print that a script asks for: so it is said once before.
pub fn print() {
    if let Ok(event) = Event::new("beforeprint") {
        let _ = window().dispatch_event(&event);
    }
    let frame = request_animation_frame(|_| {
        // Where there is no dialog, as in a frame that may not open one, nothing happens.
        let _ = window().print();
    });
    // Dropped, it would be cancelled.
    std::mem::forget(frame);
}
