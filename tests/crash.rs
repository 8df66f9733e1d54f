//! A panic's text reaches the page. Alone in its program, because nothing is as before after a panic.

#![cfg(all(target_arch = "wasm32", feature = "ui"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use double_hop::ui::crash::report_panics;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::ErrorEvent;
use web_sys::js_sys::Function;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_panic_is_an_error_event_that_says_what_and_where() {
    report_panics();
    let told = Rc::new(RefCell::new(Vec::new()));
    let listener = {
        let told = Rc::clone(&told);
        Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.stop_immediate_propagation();
            told.borrow_mut().push(event.message());
        })
    };
    let window = web_sys::window().unwrap();
    let listener: &Function = listener.as_ref().unchecked_ref();
    window
        .add_event_listener_with_callback("error", listener)
        .unwrap();
    // JavaScript stands between: it catches the trap that a panic ends in.
    let broken = Closure::<dyn Fn()>::new(|| panic!("broken on purpose"));
    let trap = broken
        .as_ref()
        .unchecked_ref::<Function>()
        .call0(&JsValue::NULL);
    window
        .remove_event_listener_with_callback("error", listener)
        .unwrap();
    assert!(trap.is_err());
    let told = told.borrow();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("tests/crash.rs") && told[0].ends_with("broken on purpose"),
        "{told:?}"
    );
    std::mem::forget(broken);
}
