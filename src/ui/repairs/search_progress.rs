//! How far the search is, and a way to stop it.

use crate::app::{Action, RepairAction, Repairs};
use crate::present::narration::repair::{self as said, SearchState};
use crate::ui::controls::button;
use crate::ui::hooks::{use_dispatch, use_pieces};
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The search, as far as it has come.
#[derive(PartialEq, Properties)]
pub struct SearchProgressProps {
    /// What it has come to.
    pub repairs: Shared<Repairs>,
}

/// Searches on in every frame until it is over, or until it is told to stop.
#[component]
pub fn SearchProgress(props: &SearchProgressProps) -> Html {
    let dispatch = use_dispatch();
    let repairs = &props.repairs;
    let searches = repairs.searches();
    let search_on = dispatch.clone();
    use_pieces(
        searches,
        |searches| searches.then_some(()),
        move |(), _| {
            search_on.emit(Action::Repair(RepairAction::Search));
            Some(())
        },
    );
    let search = &repairs.search;
    let text = said::progress(
        search.runs(),
        search.count(),
        search.size(),
        repairs.state(),
    );
    html! {
        <div class="search-progress">
            <p class="quiet">{&text}</p>
            // Whoever listens hears that it begins, and what it came to.
            <p class="unseen" role="status">{if searches { said::SEARCHES } else { &text }}</p>
            if repairs.state() == SearchState::Stopped {
                {button(said::GO_ON, dispatch.act(Action::Repair(RepairAction::GoOn)))}
            }
            if searches {
                <progress max="1" value={search.progress().to_string()} aria-label="Search" />
                {button("Stop", dispatch.act(Action::Repair(RepairAction::Stop)))}
            }
        </div>
    }
}
