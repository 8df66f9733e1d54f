//! Something long that is being read: how far.

use crate::app::{Action, DiagnoseAction};
use crate::lab::Scenario;
use crate::present::diagnose::PasteReader;
use crate::present::narration::decode;
use crate::ui::hooks::{use_dispatch, use_pieces};
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::prelude::*;

/// For so many milliseconds of a frame it is read: who types meanwhile does not notice.
const PIECE: f64 = 16.0;

/// The paste, and by whose names it is read.
#[derive(PartialEq, Properties)]
pub struct ReadingProps {
    /// The paste, with what was typed since.
    pub text: Shared<str>,
    /// The lab's settings: their names are the person's.
    pub scenario: Shared<Scenario>,
}

/// Reads a piece in every frame until the end; where something is typed meanwhile, it begins anew.
#[component]
pub fn Reading(props: &ReadingProps) -> Html {
    let dispatch = use_dispatch();
    let percent = use_state_eq(|| 0);
    let read = percent.setter();
    let what = (props.text.clone(), props.scenario.clone());
    use_pieces(
        what,
        |(text, scenario)| Some(PasteReader::new(text.to_rc(), scenario.to_rc())),
        move |mut reader: PasteReader, watch| {
            if reader.read_while(|| watch.elapsed() < PIECE) {
                read.set(reader.percent());
                return Some(reader);
            }
            let reading = DiagnoseAction::Read(Rc::new(reader.finish()));
            dispatch.emit(Action::Diagnose(reading));
            None
        },
    );
    html! { <progress max="100" value={percent.to_string()} aria-label={decode::READING} /> }
}
