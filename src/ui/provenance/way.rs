//! A way to where a value came from, or to what was made of it.

use super::pointing::use_pointing;
use crate::app::Action;
use crate::present::provenance::Whence;
use crate::ui::store::use_dispatch;
use yew::prelude::*;

/// Where it leads.
#[derive(PartialEq, Properties)]
pub struct WayProps {
    /// Where it leads.
    pub to: Whence,
    /// What it stands in.
    #[prop_or_default]
    pub around: Option<Whence>,
    /// What it is called.
    pub name: AttrValue,
}

/// The way, as a link.
#[component]
pub fn Way(props: &WayProps) -> Html {
    let dispatch = use_dispatch();
    let pointing = use_pointing(Some(&props.to), props.around.as_ref());
    html! {
        <a
            href="#"
            onmouseenter={pointing.enter}
            onmouseleave={pointing.leave}
            onfocus={pointing.focus}
            onblur={pointing.blur}
            onclick={dispatch.instead(Action::Go(props.to.clone()))}
        >
            {&props.name}
        </a>
    }
}
