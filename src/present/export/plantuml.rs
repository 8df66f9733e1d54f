//! Steps as a sequence diagram of PlantUML.

use super::sequence::{self, SequenceItem, StepLabels};
use crate::lab::Log;
use crate::present::{Step, StepShape};
use std::fmt::Write;

/// The steps as a diagram with that title.
pub fn plantuml(log: &Log, steps: &[Step], title: &str, labels: StepLabels<'_>) -> String {
    let mut text = "@startuml\n".to_owned();
    let title = escaped(title);
    if !title.is_empty() {
        put(&mut text, format_args!("title {title}"));
    }
    for host in sequence::participants(log, steps) {
        let id = sequence::id(host.id);
        put(
            &mut text,
            format_args!("participant \"{}\" as {id}", said(&host.name)),
        );
    }
    for part in sequence::parts(log, steps) {
        match part {
            SequenceItem::Begin(hop) => put(&mut text, format_args!("group Hop {hop}")),
            SequenceItem::End => put(&mut text, format_args!("end")),
            SequenceItem::Step(number, shape) => {
                let label = said(&labels(number));
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

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

/// As a label, which must not be empty.
fn said(text: &str) -> String {
    match escaped(text) {
        text if text.is_empty() => "<U+00A0>".to_owned(),
        text => text,
    }
}

/// Marks that mean nothing to PlantUML within a text.
const HARMLESS: &str = " .,()…·’“”→'?@:";

/// Letters, digits and harmless marks stand as they are, all others as their number: `**`, `__`, `--`, `//`, `~`, `[[` and
/// `<` are marks of Creole, a backslash breaks lines, `%` and `$` call functions, and a quotation mark ends a name.
fn escaped(text: &str) -> String {
    sequence::line(text, |letter, line| {
        if letter.is_alphanumeric() || HARMLESS.contains(letter) {
            line.push(letter);
        } else {
            // Writing to a string does not fail.
            let _ = write!(line, "<U+{:04X}>", u32::from(letter));
        }
    })
}
