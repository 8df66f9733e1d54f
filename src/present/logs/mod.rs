//! What each computer writes into its logs during a run, and what people get to see: derived from the run's events and
//! from when the computers were set up. A line says how sure it is and where it can be looked up; where no source says
//! what is written, that is what stands here.

mod account_logon;
mod application;
mod copy;
mod draft;
mod iis;
mod iis_status;
mod kdc;
mod logged_on;
mod logon;
mod reading;
mod refused;
mod security;
mod sql;
mod system;
#[cfg(test)]
mod tests;

pub use copy::{csv, gist, line, number, telling, text};

use super::log_source::{Confidence, LogSource};
use super::narration::Source;
use crate::hosts::FileTime;
use crate::lab::{EventId, Log, Scenario};
use reading::Reading;

/// Stands in place of a value that each computer makes for itself and the lab has not: an id of a logon, a port.
pub const OWN: &str = "…";
/// Stands in place of a value of which no source says what it is.
pub const UNKNOWN: &str = "?";

/// What one computer writes, in order of the events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComputerLog {
    /// The name of the computer whose logs they are.
    pub computer: String,
    /// What it writes, in the order of the run.
    pub entries: Vec<LogEntry>,
}

/// A line of a log, or what is known in place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// In which log it stands.
    pub source: LogSource,
    /// The event of the run that it comes from.
    pub event: EventId,
    /// When, by the computer's own clock.
    pub at: Option<FileTime>,
    /// What form it has: an event, a line, a text, or nothing that a source tells.
    pub record: EntryKind,
    /// Its values by their names, in the log's own order.
    pub fields: Vec<LogField>,
    /// How sure it is; none where no source says anything.
    pub confidence: Option<Confidence>,
    /// Where it can be looked up.
    pub cited: Option<Source>,
    /// What to know of it, in a sentence or two; empty where there is nothing.
    pub note: &'static str,
}

/// A value of a line, and what the log calls it.
pub type LogField = (&'static str, String);

/// What form an entry has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A line of values with blanks between them.
    Line,
    /// An event of that number; the provider, where the log holds those of several.
    Event {
        /// Who writes it; empty in the Security log.
        provider: &'static str,
        /// The event's number, such as 4624.
        id: u16,
    },
    /// A text as it stands.
    Text(String),
    /// Nothing is written, as a source says.
    Silence,
    /// No source says what is written.
    Unsourced,
}

/// What the computers of a run write, those of the browser first; computers without a line are left out.
pub fn log_lines(log: &Log, scenario: &Scenario) -> Vec<ComputerLog> {
    let mut reading = Reading::new(log, scenario);
    for event in &log.events {
        iis::read(&mut reading, event);
        security::read(&mut reading, event);
        account_logon::read(&mut reading, event);
        kdc::read(&mut reading, event);
        system::read(&mut reading, event);
        sql::read(&mut reading, event);
        application::read(&mut reading, event);
    }
    reading.into_logs()
}
