//! The files, and what can be done with what is in them.

use super::export_menu::ExportMenu;
use crate::app::{Action, Traffic, TrafficAction};
use crate::present::narration::traffic as say;
use crate::ui::controls::{button, check_line, file_button, primary_button};
use crate::ui::dispatch::Dispatch;
use crate::ui::shared::Shared;
use yew::prelude::*;

/// The files, a way to add one, and the ways out; `file` is what opens files.
pub fn bar(dispatch: &Dispatch, file: &NodeRef, traffic: &Shared<Traffic>) -> Html {
    let act = |action| Action::Traffic(action);
    let files = traffic.shown.files.iter().enumerate();
    let several = traffic.shown.files.len() > 1;
    let files = files.map(|(number, file)| {
        html! {
            <li key={number}>
                if several {
                    <span class="file-number">{number + 1}</span>
                }
                <b>{&file.name}</b>
                <span class="quiet">{say::file(file)}</span>
            </li>
        }
    });
    let keys = traffic.keys.iter().enumerate();
    let keys = keys.map(|(number, (name, _))| {
        let name = match traffic.hidden {
            true => say::KEY_FILE,
            false => &**name,
        };
        html! { <li key={format!("key {number}")}><b>{name}</b><span class="quiet">{say::KEYS}</span></li> }
    });
    let found = !traffic.shown.attempts.is_empty();
    html! {
        <section class="bar traffic-bar" aria-label="Files">
            <ul class="traffic-files" aria-label="Files">{for files}{for keys}</ul>
            {file_button(dispatch, file, "Add a file", &traffic.order)}
            <p class="quiet">{say::joined(&traffic.shown)}</p>
            <div class="traffic-actions">
            {button("Back to the text", dispatch.act(act(TrafficAction::Open(false))))}
            {button("Clear", dispatch.act(act(TrafficAction::Clear)))}
            if found {
                {check_line(
                    dispatch, "Hide names", Some(say::HIDE), traffic.hidden,
                    act(TrafficAction::Hide(!traffic.hidden)),
                )}
                {check_line(
                    dispatch, "Redact", Some(say::REDACT), traffic.redact,
                    act(TrafficAction::Redact(!traffic.redact)),
                )}
                <ExportMenu {traffic} />
                {primary_button("Rebuild in the Lab", dispatch.act(Action::Rebuild))}
            }
            </div>
        </section>
    }
}
