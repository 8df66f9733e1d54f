//! Steps as a sequence diagram of Mermaid, which Markdown of many places draws.

use super::sequence::{self, SequenceItem, StepLabels};
use crate::lab::Log;
use crate::present::{Step, StepShape};
use std::fmt::Write;

/// The steps as a diagram with that title.
pub fn mermaid(log: &Log, steps: &[Step], title: &str, labels: StepLabels<'_>) -> String {
    let mut text = "sequenceDiagram\n".to_owned();
    let title = escaped(title);
    if !title.is_empty() {
        put(&mut text, format_args!("    title {title}"));
    }
    for host in sequence::participants(log, steps) {
        let id = sequence::id(host.id);
        put(
            &mut text,
            format_args!("    participant {id} as {}", said(&host.name)),
        );
    }
    for part in sequence::parts(log, steps) {
        match part {
            SequenceItem::Begin(hop) => {
                // A frame has no title: a comment says for whom it is.
                put(&mut text, format_args!("    %% hop {hop}"));
                put(&mut text, format_args!("    rect rgb(241, 241, 238)"));
            }
            SequenceItem::End => put(&mut text, format_args!("    end")),
            SequenceItem::Step(number, shape) => {
                let label = said(&labels(number));
                match shape {
                    StepShape::Arrow { from, to, .. } => {
                        let [from, to] = [from, to].map(sequence::id);
                        put(&mut text, format_args!("    {from}->>{to}: {label}"));
                    }
                    StepShape::Note { host } => {
                        let host = sequence::id(host);
                        put(&mut text, format_args!("    Note over {host}: {label}"));
                    }
                }
            }
        }
    }
    text
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

/// As a label, which must not be empty.
fn said(text: &str) -> String {
    match escaped(text) {
        text if text.is_empty() => "#160;".to_owned(),
        text => text,
    }
}

/// Marks that mean nothing to Mermaid within a text.
const HARMLESS: &str = " .,()…·’“”→-/'=?!_@+";

/// Letters, digits and harmless marks stand as they are, all others as their number: `;` ends a statement, `#` begins such a
/// number, `%%` begins a comment, `wrap:` is an order, and `<` and `$` are read later, as HTML and as formulas.
fn escaped(text: &str) -> String {
    sequence::line(text, |letter, line| {
        if letter.is_alphanumeric() || HARMLESS.contains(letter) {
            line.push(letter);
        } else {
            // Writing to a string does not fail.
            let _ = write!(line, "#{};", u32::from(letter));
        }
    })
}
