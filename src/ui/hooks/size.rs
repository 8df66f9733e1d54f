//! The size of an element, and how far it is scrolled.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ResizeObserver};
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

/// Follows the size and the scrolling of an element.
#[hook]
pub fn use_size(node: &NodeRef) -> Size {
    let size = use_state(Size::default);
    let (node, setter) = (node.clone(), size.setter());
    use_effect_with((), move |()| {
        let element = node.cast::<HtmlElement>();
        let watch = element.map(|element| {
            let measured = element.clone();
            let measure = move || {
                setter.set(Size {
                    width: f64::from(measured.client_width()),
                    height: f64::from(measured.client_height()),
                    scrolled: f64::from(measured.scroll_top()),
                });
            };
            measure();
            let on_scroll = EventListener::new(&element, "scroll", {
                let measure = measure.clone();
                move |_| measure()
            });
            let closure = Closure::<dyn FnMut()>::new(measure);
            let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
            if let Some(observer) = &observer {
                observer.observe(&element);
            }
            (on_scroll, observer, closure)
        });
        move || {
            if let Some((_, Some(observer), _)) = &watch {
                observer.disconnect();
            }
        }
    });
    *size
}
