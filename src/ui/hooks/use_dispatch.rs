//! Where actions go, for components.

use crate::ui::context::PageConstants;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// Where actions go.
#[hook]
pub fn use_dispatch() -> Dispatch {
    let constants: PageConstants = use_context().unwrap_or_default();
    constants.dispatch
}
