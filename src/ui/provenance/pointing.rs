//! Pointing at something lights what it goes back to.

use crate::app::Action;
use crate::present::provenance::ValueSource;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// What an element does while it is pointed at.
pub struct Pointing {
    /// The pointer comes.
    pub enter: Callback<MouseEvent>,
    /// The pointer goes.
    pub leave: Callback<MouseEvent>,
    /// The focus comes, as by the keyboard.
    pub focus: Callback<FocusEvent>,
    /// The focus goes.
    pub blur: Callback<FocusEvent>,
}

/// Lights the sources of something while the pointer or the focus is on an element; when the pointer leaves it, those
/// of what it stands in.
pub fn pointing(
    dispatch: &Dispatch,
    at: Option<&ValueSource>,
    around: Option<&ValueSource>,
) -> Pointing {
    let point = Action::Point(at.cloned());
    Pointing {
        enter: heed(dispatch, at, point.clone()),
        leave: heed(dispatch, at, Action::Point(around.cloned())),
        focus: heed(dispatch, at, point),
        blur: heed(dispatch, at, Action::Point(None)),
    }
}

/// Does something, where there is anything to point at.
fn heed<E: 'static>(dispatch: &Dispatch, at: Option<&ValueSource>, action: Action) -> Callback<E> {
    match at {
        Some(_) => dispatch.act(action),
        None => Callback::noop(),
    }
}
