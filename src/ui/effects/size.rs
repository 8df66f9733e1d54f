//! The size of an element, and how far it is scrolled.

use gloo::events::EventListener;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};
use yew::Callback;

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
pub struct Watch {
    observer: Option<ResizeObserver>,
    /// Both are called as long as this lives.
    _scrolled: EventListener,
    _resized: Closure<dyn FnMut()>,
}

impl Watch {
    /// Says the size now, and whenever it has changed.
    pub fn new(element: Element, seen: Callback<Size>) -> Self {
        seen.emit(Size::of(&element));
        let measured = element.clone();
        let measure: Rc<dyn Fn()> = Rc::new(move || seen.emit(Size::of(&measured)));
        let scrolled = measure.clone();
        let resized = Closure::<dyn FnMut()>::new(move || measure());
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(&element);
        }
        Self {
            observer,
            _scrolled: EventListener::new(&element, "scroll", move |_| scrolled()),
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
