//! A file that is being read: how far, what was found, and a way to stop.

use crate::app::{Action, FileProgress, TrafficAction};
use crate::present::narration::{decode, traffic as say};
use crate::ui::controls::button;
use crate::ui::dispatch::Dispatch;
use yew::prelude::*;

/// How far it is.
pub fn reading_line(dispatch: &Dispatch, reading: &FileProgress) -> Html {
    html! {
        <p class="reading-line">
            <progress max="100" value={reading.percent.to_string()} aria-label={decode::READING} />
            <span>{say::reading(&reading.name, reading.percent, (reading.unit, reading.count), reading.found)}</span>
            {button("Stop", dispatch.act(Action::Traffic(TrafficAction::Stop)))}
        </p>
    }
}
