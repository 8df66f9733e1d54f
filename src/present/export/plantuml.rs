//! Steps as a sequence diagram of PlantUML.

use super::sequence::{self, Escapes, SequenceItem, StepLabels, put};
use crate::lab::Log;
use crate::present::{Step, StepShape};

/// The steps as a diagram with that title.
pub fn plantuml(log: &Log, steps: &[Step], title: &str, labels: StepLabels<'_>) -> String {
    let mut text = "@startuml\n".to_owned();
    let title = ESCAPES.line(title);
    if !title.is_empty() {
        put(&mut text, format_args!("title {title}"));
    }
    for host in sequence::participants(log, steps) {
        let id = sequence::id(host.id);
        put(
            &mut text,
            format_args!("participant \"{}\" as {id}", ESCAPES.label(&host.name)),
        );
    }
    for part in sequence::parts(log, steps) {
        match part {
            SequenceItem::Begin(hop) => put(&mut text, format_args!("group Hop {hop}")),
            SequenceItem::End => put(&mut text, format_args!("end")),
            SequenceItem::Step(number, shape) => {
                let label = ESCAPES.label(&labels(number));
                match shape {
                    StepShape::Arrow { from, to, .. } => {
                        let [from, to] = [from, to].map(sequence::id);
                        put(&mut text, format_args!("{from} -> {to} : {label}"));
                    }
                    StepShape::Note { host } => {
                        let host = sequence::id(host);
                        put(&mut text, format_args!("note over {host} : {label}"));
                    }
                }
            }
        }
    }
    text.push_str("@enduml\n");
    text
}

/// `**`, `__`, `--`, `//`, `~`, `[[` and `<` are marks of Creole, a backslash breaks lines, `%` and `$` call functions, and a
/// quotation mark ends a name.
const ESCAPES: Escapes = Escapes {
    harmless: " .,()…·’“”→'?@:",
    number: |letter| format!("<U+{letter:04X}>"),
};
