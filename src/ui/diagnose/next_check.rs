//! What to look up next: the check that tells most, its command and its answers, and the others.

use crate::app::{Action, DiagnoseAction, Inquiry};
use crate::lab::Scenario;
use crate::present::diagnose::{Check, CheckAnswer, NextCheck, OutsideCause};
use crate::present::narration::diagnose as said;
use crate::present::narration::repair::typed_in;
use crate::ui::command::command;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// The column on the right.
pub fn next_check(
    dispatch: &Dispatch,
    node: &NodeRef,
    inquiry: &Inquiry,
    names: &Scenario,
) -> Html {
    let mut checks = inquiry.checks();
    let all = inquiry.diagnosis.fitting;
    // The names are those of the simplest cause that was run: the back end that it is about has its own, and its time.
    let mut causes = inquiry.diagnosis.causes.iter();
    let simplest = causes.find_map(|found| found.scenario(names));
    let names = simplest.as_ref().unwrap_or(names);
    html! {
        <section class="next" ref={node} tabindex="-1" aria-label={said::NEXT_CHECK}>
            <h2>{said::NEXT_CHECK}</h2>
            {for inquiry.diagnosis.told_first().map(of_outside)}
            {match checks.next() {
                Some(next) => first(dispatch, next, all, names),
                None if all > 0 && inquiry.running.is_some() => html! { <p class="quiet">{said::CHECK_WAITS}</p> },
                None if all > 0 => html! { <p class="quiet">{said::NOTHING_TELLS}</p> },
                None if inquiry.diagnosis.told_first().is_some() => html! {},
                None => html! { <p class="quiet">{said::CHECK_COMES}</p> },
            }}
            {others(dispatch, checks.take(4), all, names)}
        </section>
    }
}

fn first(dispatch: &Dispatch, next: &NextCheck, all: usize, names: &Scenario) -> Html {
    let skip = Action::Diagnose(DiagnoseAction::Skip(next.check));
    html! {
        <>
            <h3>{said::check_title(next.check, names)}</h3>
            {looked_up(dispatch, next, all, names)}
            <p class="quiet">{said::MORE_MAY_FIT}</p>
            <div class="tools">{button(said::CANNOT_CHECK, dispatch.act(skip))}</div>
        </>
    }
}

/// The command of a check, and its answers.
fn looked_up(dispatch: &Dispatch, next: &NextCheck, all: usize, names: &Scenario) -> Html {
    let check = next.check;
    let answers = next.answers.iter().enumerate();
    let answer = |(place, (answer, fits)): (usize, &(CheckAnswer, usize))| {
        html! { <li key={place}>{one(dispatch, check, *answer, said::show_it(*fits, all))}</li> }
    };
    let shown = said::check_command(check, names);
    // Another check has buttons of its own: none keeps the focus of one that said something else.
    let key = check.key();
    html! {
        <>
            <pre class="command"><code>{command(&shown.text)}</code></pre>
            {for typed_in(shown.shell).map(|it| html! { <p class="quiet">{it}</p> })}
            <ul {key} class="answers" aria-label={said::ANSWERS}>{for answers.map(answer)}</ul>
        </>
    }
}

/// What to look up for a cause that is told by its signs.
fn of_outside(cause: OutsideCause) -> Html {
    let told = said::outside(cause);
    html! {
        <>
            <h3>{told.name}</h3>
            <p>{told.check}</p>
        </>
    }
}

fn one(dispatch: &Dispatch, check: Check, answer: CheckAnswer, fits: String) -> Html {
    let action = Action::Diagnose(DiagnoseAction::Answer(check, answer));
    html! {
        <button type="button" class="pick" onclick={dispatch.act(action)}>
            <strong>{said::answer(check, answer)}</strong>
            <span class="quiet">{fits}</span>
        </button>
    }
}

fn others<'a>(
    dispatch: &Dispatch,
    checks: impl Iterator<Item = &'a NextCheck>,
    all: usize,
    names: &Scenario,
) -> Html {
    let items: Vec<Html> = checks
        .map(|next| {
            let counts = next.answers.iter().map(|(_, fits)| *fits);
            let counts: Vec<usize> = counts.filter(|fits| *fits > 0).collect();
            html! {
                <li key={next.check.key()}>
                    <details>
                        <summary>
                            {said::check_title(next.check, names)}
                            <span class="quiet">{said::splits(&counts)}</span>
                        </summary>
                        {looked_up(dispatch, next, all, names)}
                    </details>
                </li>
            }
        })
        .collect();
    html! {
        if !items.is_empty() {
            <>
                <h3>{said::other_checks(all)}</h3>
                <ul class="other-checks">{items}</ul>
            </>
        }
    }
}
