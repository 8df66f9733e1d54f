//! What many components need to know, in small pieces: a change of one re-renders only those who asked for it.

use super::dispatch::Dispatch;
use super::shared::Shared;
use super::shown::Shown;
use crate::app::{ByteSelection, PointedAt, State};
use crate::present::link::Page;
use crate::present::provenance::Sources;
use yew::prelude::*;

/// What is pointed at, with all that it goes back to.
#[derive(Clone, Default, PartialEq)]
pub struct Tracing(pub Option<Shared<PointedAt>>);

impl Tracing {
    /// What is pointed at; none where the pointer is on nothing that has an origin.
    pub fn trace(&self) -> Option<&PointedAt> {
        self.0.as_deref()
    }
}

/// Where the values of the page shown come from.
#[derive(Clone, Default, PartialEq)]
pub enum Origins {
    /// From nowhere that is known.
    #[default]
    Unknown,
    /// From the lab's run, of which a step is shown.
    Lab(Shown),
    /// From what was pasted and typed.
    Decode(Shared<Sources>),
}

impl Origins {
    /// The sources, where the run or the paste has any.
    pub fn sources(&self) -> Option<&Sources> {
        match self {
            Self::Unknown => None,
            Self::Lab(shown) => Some(shown.rendered.sources()),
            Self::Decode(sources) => Some(sources),
        }
    }
}

/// What stays the same as long as the page lives.
#[derive(Clone, Default, PartialEq)]
pub struct PageConstants {
    /// Where actions go.
    pub dispatch: Dispatch,
    /// What stands before each id of the page, so that two pages in one document do not share any.
    pub id_prefix: AttrValue,
    /// The same before the ids of what terms mean, which stands in the page once for all of its parts.
    pub term_prefix: AttrValue,
}

/// Hands the contexts to the page.
pub fn contexts(constants: PageConstants, state: &State, page: Html) -> Html {
    let tracing = Tracing(state.trace.as_ref().map(Shared::from));
    let origins = match state.page {
        Page::Lab | Page::Outcomes => Origins::Lab(Shown::of(state)),
        Page::Diagnose => Origins::Unknown,
        Page::Decode if state.traffic.open => Origins::Unknown,
        Page::Decode => Origins::Decode((&state.decode.sources).into()),
    };
    html! {
        <ContextProvider<PageConstants> context={constants}>
        <ContextProvider<Origins> context={origins}>
        <ContextProvider<Tracing> context={tracing}>
        <ContextProvider<ByteSelection> context={state.lit}>
            {page}
        </ContextProvider<ByteSelection>>
        </ContextProvider<Tracing>>
        </ContextProvider<Origins>>
        </ContextProvider<PageConstants>>
    }
}
