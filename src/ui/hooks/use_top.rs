//! Another page begins at its top.

use gloo::utils::window;
use yew::prelude::*;

/// Scrolls to the top whenever `page` is another than before. What is to be in view there follows in the next frame.
#[hook]
pub fn use_top<P: PartialEq + 'static>(page: P) {
    let came = use_mut_ref(|| false);
    use_effect_with(page, move |_| {
        // A browser that loads the page anew scrolls to where it was.
        if came.replace(true) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
}
