//! What happened at a step, why, and what it means for hop 2, with sources; and, where they differ, the article's
//! story beside what is on the wire.

use super::words::text::LONG;
use super::{Step, told};
use crate::lab::Log;

/// What happened at a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What happened, in a sentence.
    pub lead: String,
    /// Why, and what it means for hop 2.
    pub paragraphs: Vec<String>,
    /// Where KB183545 and the wire differ, both.
    pub story: Option<Story>,
    /// What is simplified here, and where sources disagree.
    pub notes: Vec<String>,
    /// Where it can be looked up.
    pub sources: Vec<Source>,
}

/// The same moment, told twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// As KB183545 tells it, in our words.
    pub article: String,
    /// As it is on the wire.
    pub wire: String,
}

/// Where a statement can be looked up. No link is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name, with the section where there is one.
    pub label: String,
    /// Where it stands; none for articles that were withdrawn from their place.
    pub url: Option<&'static str>,
}

/// Where the texts stand, by the beginning of their names.
const PLACES: [(&str, &str); 12] = [
    (
        "[MS-NLMP]",
        "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-nlmp/",
    ),
    (
        "[MS-NTHT]",
        "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-ntht/",
    ),
    (
        "[MS-RPCE]",
        "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-rpce/",
    ),
    (
        "[MS-APDS]",
        "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-apds/",
    ),
    (
        "[MS-NRPC]",
        "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-nrpc/",
    ),
    (
        "[MS-ERREF]",
        "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-erref/",
    ),
    (
        "[MS-OXCRPC]",
        "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcrpc/",
    ),
    (
        "[MS-OXCDATA]",
        "https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxcdata/",
    ),
    ("[C706]", "https://pubs.opengroup.org/onlinepubs/9629399/"),
    ("RFC 9110", "https://www.rfc-editor.org/rfc/rfc9110"),
    ("RFC 7617", "https://www.rfc-editor.org/rfc/rfc7617"),
    ("E. Glass", "https://davenport.sourceforge.net/ntlm.html"),
];

/// What happened at a step.
pub fn explain(log: &Log, step: &Step) -> Explanation {
    let told = told::tell(log, step, LONG);
    let mut explained = Explanation::default();
    for (number, line) in told.lines().enumerate() {
        let mut rest = line.chars();
        match (number, rest.next()) {
            (0 | 1, _) | (_, None) => {}
            (2, _) => explained.lead = told.fill(line),
            (_, Some('!')) => explained.notes.push(told.fill(rest.as_str())),
            (_, Some('<')) => story(&mut explained).article = told.fill(rest.as_str()),
            (_, Some('>')) => story(&mut explained).wire = told.fill(rest.as_str()),
            (_, Some('@')) => sources(&mut explained.sources, rest.as_str()),
            _ => explained.paragraphs.push(told.fill(line)),
        }
    }
    explained
}

fn story(explained: &mut Explanation) -> &mut Story {
    explained.story.get_or_insert_default()
}

/// Adds each source once.
fn sources(sources: &mut Vec<Source>, line: &str) {
    for label in line.split(';') {
        let label = label.trim_ascii();
        if sources.iter().all(|other| other.label != label) {
            let place = PLACES.iter().find(|(name, _)| label.starts_with(name));
            sources.push(Source {
                label: label.to_owned(),
                url: place.map(|(_, url)| *url),
            });
        }
    }
}
