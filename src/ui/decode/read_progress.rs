//! Something long that is being read: how far, and a way to stop it.

use crate::app::{Action, DecodeAction, Paste, PasteProgress};
use crate::present::narration::decode;
use crate::traffic::Finder;
use crate::ui::controls::button;
use crate::ui::hooks::{use_dispatch, use_pieces};
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// So many bytes are read in a frame.
const PIECE: usize = 200_000;

/// What is read, and how far it is.
#[derive(PartialEq, Properties)]
pub struct ReadProgressProps {
    /// The paste that is read.
    pub paste: Paste,
    /// How far it is read, in percent and tokens.
    pub read: PasteProgress,
}

/// Reads a piece in every frame until the end, or until it is told to stop: then what was found so far stays.
#[component]
pub fn ReadProgress(props: &ReadProgressProps) -> Html {
    let dispatch = use_dispatch();
    let stop = use_memo((), |()| Cell::new(false));
    let stopped = stop.clone();
    use_pieces(
        props.paste.clone(),
        |paste| Some(Finder::new(paste.bytes())),
        move |mut finder, _| {
            let over = finder.step(PIECE) || stopped.get();
            let percent = (finder.progress() * 100.0) as u8;
            let tell = |at| dispatch.emit(Action::Decode(at));
            if over {
                let found = Rc::new(finder.into_found().into());
                tell(DecodeAction::Found(found, percent));
                return None;
            }
            tell(DecodeAction::Reading(percent, finder.found().tokens.len()));
            Some(finder)
        },
    );
    let PasteProgress {
        percent, tokens, ..
    } = props.read;
    html! {
        <div class="tools">
            <progress max="100" value={percent.to_string()} aria-label={decode::READING} />
            <span>{decode::found(tokens, 0, 0)}</span>
            {button("Stop", Callback::from(move |_| stop.set(true)))}
        </div>
    }
}
