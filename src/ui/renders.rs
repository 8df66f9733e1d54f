//! How often components were rendered. Only builds with debug assertions count, for the tests that ask.

use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static RENDERS: RefCell<BTreeMap<&'static str, usize>> = RefCell::default();
}

/// Counts a render of the component of that name.
pub(super) fn count(component: &'static str) {
    if cfg!(debug_assertions) {
        RENDERS.with_borrow_mut(|renders| *renders.entry(component).or_default() += 1);
    }
}

/// The renders so far, by the components' names.
pub fn renders() -> BTreeMap<&'static str, usize> {
    RENDERS.with_borrow(Clone::clone)
}
