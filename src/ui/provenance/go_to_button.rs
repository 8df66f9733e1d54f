//! A way to where a value came from, or to what was made of it.

use super::pointing::pointing;
use crate::app::Action;
use crate::present::provenance::ValueSource;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The way, as a link of that name; `around` is what it stands in.
pub fn go_to_button(
    dispatch: &Dispatch,
    to: &ValueSource,
    around: Option<&ValueSource>,
    name: &str,
) -> Html {
    let pointing = pointing(dispatch, Some(to), around);
    html! {
        <a
            href="#"
            onmouseenter={pointing.enter}
            onmouseleave={pointing.leave}
            onfocus={pointing.focus}
            onblur={pointing.blur}
            onclick={dispatch.instead(Action::Go(to.clone()))}
        >
            {name}
        </a>
    }
}
