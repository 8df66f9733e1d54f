//! An entry while it is written: everything but where and when.

use super::{EntryKind, LogField};
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::Source;
use crate::present::narration::logs as say;

/// An entry without its computer, its event and its time.
#[derive(Clone, Debug)]
pub struct EntryDraft {
    pub source: LogSource,
    pub record: EntryKind,
    pub fields: Vec<LogField>,
    pub confidence: Option<Confidence>,
    pub cited: Option<Source>,
    pub note: &'static str,
}

impl EntryDraft {
    fn new(source: LogSource, record: EntryKind) -> Self {
        Self {
            source,
            record,
            fields: Vec::new(),
            confidence: None,
            cited: None,
            note: "",
        }
    }

    /// An event of the Security log.
    pub fn security(id: u16, fields: Vec<LogField>) -> Self {
        Self::event(LogSource::Security, "", id).with(fields)
    }

    /// An event of a log that holds those of several providers.
    pub fn event(source: LogSource, provider: &'static str, id: u16) -> Self {
        Self::new(source, EntryKind::Event { provider, id })
    }

    /// A line of a log that has columns, as IIS's has.
    pub fn line(source: LogSource, fields: Vec<LogField>) -> Self {
        Self::new(source, EntryKind::Line).with(fields)
    }

    /// A text as it stands.
    pub fn text(source: LogSource, text: impl Into<String>) -> Self {
        Self::new(source, EntryKind::Text(text.into()))
    }

    /// Nothing, as that source says.
    pub fn silence(source: LogSource, note: &'static str) -> Self {
        Self::new(source, EntryKind::Silence).noting(note)
    }

    /// What no source says.
    pub fn unsourced(source: LogSource, note: &'static str) -> Self {
        let note = if note.is_empty() {
            say::NO_SOURCE
        } else {
            note
        };
        Self::new(source, EntryKind::Unsourced).noting(note)
    }

    /// With its values, in the log's own order.
    pub fn with(mut self, fields: Vec<LogField>) -> Self {
        self.fields = fields;
        self
    }

    /// With where it can be looked up, and how sure that makes it.
    pub fn cited(mut self, confidence: Confidence, source: Source) -> Self {
        (self.confidence, self.cited) = (Some(confidence), Some(source));
        self
    }

    /// With what to know of it.
    pub fn noting(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }
}
