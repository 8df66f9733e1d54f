//! The size of an element, and how far it is scrolled.

use gloo::events::EventListener;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// An element's inside, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// How far it is scrolled down.
    pub scrolled: f64,
}

impl Size {
    /// As it is now.
    pub fn of(element: &Element) -> Self {
        Self {
            width: f64::from(element.client_width()),
            height: f64::from(element.client_height()),
            scrolled: f64::from(element.scroll_top()),
        }
    }
}

/// Follows the size and the scrolling of an element.
#[hook]
pub fn use_size(node: &NodeRef) -> Size {
    let size = use_state_eq(Size::default);
    let setter = size.setter();
    let node = node.clone();
    use_effect_with((), move |()| {
        let seen = move |size| setter.set(size);
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
        Self {
            observer,
            _scrolled: EventListener::new(element, "scroll", move |_| scrolled()),
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
