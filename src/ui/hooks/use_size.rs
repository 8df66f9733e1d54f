//! The size of an element, and which part of it is seen.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, document_element, window};
use js_sys::Number;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// An element's inside, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height of the part that is seen.
    pub height: f64,
    /// How much of it is scrolled away above.
    pub scrolled: f64,
    /// Size of the page's letters.
    pub root: f64,
}

impl Default for Size {
    /// Before it is known.
    fn default() -> Self {
        Self {
            width: 0.0,
            height: 0.0,
            scrolled: 0.0,
            root: ROOT,
        }
    }
}

/// The size of letters where nobody set another one.
const ROOT: f64 = 16.0;

impl Size {
    /// As it is now. What does not scroll itself scrolls with the page.
    fn of(element: &Element) -> Self {
        let width = f64::from(element.client_width());
        let height = f64::from(element.client_height());
        let root = root_size().unwrap_or(ROOT);
        if f64::from(element.scroll_height()) > height + 1.0 {
            return Self {
                width,
                height,
                scrolled: f64::from(element.scroll_top()),
                root,
            };
        }
        let seen = window().inner_height().ok().and_then(|it| it.as_f64());
        Self {
            width,
            height: seen.unwrap_or(height),
            scrolled: (-element.get_bounding_client_rect().top()).max(0.0),
            root,
        }
    }
}

fn root_size() -> Option<f64> {
    let style = window().get_computed_style(&document_element()).ok()??;
    let size = style.get_property_value("font-size").ok()?;
    // `16px`: the unit is left out.
    Some(Number::parse_float(&size)).filter(|size| size.is_finite())
}

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
        let watch = node.cast::<Element>().map(|it| Watch::new(&it, seen));
        move || drop(watch)
    });
    *size
}

/// Says the size whenever it has changed, as long as it lives.
struct Watch {
    observer: Option<ResizeObserver>,
    _scrolled: EventListener,
    _resized: Closure<dyn FnMut()>,
}

impl Watch {
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

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
