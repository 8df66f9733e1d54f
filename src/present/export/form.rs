//! The forms that a run, or a visit of traffic, is taken along in.

use super::har::{HarOptions, har, has_http};
use super::mermaid::mermaid;
use super::pcapng::pcapng_from;
use super::plantuml::plantuml;
use crate::lab::{EventId, Log};
use crate::present::Passwords;
use crate::present::picture::{RunDrawing, playing};
use std::rc::Rc;

/// A form of another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// The messages as a capture.
    Pcapng,
    /// The messages of HTTP as a browser's file.
    Har,
    /// The diagram as text that Mermaid draws.
    Mermaid,
    /// The diagram as text that PlantUML draws.
    PlantUml,
    /// The diagram as a picture that plays itself.
    PlayingSvg,
}

/// What is taken along.
#[derive(Clone, Copy)]
pub struct ExportInput<'a> {
    /// What stands over the diagram.
    pub title: &'a str,
    /// The log, its steps, and their labels.
    pub drawing: RunDrawing<'a>,
    /// The sentence of the step of that number.
    pub sentences: &'a dyn Fn(usize) -> Option<Rc<str>>,
    /// The browser whose file it was read from, which shows less than was sent.
    pub browser: Option<&'static str>,
}

impl ExportFormat {
    /// All of them, in the order in which the page offers them.
    pub const ALL: [Self; 5] = [
        Self::Pcapng,
        Self::Har,
        Self::Mermaid,
        Self::PlantUml,
        Self::PlayingSvg,
    ];

    /// Its name for people, such as `HAR`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pcapng => "pcapng",
            Self::Har => "HAR",
            Self::Mermaid => "Mermaid",
            Self::PlantUml => "PlantUML",
            Self::PlayingSvg => "SVG that plays",
        }
    }

    /// Its name in a command.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pcapng => "pcapng",
            Self::Har => "har",
            Self::Mermaid => "mermaid",
            Self::PlantUml => "plantuml",
            Self::PlayingSvg => "playing-svg",
        }
    }

    /// The name under which a browser saves it.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Pcapng => "double-hop.pcapng",
            Self::Har => "double-hop.har",
            Self::Mermaid => "double-hop.mmd",
            Self::PlantUml => "double-hop.puml",
            Self::PlayingSvg => "double-hop-playing.svg",
        }
    }

    /// Whether such a file of that log has anything in it: an archive of HTTP has not, where no HTTP is, and a capture has
    /// nothing of what a log says of messages.
    pub fn holds(self, log: &Log) -> bool {
        match self {
            Self::Har => has_http(log),
            Self::Pcapng => log.connections.iter().any(|it| !it.carrier.told),
            Self::Mermaid | Self::PlantUml | Self::PlayingSvg => true,
        }
    }

    /// The bytes of such a file. A capture has what was sent, passwords in clear too; the others have none.
    pub fn make(self, of: &ExportInput<'_>) -> Vec<u8> {
        let RunDrawing { log, steps, .. } = of.drawing;
        let label = |step: usize| -> String {
            let runs = (of.drawing.labels)(step);
            let runs = runs.iter().flat_map(|runs| runs.iter());
            runs.map(|run| run.text.as_str()).collect()
        };
        let text = match self {
            Self::Pcapng => {
                let sentence = |event: EventId| {
                    let step = steps.iter().position(|step| step.id == event)?;
                    Some((of.sentences)(step)?.to_string())
                };
                return pcapng_from(of.browser, log, &sentence);
            }
            Self::Har => har(
                log,
                HarOptions {
                    all_hops: true,
                    passwords: Passwords::Hidden,
                    browser: of.browser,
                },
            ),
            Self::Mermaid => mermaid(log, steps, of.title, &label),
            Self::PlantUml => plantuml(log, steps, of.title, &label),
            Self::PlayingSvg => playing(of.title, of.drawing).svg,
        };
        text.into_bytes()
    }
}
