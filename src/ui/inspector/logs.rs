//! What the run leaves in the computers' logs.

use super::log_entry::log_entry;
use crate::lab::Scenario;
use crate::present::logs::{ComputerLog, csv, log_lines, text};
use crate::present::narration::logs as say;
use crate::ui::controls::button;
use crate::ui::hooks::{Ids, use_copied, use_dispatch, use_ids, use_marked};
use crate::ui::shared::Shared;
use crate::ui::shown::Shown;
use std::rc::Rc;
use yew::prelude::*;

/// The run whose lines are shown.
#[derive(PartialEq, Properties)]
pub struct LogsSideProps {
    /// The run, and the step whose lines are marked.
    pub shown: Shown,
    /// The settings that the run follows from.
    pub scenario: Shared<Scenario>,
}

/// The lines by computer and in order, each of which leads to its step; and the copies.
#[component]
pub fn LogsSide(props: &LogsSideProps) -> Html {
    let dispatch = use_dispatch();
    let ids = use_ids();
    let node = use_node_ref();
    let of_run = (props.shown.rendered.clone(), props.scenario.clone());
    let copied = use_copied(of_run.clone());
    let logs = use_memo(of_run, |(rendered, scenario)| {
        log_lines(&rendered.log, scenario)
    });
    let shown = &props.shown;
    use_marked(&node, (shown.rendered.clone(), shown.step));
    let current = shown.current().map(|step| step.events.as_slice());
    let current = current.unwrap_or_default();
    let copies = |label: &'static str, written: fn(&[ComputerLog], &Shown) -> String| {
        let (logs, shown) = (Rc::clone(&logs), shown.clone());
        let onclick = copied.copy(label, move || written(&logs, &shown));
        button(if copied.is(label) { say::COPIED } else { label }, onclick)
    };
    let computer = |(number, log): (usize, &ComputerLog)| {
        let name = heading(&ids, number);
        let entries = log.entries.iter().enumerate().map(|(number, entry)| {
            let marked = current.contains(&entry.event);
            log_entry(&dispatch, number, entry, marked)
        });
        html! {
            <key={number}>
                <h3 id={name.clone()}>{log.computer.clone()}</h3>
                <ol aria-labelledby={name}>{for entries}</ol>
            </>
        }
    };
    html! {
        <section ref={node} class="logs" aria-label={say::REGION}>
            if logs.is_empty() {
                <p class="empty">{say::EMPTY}</p>
            } else {
                <div class="copies">
                    {copies(say::COPY_TEXT, |logs, _| text(logs))}
                    {copies(say::COPY_CSV, |logs, shown| csv(logs, &shown.rendered.steps))}
                    {copied.status()}
                </div>
                <p class="quiet">{say::MARKS}</p>
                {for logs.iter().enumerate().map(computer)}
                <p class="quiet">{say::LEGEND}</p>
            }
        </section>
    }
}

fn heading(ids: &Ids, number: usize) -> AttrValue {
    ids.part("log", &number.to_string())
}
