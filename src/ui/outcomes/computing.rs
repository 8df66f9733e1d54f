//! Computes the cells of the table, a piece in every frame.

use crate::app::{Action, ComputedPiece, Outcomes, OutcomesAction};
use crate::ui::hooks::{use_dispatch, use_pieces};
use crate::ui::shared::Shared;
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
    use_pieces(
        Shared::from(&props.outcomes.grid),
        move |_| Some(from),
        move |from, watch| {
            let own = (from == 0).then(|| grid.own());
            let cells = grid.compute(from, || watch.elapsed() >= PIECE);
            let at = from + cells.len();
            let piece = ComputedPiece {
                grid: grid.clone(),
                from,
                own,
                cells,
                took: watch.elapsed(),
            };
            dispatch.emit(Action::Outcomes(OutcomesAction::Computed(Rc::new(piece))));
            (at < grid.len()).then_some(at)
        },
    );
    Html::default()
}
