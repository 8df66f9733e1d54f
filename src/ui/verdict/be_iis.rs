//! The way into IIS's place.

use crate::app::{Action, Sit};
use crate::present::narration::interface;
use crate::ui::hooks::use_ids;
use crate::ui::shown::Shown;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// Whether there is anything to answer.
#[derive(PartialEq, Properties)]
pub struct BeIisProps {
    /// The step.
    pub shown: Shown,
    /// Whether somebody has taken IIS's place, and is shown there.
    pub seated: Option<bool>,
}

/// A button that leads into IIS's place, where it is asked anything.
#[component]
pub fn BeIis(props: &BeIisProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let possible = props.seated.is_some() || props.shown.film.asked().is_some();
    html! {
        <button
            class="ghost"
            type="button"
            id={ids.of("be-iis")}
            aria-expanded={(props.seated == Some(true)).to_string()}
            disabled={!possible}
            title={(!possible).then_some(interface::NOTHING_ASKED)}
            onclick={dispatch.act(Action::Sit(Sit::Take))}
        >
            {"Be IIS"}
        </button>
    }
}
