//! The size of an element, and which part of it is seen.

use gloo::utils::{document_element, window};
use js_sys::Number;
use web_sys::Element;

/// An element's inside, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width of the inside, in CSS pixels.
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
    pub fn of(element: &Element) -> Self {
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
