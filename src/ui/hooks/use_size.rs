//! Following the size of an element, and which part of it is seen.

use super::size::Size;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// Follows the size and the scrolling of an element.
#[hook]
pub fn use_size(node: &NodeRef) -> Size {
    use_size_without(node, |size| size)
}

/// Follows the width of an element and the size of the page's letters: scrolling changes nothing.
#[hook]
pub fn use_width(node: &NodeRef) -> Size {
    use_size_without(node, |Size { width, root, .. }| Size {
        width,
        root,
        ..Size::default()
    })
}

/// Follows what `keep` leaves of a size.
#[hook]
fn use_size_without(node: &NodeRef, keep: fn(Size) -> Size) -> Size {
    let size = use_state_eq(Size::default);
    let setter = size.setter();
    let node = node.clone();
    use_effect_with((), move |()| {
        let seen = move |size| setter.set(keep(size));
        let observer = node
            .cast::<Element>()
            .map(|it| SizeObserver::new(&it, seen));
        move || drop(observer)
    });
    *size
}

/// Says the size whenever it has changed, as long as it lives.
struct SizeObserver {
    observer: Option<ResizeObserver>,
    _scrolled: EventListener,
    _resized: Closure<dyn FnMut()>,
}

impl SizeObserver {
    fn new(element: &Element, seen: impl Fn(Size) + 'static) -> Self {
        let measured = element.clone();
        let measure = Rc::new(move || seen(Size::of(&measured)));
        measure();
        let scrolled = measure.clone();
        let resized = Closure::<dyn FnMut()>::new(move || measure());
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        // Scrolling does not bubble. Whichever of its parents scrolls is heard on the way down.
        let way_down = EventListenerOptions::run_in_capture_phase();
        Self {
            observer,
            _scrolled: EventListener::new_with_options(
                &document(),
                "scroll",
                way_down,
                move |_| scrolled(),
            ),
            _resized: resized,
        }
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
