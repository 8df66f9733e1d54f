//! The sign-ins that were found: a list of which only what is seen is drawn, however long it is.

use super::sign_in_filter::sign_in_filter;
use super::sign_in_row::{SignInRow, sign_in_heads, sign_in_row};
use crate::app::Traffic;
use crate::present::evidence::AttemptFilter;
use crate::present::narration::traffic as say;
use crate::present::traffic::{clock, date, date_and_clock, day_and_clock};
use crate::traffic::leg::Timestamp;
use crate::ui::hooks::{use_dispatch, use_ids, use_printing, use_size};
use crate::ui::shared::Shared;
use web_sys::Element;
use yew::prelude::*;

/// What was read.
#[derive(PartialEq, Properties)]
pub struct SignInListProps {
    /// What was read, and what is shown of it.
    pub traffic: Shared<Traffic>,
}

/// More rows than the window has are drawn, above and below.
const MORE: usize = 6;
/// As many rows are printed.
const MOST_ON_PAPER: usize = 1000;

/// The filter and the list.
#[component]
pub fn SignInList(props: &SignInListProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let window = use_node_ref();
    let size = use_size(&window);
    let traffic = &props.traffic;
    let what = (
        (&traffic.shown).into(),
        traffic.filter.clone(),
        traffic.only,
    );
    let shown = use_memo(what, {
        let traffic = traffic.clone();
        move |_: &(Shared<_>, String, AttemptFilter)| traffic.shown()
    });
    let all = traffic.shown.attempts.len();
    // What two files show is one sign-in.
    let double = |number: usize| {
        traffic
            .shown
            .doubles
            .get(number)
            .is_some_and(Option::is_some)
    };
    let once = (0..all).filter(|number| !double(*number));
    let matching = once.clone().filter(|it| shown.get(*it) == Some(&true));
    let counts = [once.clone().count(), matching.count()];
    // Of one line, or of two where there is no room for that.
    let lines = if size.width <= 40.0 * size.root {
        2.875
    } else {
        1.625
    };
    let height = size.root * lines;
    // Who chooses elsewhere, or opens a file, sees which one it is.
    use_effect_with((traffic.chosen, all, size.width > 0.0), {
        let window = window.clone();
        move |(chosen, _, _)| reveal(&window, px(*chosen, height), height)
    });
    // Who filters sees what is found.
    let found = shown.iter().position(|it| *it);
    use_effect_with((traffic.filter.clone(), traffic.only), {
        let window = window.clone();
        move |(filter, only)| {
            if let Some(found) = found.filter(|_| !filter.is_empty() || *only != AttemptFilter::All)
            {
                reveal(&window, px(found, height), height);
            }
        }
    });
    let (first, last) = match use_printing() {
        true => (0, MOST_ON_PAPER),
        false => (
            // Where the whole list is scrolled away, its end is drawn: it is no higher than it is.
            rows(size.scrolled / height).min(all).saturating_sub(MORE),
            rows((size.scrolled + size.height) / height).saturating_add(MORE),
        ),
    };
    let with_codes = use_memo(Shared::from(&traffic.shown), |shown| {
        shown.attempts.iter().any(say::has_code)
    });
    let days = traffic.shown.days();
    let days = days.map(|(first, last)| (date(first), date(last)));
    let (when, span): (fn(Timestamp) -> String, _) = match &days {
        Some((first, last)) if first.get(..4) != last.get(..4) => (date_and_clock, "of-years"),
        Some((first, last)) if first != last => (day_and_clock, "of-days"),
        _ => (clock, "of-one-day"),
    };
    let items = traffic.shown.attempts.iter().enumerate();
    let items = items
        .take(last.min(all))
        .skip(first)
        .map(|(number, attempt)| {
            let dim = !shown.get(number).copied().unwrap_or(true);
            let chosen = number == traffic.chosen;
            let row = SignInRow {
                number,
                attempt,
                dim,
                chosen,
                when,
            };
            sign_in_row(&dispatch, &traffic.shown, &row)
        });
    let above = format!("{}px", px(first, height));
    let below = format!("{}px", px(all.saturating_sub(last), height));
    html! {
        <section class={classes!("sign-ins", span, (*with_codes).then_some("with-codes"))} aria-label="Sign-ins found">
            {sign_in_filter(&dispatch, &ids, traffic, counts, say::days(&days))}
            if all > 0 {
                {sign_in_heads()}
            }
            <div ref={window} class="sign-ins-window">
                <svg class="spacer" aria-hidden="true" width="1" height={above} />
                <ol aria-label="Sign-ins" start={(first + 1).to_string()}>{for items}</ol>
                <svg class="spacer" aria-hidden="true" width="1" height={below} />
            </div>
        </section>
    }
}

/// Brings the row that begins so far down into view.
fn reveal(window: &NodeRef, top: f64, height: f64) {
    let Some(window) = window.cast::<Element>() else {
        return;
    };
    let seen = f64::from(window.scroll_top());
    let tall = f64::from(window.client_height());
    if top < seen || top + height > seen + tall {
        window.set_scroll_top((top - tall / 3.0).max(0.0) as i32);
    }
}

/// So many whole rows.
fn rows(number: f64) -> usize {
    if number.is_finite() {
        number.max(0.0) as usize
    } else {
        0
    }
}

fn px(rows: usize, height: f64) -> f64 {
    f64::from(u32::try_from(rows).unwrap_or(u32::MAX)) * height
}
