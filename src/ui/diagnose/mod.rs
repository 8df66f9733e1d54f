//! The page that goes from what is seen to its causes.

mod cause;
mod causes;
mod known;
mod left_out;
mod next_check;
mod picks;
mod reading;
mod search;
mod seen;
mod to_causes;

use super::hooks::use_dispatch;
use super::shared::Shared;
use crate::app::Inquiry;
use crate::lab::Scenario;
use causes::causes;
use next_check::next_check;
use search::Search;
use seen::seen;
use to_causes::to_causes;
use yew::prelude::*;

/// What was told, and whose names are used.
#[derive(PartialEq, Properties)]
pub struct DiagnoseProps {
    /// What was told so far, and what came of it.
    pub inquiry: Shared<Inquiry>,
    /// The lab's settings: their names are the person's.
    pub scenario: Shared<Scenario>,
}

/// The page below its head: what is seen, its causes, and what to look up next.
#[component]
pub fn Diagnose(props: &DiagnoseProps) -> Html {
    let dispatch = use_dispatch();
    let ids = super::hooks::use_ids();
    let below = use_node_ref();
    let next = use_node_ref();
    let DiagnoseProps { inquiry, scenario } = props;
    html! {
        <main class="diagnose" tabindex="-1">
            {seen(&dispatch, &ids, inquiry, scenario, to_causes(inquiry, &below, &next))}
            <div class="causes" ref={&below}>
                <Search {inquiry} {scenario} />
                {causes(&dispatch, inquiry, scenario)}
            </div>
            {next_check(&dispatch, &next, inquiry, scenario)}
        </main>
    }
}
