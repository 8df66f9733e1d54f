//! What the table is about, and what can be taken along of it.

use crate::app::{Action, Outcomes, OutcomesAction};
use crate::lab::grid::Axis;
use crate::present::narration::outcomes as say;
use crate::present::outcomes::{csv, markdown};
use crate::ui::browser::{print, save};
use crate::ui::controls::{Choice, Select, button};
use crate::ui::dispatch::Dispatch;
use crate::ui::export::address;
use crate::ui::hooks::Ids;
use crate::ui::icon::Icon;
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

/// Spreadsheets take a file for one of an old code page without it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Rows, columns, the filter, how much is computed, and the files.
pub fn bar(
    dispatch: &Dispatch,
    ids: &Ids,
    outcomes: &Shared<Outcomes>,
    fragment: &AttrValue,
) -> Html {
    let [rows, columns] = outcomes.axes();
    let act = Action::Outcomes;
    let save_csv = {
        let outcomes = outcomes.clone();
        Callback::from(move |_| {
            let table = csv(&outcomes.grid, &outcomes.cells);
            save(
                "double-hop-outcomes.csv",
                &[BYTE_ORDER_MARK, &table].concat(),
            );
        })
    };
    let save_markdown = {
        let (outcomes, fragment) = (outcomes.clone(), fragment.clone());
        Callback::from(move |_| {
            let text = markdown(&outcomes.grid, &outcomes.cells, &address(&fragment));
            save("double-hop-outcomes.md", &text);
        })
    };
    html! {
        <section class="bar outcomes-bar" aria-label="What the table is about">
            {axis_choice(dispatch, ids, "Rows", rows, OutcomesAction::Rows)}
            <button
                class="ghost square" type="button" aria-label={say::SWAP} title={say::SWAP}
                onclick={dispatch.act(act(OutcomesAction::Swap))}
            >
                {Icon::Swap.draw()}
            </button>
            {axis_choice(dispatch, ids, "Columns", columns, OutcomesAction::Columns)}
            <button
                class="ghost toggle" type="button" aria-pressed={outcomes.differing.to_string()}
                onclick={dispatch.act(act(OutcomesAction::Differing))}
            >
                {say::differing(outcomes.differing())}
            </button>
            <span class="space" />
            {computed(dispatch, outcomes)}
            <div class="files">
                {button("CSV", save_csv)}
                {button("Markdown", save_markdown)}
                {button("Print", Callback::from(|_| print()))}
            </div>
        </section>
    }
}

fn axis_choice(
    dispatch: &Dispatch,
    ids: &Ids,
    label: &'static str,
    chosen: Axis,
    action: fn(Axis) -> OutcomesAction,
) -> Html {
    let id = ids.of(label);
    let choices = Axis::ALL.map(|axis| Choice::new(axis.key(), say::axis_name(axis)));
    let choices: Rc<[Choice]> = choices.into();
    let onchange = dispatch.value(move |key| {
        let axis = Axis::of_key(&key)?;
        Some(Action::Outcomes(action(axis)))
    });
    html! {
        <div class="field-inline">
            <label for={&id}>{label}</label>
            <Select {id} {choices} chosen={chosen.key()} {onchange} />
        </div>
    }
}

/// Work that is done sooner shows no progress.
const SOON: f64 = 200.0;

fn computed(dispatch: &Dispatch, outcomes: &Outcomes) -> Html {
    let (done, all) = (outcomes.cells.len(), outcomes.grid.len());
    let so_far = say::computing(done, all);
    let act = Action::Outcomes;
    if outcomes.goes_on() && outcomes.took > SOON {
        return html! {
            <>
                <progress max={all.to_string()} value={done.to_string()} aria-label={say::COMPUTING} />
                <span class="quiet">{so_far}</span>
                {button("Stop", dispatch.act(act(OutcomesAction::Stop)))}
            </>
        };
    }
    if !outcomes.is_whole() && outcomes.stopped {
        return html! {
            <>
                <span class="quiet">{so_far}</span>
                {button(say::GO_ON, dispatch.act(act(OutcomesAction::GoOn)))}
            </>
        };
    }
    let said = outcomes
        .is_whole()
        .then(|| say::computed(outcomes.runs(), outcomes.took));
    html! { <span class="quiet" role="status" aria-label="Computed">{said}</span> }
}
