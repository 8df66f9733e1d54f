//! The window on a long list: which of its rows are drawn, and how one of them comes into view.

use crate::ui::hooks::{use_printing, use_size};
use web_sys::Element;
use yew::prelude::*;

/// More rows than the window has are drawn, above and below.
const MORE: usize = 6;
/// As many rows are printed.
const MOST_ON_PAPER: usize = 1000;

/// Which rows of a list are drawn.
pub struct ListWindow {
    /// The number of the first row that is drawn, from 0.
    pub first: usize,
    /// The number of the first row behind those, from 0.
    pub end: usize,
    /// How high the rows above them are, as an attribute of SVG.
    pub above: String,
    /// How high the rows below them are.
    pub below: String,
    /// Whether the window is measured.
    pub measured: bool,
    /// How high a row is, in CSS pixels.
    height: f64,
}

/// Follows what a window on a list of so many rows shows of it.
#[hook]
pub fn use_window(window: &NodeRef, all: usize) -> ListWindow {
    let size = use_size(window);
    // Of one line, or of two where there is no room for that.
    let lines = if size.width <= 40.0 * size.root {
        2.875
    } else {
        1.625
    };
    let height = size.root * lines;
    let (first, end) = match use_printing() {
        true => (0, MOST_ON_PAPER),
        false => (
            // Where the whole list is scrolled away, its end is drawn: it is no higher than it is.
            rows(size.scrolled / height).min(all).saturating_sub(MORE),
            rows((size.scrolled + size.height) / height).saturating_add(MORE),
        ),
    };
    let end = end.min(all);
    ListWindow {
        first,
        end,
        above: format!("{}px", px(first, height)),
        below: format!("{}px", px(all - end, height)),
        measured: size.width > 0.0,
        height,
    }
}

/// Brings a row into view whenever `when` has changed.
#[hook]
pub fn use_row_in_view<T: PartialEq + 'static>(
    window: &NodeRef,
    list: &ListWindow,
    row: Option<usize>,
    when: T,
) {
    let (window, height) = (window.clone(), list.height);
    use_effect_with(when, move |_| {
        if let Some(row) = row {
            reveal(&window, px(row, height), height);
        }
    });
}

/// Brings the row that begins so far down into view.
fn reveal(window: &NodeRef, top: f64, height: f64) {
    let Some(window) = window.cast::<Element>() else {
        return;
    };
    let seen = f64::from(window.scroll_top());
    let tall = f64::from(window.client_height());
    if top < seen || top + height > seen + tall {
        window.set_scroll_top((top - tall / 3.0).max(0.0) as i32);
    }
}

/// So many whole rows.
fn rows(number: f64) -> usize {
    if number.is_finite() {
        number.max(0.0) as usize
    } else {
        0
    }
}

fn px(rows: usize, height: f64) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) * height
}
