//! The sign-ins that were found: a list of which only what is seen is drawn, however long it is.

use super::sign_in_filter::sign_in_filter;
use super::sign_in_row::{SignInRow, sign_in_heads, sign_in_row};
use super::use_window::{use_row_in_view, use_window};
use crate::app::Traffic;
use crate::present::evidence::AttemptFilter;
use crate::present::narration::traffic as say;
use crate::present::traffic::{clock, date, date_and_clock, day_and_clock};
use crate::traffic::collection::Collection;
use crate::traffic::leg::Timestamp;
use crate::ui::hooks::{use_dispatch, use_ids};
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

/// What was read.
#[derive(PartialEq, Properties)]
pub struct SignInListProps {
    /// What was read, and what is shown of it.
    pub traffic: Shared<Traffic>,
}

/// The filter and the list.
#[component]
pub fn SignInList(props: &SignInListProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let window = use_node_ref();
    let traffic = &props.traffic;
    let shown = use_matching(traffic);
    let all = traffic.shown.attempts.len();
    let list = use_window(&window, all);
    // Who chooses elsewhere, or opens a file, sees which one it is.
    let chosen = traffic.chosen;
    use_row_in_view(&window, &list, Some(chosen), (chosen, all, list.measured));
    // Who filters sees what is found.
    let (filter, only) = (traffic.filter.clone(), traffic.only);
    let filters = !filter.is_empty() || only != AttemptFilter::All;
    let found = shown.iter().position(|it| *it).filter(|_| filters);
    use_row_in_view(&window, &list, found, (filter, only));
    let counts = *use_memo(
        (Shared::from(&traffic.shown), Shared::from(&shown)),
        |(all, shown)| counts(all, shown),
    );
    let told = use_memo(Shared::from(&traffic.shown), |shown| {
        let days = shown.days();
        let days = days.map(|(first, last)| (date(first), date(last)));
        (shown.attempts.iter().any(say::has_code), days)
    });
    let (with_codes, days) = &*told;
    let (when, span): (fn(Timestamp) -> String, _) = match days {
        Some((first, last)) if first.get(..4) != last.get(..4) => (date_and_clock, "of-years"),
        Some((first, last)) if first != last => (day_and_clock, "of-days"),
        _ => (clock, "of-one-day"),
    };
    let items = traffic.shown.attempts.iter().enumerate();
    let items = items
        .take(list.end)
        .skip(list.first)
        .map(|(number, attempt)| {
            let dim = !shown.get(number).copied().unwrap_or(true);
            let chosen = number == chosen;
            let row = SignInRow {
                number,
                attempt,
                dim,
                chosen,
                when,
            };
            sign_in_row(&dispatch, &traffic.shown, &row)
        });
    html! {
        <section class={classes!("sign-ins", span, with_codes.then_some("with-codes"))} aria-label="Sign-ins found">
            {sign_in_filter(&dispatch, &ids, traffic, counts, say::days(days, traffic.shown.tells_zone()))}
            if all > 0 {
                {sign_in_heads()}
            }
            <div ref={window} class="sign-ins-window">
                <svg class="spacer" aria-hidden="true" width="1" height={list.above} />
                <ol aria-label="Sign-ins" start={(list.first + 1).to_string()}>{for items}</ol>
                <svg class="spacer" aria-hidden="true" width="1" height={list.below} />
            </div>
        </section>
    }
}

/// How many sign-ins there are, and how many of them are let through. What two files show is one.
fn counts(all: &Collection, shown: &[bool]) -> [usize; 2] {
    let once = (0..all.attempts.len()).filter(|number| all.double_of(*number).is_none());
    let matching = once.clone().filter(|it| shown.get(*it) == Some(&true));
    [once.count(), matching.count()]
}

/// Which sign-ins the filter and the choice of ends let through, by their numbers.
#[hook]
fn use_matching(traffic: &Shared<Traffic>) -> Rc<Vec<bool>> {
    let what = (
        Shared::from(&traffic.shown),
        traffic.filter.clone(),
        traffic.only,
    );
    let traffic = traffic.clone();
    use_memo(what, move |_| traffic.shown())
}
