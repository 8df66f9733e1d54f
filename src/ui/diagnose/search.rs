//! The configurations that are being run: how far, and a way to stop.

use crate::app::{Action, DiagnoseAction, Inquiry};
use crate::lab::Scenario;
use crate::lab::space::Space;
use crate::present::narration::diagnose as said;
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use crate::ui::hooks::{Stopwatch, use_dispatch, use_pieces};
use crate::ui::shared::Shared;
use std::cell::Cell;
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
    let begin = {
        let (stop, inquiry, scenario) = (stop.clone(), inquiry.clone(), props.scenario.clone());
        move |runs: &bool| {
            stop.set(false);
            runs.then(|| match &inquiry.space {
                Some(space) => Space::clone(space),
                None => Space::new(&scenario),
            })
        }
    };
    let step = {
        let (stop, dispatch) = (stop.clone(), dispatch.clone());
        move |space: Space, watch: &Stopwatch| explore(space, watch, &stop, &dispatch)
    };
    use_pieces(runs, begin, step);
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
                    {button(said::GO_ON, dispatch.act(go_on))}
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
            {button(said::STOP, Callback::from(move |_| stop.set(true)))}
        </div>
    }
}

/// Runs configurations for a piece of time, and tells how far it is. What is known with one unusual thing is told at once.
fn explore(
    mut space: Space,
    watch: &Stopwatch,
    stop: &Cell<bool>,
    dispatch: &Dispatch,
) -> Option<Space> {
    let tell = |told| dispatch.emit(Action::Diagnose(told));
    let simple = space.has_singles();
    let mut more = true;
    while more && watch.elapsed() < PIECE {
        more = space.step(1);
    }
    if !more || stop.get() {
        tell(DiagnoseAction::Explored(Rc::new(space)));
        return None;
    }
    if !simple && space.has_singles() {
        tell(DiagnoseAction::SoFar(Rc::new(space.clone())));
    }
    let (done, all) = space.progress();
    tell(DiagnoseAction::Running(done, all));
    Some(space)
}
