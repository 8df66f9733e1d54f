//! The configurations that are being run: how far, and a way to stop.

use crate::app::{Action, DiagnoseAction, Inquiry};
use crate::lab::Scenario;
use crate::lab::space::Space;
use crate::present::narration::diagnose as said;
use crate::ui::controls::button;
use crate::ui::hooks::{Frames, use_dispatch};
use crate::ui::shared::Shared;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// For so many milliseconds of a frame configurations are run.
const PIECE: f64 = 24.0;

/// What is explored, and how far it is.
#[derive(PartialEq, Properties)]
pub struct SearchProps {
    /// What was told, and what was run.
    pub inquiry: Shared<Inquiry>,
    /// The lab's settings.
    pub scenario: Shared<Scenario>,
}

/// Runs configurations in every frame until the end, or until it is told to stop: then what was run stays.
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let dispatch = use_dispatch();
    let stop = use_memo((), |()| Cell::new(false));
    let inquiry = &props.inquiry;
    let runs = inquiry.space.is_none() || inquiry.running.is_some();
    {
        let (dispatch, stopped) = (dispatch.clone(), stop.clone());
        let (inquiry, scenario) = (inquiry.clone(), props.scenario.clone());
        use_effect_with(runs, move |runs| {
            stopped.set(false);
            let begun = || match &inquiry.space {
                Some(space) => Space::clone(space),
                None => Space::new(&scenario),
            };
            let space = RefCell::new(runs.then(begun));
            let frames = runs.then(|| {
                Frames::start(move |_| {
                    let mut slot = space.borrow_mut();
                    let Some(mut space) = slot.take() else {
                        return false;
                    };
                    let simple = space.has_singles();
                    let start = js_sys::Date::now();
                    let mut more = true;
                    while more && js_sys::Date::now() - start < PIECE {
                        more = space.step(1);
                    }
                    let goes_on = more && !stopped.get();
                    if goes_on && !simple && space.has_singles() {
                        let so_far = DiagnoseAction::SoFar(Rc::new(space.clone()));
                        dispatch.emit(Action::Diagnose(so_far));
                    }
                    let (done, all) = space.progress();
                    let told = if goes_on {
                        *slot = Some(space);
                        DiagnoseAction::Running(done, all)
                    } else {
                        DiagnoseAction::Explored(Rc::new(space))
                    };
                    drop(slot);
                    dispatch.emit(Action::Diagnose(told));
                    goes_on
                })
            });
            move || drop(frames)
        });
    }
    if !runs {
        let go_on = Action::Diagnose(DiagnoseAction::GoOn);
        let so_far = inquiry.space.as_ref().filter(|_| !inquiry.is_whole());
        return html! {
            <div class="tools">
                <span class="quiet">
                    {match so_far {
                        Some(space) => {
                            let (done, all) = space.progress();
                            said::searching(done, all, space.has_singles())
                        }
                        None => said::ALL_RUN.to_owned(),
                    }}
                </span>
                if so_far.is_some() {
                    {button(&dispatch, said::GO_ON, go_on)}
                }
            </div>
        };
    }
    let (done, all) = inquiry.running.unwrap_or((0, 1));
    let pairs = inquiry.space.as_ref().is_some_and(|it| it.has_singles());
    html! {
        <div class="tools">
            <progress max={all.to_string()} value={done.to_string()} aria-label={said::RUNNING} />
            <span>{said::searching(done, all, pairs)}</span>
            <button class="ghost" type="button" onclick={move |_| stop.set(true)}>{said::STOP}</button>
        </div>
    }
}
