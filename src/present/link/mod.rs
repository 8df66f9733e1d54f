//! Links: a scenario and a place in it ↔ the fragment of an address.

mod field;
pub(super) mod key;
mod read;
mod tab;
#[cfg(test)]
mod tests;
mod write;

pub use field::LinkedField;
pub use read::decode;
pub use tab::Tab;
pub use write::{
    LinkTo, at_failure, at_field, beside, comparing, diagnosing, looking_at, made, on_tab,
    outcomes, predicting, repairing, withholding,
};

use super::causes::{Check, CheckAnswer, Pick};
use crate::lab::grid::Axis;
use crate::lab::repair::Pin;
use crate::lab::{EventId, Scenario, Setting};

/// The version of links written here.
const VERSION: &str = "1";

/// A page of the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// Hosts that sign in to each other.
    #[default]
    Lab,
    /// What comes of many arrangements, as a table.
    Outcomes,
    /// From what is seen to its causes.
    Diagnose,
    /// Tokens that are pasted.
    Decode,
}

impl Page {
    const ALL: [Self; 4] = [Self::Lab, Self::Outcomes, Self::Diagnose, Self::Decode];

    fn key(self) -> &'static str {
        match self {
            Self::Lab => "lab",
            Self::Outcomes => "outcomes",
            Self::Diagnose => "diagnose",
            Self::Decode => "decode",
        }
    }

    fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.key() == key)
    }
}

/// The link of the page that decodes: what is pasted there is never in it.
pub const DECODE: &str = "v=1&page=decode";

/// The link of the page that finds causes: what is pasted there is never in it.
pub const DIAGNOSE: &str = "v=1&page=diagnose";

/// What a link says, and what of it could not be understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The page that it opens; the Lab where it names none.
    pub page: Page,
    /// The settings, as far as they were understood.
    pub scenario: Option<Scenario>,
    /// The step, counted from 0.
    pub at: Option<usize>,
    /// Whether it is opened where something first fails.
    pub at_failure: bool,
    /// The step's event: links named it so before they counted steps.
    pub step: Option<EventId>,
    /// What the rows and the columns of the table of outcomes differ in.
    pub axes: [Option<Axis>; 2],
    /// The row and the column of the cell of that table that is looked at, by their short names.
    pub cell: Option<[String; 2]>,
    /// The side of the inspector.
    pub tab: Tab,
    /// The field that it points at, among the bytes of the step.
    pub field: Option<LinkedField>,
    /// Whether the domain controller has a lifeline.
    pub controller: bool,
    /// Whether the run is shown as it is with nobody in between.
    pub original: bool,
    /// Whether what comes is hidden until somebody has predicted it.
    pub predict: bool,
    /// Whether what would fix the run, or break it, is shown.
    pub repairs: bool,
    /// What repairs are to leave as it is.
    pub pins: Vec<Pin>,
    /// The changes that were made of a repair and led to the settings, each with what its settings were before.
    pub made: Vec<Vec<(Setting, String)>>,
    /// What was picked on the page that finds causes.
    pub picks: Vec<Pick>,
    /// What was looked up there.
    pub answers: Vec<(Check, CheckAnswer)>,
    /// Whether only those lines of two runs are shown that differ.
    pub differing: bool,
    /// The settings of a run that stands beside it.
    pub twin: Option<Box<Scenario>>,
    /// How many changes on the way are left out of those.
    pub twin_withheld: usize,
    /// How many changes on the way it leaves out, because they hold a password.
    pub withheld: usize,
    /// Whether it holds settings.
    pub has_settings: bool,
    /// Whether it holds a password itself.
    pub passwords: bool,
    /// What this version does not know, kept as it came.
    pub unknown: Vec<(String, String)>,
    /// What could not be understood.
    pub problems: Vec<LinkProblem>,
}

/// What could not be understood in a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkProblem {
    /// The value of a key; the default stands instead.
    Value {
        /// The key, as the link has it.
        key: String,
        /// Its value, cut to a readable length.
        value: String,
    },
    /// The link is of another version; what is understood of it is used.
    Version(String),
    /// It names a page that is not here.
    Page(String),
    /// It is too long to be read.
    TooLong(usize),
    /// It leads to an event that its run does not show.
    Step,
    /// So many changes on the way were left out of it.
    Withheld(usize),
}
