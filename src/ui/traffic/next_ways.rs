//! Where a sign-in that fails leads on: to what would fix it, and to its causes.

use crate::app::Action;
use crate::present::evidence::{fails_in_lab, logged_text};
use crate::present::narration::repair::WHAT_WOULD_FIX_IT;
use crate::present::narration::traffic as say;
use crate::traffic::collection::Collection;
use crate::ui::controls::{button, primary_button};
use crate::ui::hooks::use_dispatch;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The sign-in that is shown.
#[derive(PartialEq, Properties)]
pub struct NextWaysProps {
    /// What files show.
    pub collection: Shared<Collection>,
    /// The sign-in, by its number.
    pub chosen: usize,
}

/// What would fix it, where the run that comes nearest to it fails too; its causes, where a log tells of it.
#[component]
pub fn NextWays(props: &NextWaysProps) -> Html {
    let dispatch = use_dispatch();
    let ways = use_memo(
        (props.collection.clone(), props.chosen),
        |(collection, chosen)| {
            let fails = collection
                .attempts
                .get(*chosen)
                .is_some_and(|it| it.fails());
            let logged = fails && logged_text(collection, *chosen).is_some();
            (fails_in_lab(collection, *chosen), logged)
        },
    );
    let (denied, logged) = *ways;
    if !denied && !logged {
        return Html::default();
    }
    html! {
        <div class="tools next-ways">
            if denied {
                {primary_button(WHAT_WOULD_FIX_IT, dispatch.act(Action::RebuildAndRepair))}
            }
            if logged {
                {button(say::FIND_CAUSES, dispatch.act(Action::DiagnoseLogged))}
            }
        </div>
    }
}
