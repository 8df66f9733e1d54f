//! Steps as a sequence diagram of Mermaid, which Markdown of many places draws.

use super::sequence::{self, Escapes, SequenceItem, StepLabels, put};
use crate::lab::Log;
use crate::present::{Step, StepShape};

/// The steps as a diagram with that title.
pub fn mermaid(log: &Log, steps: &[Step], title: &str, labels: StepLabels<'_>) -> String {
    let mut text = "sequenceDiagram\n".to_owned();
    let title = ESCAPES.line(title);
    if !title.is_empty() {
        put(&mut text, format_args!("    title {title}"));
    }
    for host in sequence::participants(log, steps) {
        let id = sequence::id(host.id);
        put(
            &mut text,
            format_args!("    participant {id} as {}", ESCAPES.label(&host.name)),
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
                let label = ESCAPES.label(&labels(number));
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

/// `;` ends a statement, `#` begins the number of a letter, `%%` begins a comment, `wrap:` is an order, and `<` and `$` are read
/// later, as HTML and as formulas.
const ESCAPES: Escapes = Escapes {
    harmless: " .,()…·’“”→-/'=?!_@+",
    number: |letter| format!("#{letter};"),
};
