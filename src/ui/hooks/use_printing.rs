//! Whether the browser prints.

use gloo::events::EventListener;
use gloo::utils::window;
use yew::prelude::*;

/// Whether the page is being printed: what the screen leaves out is drawn then.
#[hook]
pub fn use_printing() -> bool {
    let printing = use_state_eq(|| false);
    let setter = printing.setter();
    use_effect_with((), move |()| {
        let listen = |event: &'static str, prints: bool| {
            let setter = setter.clone();
            EventListener::new(&window(), event, move |_| setter.set(prints))
        };
        let listeners = [listen("beforeprint", true), listen("afterprint", false)];
        move || drop(listeners)
    });
    *printing
}
