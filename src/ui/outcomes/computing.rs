//! Computes the cells of the table, a piece in every frame.

use crate::app::{Action, ComputedPiece, Outcomes, OutcomesAction};
use crate::ui::hooks::{Frames, use_dispatch};
use crate::ui::shared::Shared;
use gloo::utils::window;
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// So many milliseconds of a frame are spent on it: no more than a person notices.
const PIECE: f64 = 40.0;

/// The table whose cells are missing.
#[derive(PartialEq, Properties)]
pub struct ComputingProps {
    /// The table, as far as it is computed.
    pub outcomes: Shared<Outcomes>,
}

/// Goes on from what is computed until the end, as long as it is there.
#[component]
pub fn Computing(props: &ComputingProps) -> Html {
    let dispatch = use_dispatch();
    let from = props.outcomes.cells.len();
    let grid = props.outcomes.grid.clone();
    use_effect_with(Shared::from(&props.outcomes.grid), move |_| {
        let at = Cell::new(from);
        let frames = Frames::start(move |_| {
            let start = now();
            let own = (at.get() == 0).then(|| grid.own());
            let cells = grid.compute(at.get(), || now() - start >= PIECE);
            let piece = ComputedPiece {
                grid: grid.clone(),
                from: at.replace(at.get() + cells.len()),
                own,
                cells,
                took: now() - start,
            };
            dispatch.emit(Action::Outcomes(OutcomesAction::Computed(Rc::new(piece))));
            at.get() < grid.len()
        });
        move || drop(frames)
    });
    Html::default()
}

/// Milliseconds since some moment; always the same one where the browser has no such clock.
fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
