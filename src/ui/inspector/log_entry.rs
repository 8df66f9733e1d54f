//! One line of a log.

use crate::app::{Action, TransportAction};
use crate::present::logs::{EntryKind, LogEntry, gist, line, number, telling};
use crate::present::narration::logs as say;
use crate::ui::dispatch::Dispatch;
use crate::ui::outside_link::outside_link;
use yew::prelude::*;

/// The line, as a button that leads to its step; what all its values are, how sure it is and where it can be looked up,
/// below it. `marked` where it is of the step that is shown.
pub fn log_entry(dispatch: &Dispatch, place: usize, entry: &LogEntry, marked: bool) -> Html {
    let known = !matches!(entry.record, EntryKind::Silence | EntryKind::Unsourced);
    let said = match entry.record {
        EntryKind::Event { .. } => telling(entry),
        EntryKind::Line => gist(entry),
        _ => line(entry),
    };
    let number = number(entry);
    let confidence = entry.confidence.map(say::confidence_summary);
    html! {
        <li key={place} class={classes!((!known).then_some("unsaid"))} aria-current={marked.then_some("step")}>
            <button type="button" onclick={dispatch.act(Action::Transport(TransportAction::SeekEvent(entry.event)))}>
                <span class="log-name">
                    {say::source_name(entry.source)}
                    if !number.is_empty() {
                        {" "}<b>{number}</b>
                    }
                </span>
                {" "}
                if known {
                    <code>{said}</code>
                } else {
                    {said}
                }
            </button>
            if known {
                <details>
                    <summary aria-label={confidence} title={confidence}>{entry.confidence.map(say::confidence_mark)}</summary>
                    if !entry.fields.is_empty() {
                        {fields(entry)}
                    }
                    if !entry.note.is_empty() {
                        <p>{entry.note}</p>
                    }
                    <p>{confidence}{". "}{cited(entry)}</p>
                </details>
            }
        </li>
    }
}

fn fields(entry: &LogEntry) -> Html {
    let pairs = entry.fields.iter().enumerate();
    let pairs = pairs.map(|(place, (name, value))| {
        html! { <div key={place}><dt>{*name}</dt><dd>{value.clone()}</dd></div> }
    });
    html! { <dl>{for pairs}</dl> }
}

/// Where it can be looked up.
fn cited(entry: &LogEntry) -> Html {
    let Some(source) = entry.cited else {
        return Html::default();
    };
    match source.url() {
        Some(url) => outside_link(url, source.label()),
        None => Html::from(source.label()),
    }
}
