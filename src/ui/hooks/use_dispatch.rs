//! The Dispatch of the subtree that a component is in.

use crate::ui::context::PageConstants;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The one that the context hands out; one that does nothing where there is none.
#[hook]
pub fn use_dispatch() -> Dispatch {
    let constants: PageConstants = use_context().unwrap_or_default();
    constants.dispatch
}
