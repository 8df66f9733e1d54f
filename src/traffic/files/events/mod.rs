//! Event logs of Windows as people hand them over: the log itself, XML, JSON, Event Viewer's CSV and text, and what PowerShell and Splunk write.

mod clixml;
mod csv_events;
mod evtx;
mod field_names;
mod flattened;
mod json_events;
mod one_line;
mod payload;
mod positions;
mod rendered;
mod sentences;
mod sign_in;
mod xml_events;

pub use evtx::{EvtxPieces, SIGNATURE as EVTX};
pub use json_events::is as is_json;

use super::characters::{text, utf8};
use super::day_order::DayOrder;
use super::leg::{Contents, FileLocation, SkipReason, Skipped, Timestamp, Unit};
use super::log_record::{LogFlows, LogRecord};
use crate::traffic::file_format::{FileFormat, Format};

/// What an event log holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// A connection and a message for each event that tells of a sign-in.
    pub contents: Contents,
    /// All events, in the order of the file.
    pub records: Vec<LogRecord>,
}

/// So much of a text tells its form.
const LOOKED_AT: usize = 64 << 10;

/// Reads an event log in any of its forms, told by its content.
pub fn read(bytes: &[u8]) -> Events {
    let text = text(bytes);
    let (day_order, doubtful) = DayOrder::of(&text);
    let text = text.as_bytes();
    let begin = text.get(..LOOKED_AT).unwrap_or(text);
    let mut log = Log {
        day_order,
        doubtful,
        ..Log::default()
    };
    if clixml::is(begin) {
        log.events.contents.format = FileFormat::of_events("CLIXML");
        clixml::read(text, &mut log);
    } else if xml_events::is(begin) {
        log.events.contents.format = FileFormat::of_events("XML");
        xml_events::read(text, &mut log);
    } else if is_json(begin) {
        log.events.contents.format = FileFormat::of_events("JSON");
        json_events::read(text, &mut log);
    } else if csv_events::is(begin) {
        log.events.contents.format = FileFormat::of_events("CSV");
        csv_events::read(text, &mut log);
    } else if !rendered::is(begin) && xml_events::is_within(begin) {
        log.events.contents.format = FileFormat::of_events("XML");
        xml_events::read(text, &mut log);
    } else {
        log.events.contents.format = FileFormat::of_events("text");
        rendered::read(text, &mut log);
    }
    log.finish(text)
}

/// Whether one of the forms is known in these bytes, which may be the beginning of a file.
pub fn is(bytes: &[u8]) -> bool {
    let text = utf8(bytes);
    clixml::is(&text)
        || xml_events::is(&text)
        || is_json(&text)
        || csv_events::is(&text)
        || rendered::is(&text)
        || xml_events::is_within(&text)
        || rendered::is_table(&text)
        || rendered::is_foreign(&text)
}

/// Reads what a program keeps of an event as it came, as Splunk does in `_raw`. The time that stands beside it has its zone, which
/// the description has not.
fn read_raw(text: &str, beside: Option<&str>, log: &mut Log) {
    let told = beside.and_then(|it| json_events::time(it, log.day_order));
    log.at = told.filter(|(_, zone)| *zone).map(|(at, _)| at);
    let text = text.as_bytes();
    if xml_events::is(text) {
        xml_events::read(text, log);
    } else if is_json(text) {
        json_events::read(text, log);
    } else {
        rendered::read(text, log);
    }
    log.at = None;
}

/// Events as they turn up.
#[derive(Default)]
struct Log {
    events: Events,
    /// So many events were read.
    count: u32,
    flows: LogFlows,
    /// Of the last event nothing was understood, though it is in English or has no description: it may go on.
    begun: bool,
    /// Whether day or month comes first in its dates, and whether it has some of which nothing tells that.
    day_order: DayOrder,
    doubtful: bool,
    /// In how many texts of JSON it stands, each within the one before.
    within: usize,
    /// When the event happened that comes, where what holds it says so with the zone.
    at: Option<Timestamp>,
}

impl Log {
    /// The place of the event that comes.
    fn location(&self) -> FileLocation {
        let number = self.count.saturating_add(1);
        FileLocation {
            unit: Unit::Event,
            first: number,
            last: number,
        }
    }

    fn add(&mut self, mut record: LogRecord, text: &[u8]) {
        if let Some(at) = self.at.filter(|_| !record.zone_known) {
            (record.at, record.zone_known) = (Some(at), true);
        }
        if let Some(number) = record.number {
            let event = record.id;
            record.location.unit = Unit::Record { event, number };
        }
        // Only the event that the file ends with can lack the rest of it.
        if std::mem::take(&mut self.begun) {
            self.skip(SkipReason::Language);
        }
        match sign_in::is_untold(&record) {
            true if rendered::is_begun(text) => self.begun = true,
            true => self.skip(SkipReason::Language),
            false => self
                .events
                .contents
                .legs
                .extend(sign_in::leg(&record, &mut self.flows, text)),
        }
        self.events.records.push(record);
        self.count = self.count.saturating_add(1);
    }

    fn cut_short(&mut self) {
        self.skip(SkipReason::CutShort);
    }

    /// Something at the place that comes is not read, which is said once for each reason.
    fn skip(&mut self, reason: SkipReason) {
        let location = Some(self.location());
        let skipped = &mut self.events.contents.skipped;
        if skipped.iter().all(|it| it.reason != reason) {
            skipped.push(Skipped { reason, location });
        }
    }

    fn finish(mut self, text: &[u8]) -> Events {
        if self.begun {
            self.cut_short();
        }
        let contents = &mut self.events.contents;
        if contents.legs.is_empty()
            && contents.skipped.is_empty()
            && (self.count > 0 || contents.format.kind == Format::Evtx)
        {
            contents.skipped.push(Skipped {
                reason: SkipReason::NoSignIns,
                location: None,
            });
        }
        contents.count = self.count.into();
        contents.flows = self.flows.into_vec();
        let untimed = |it: &LogRecord| {
            it.at.is_none() && (json_events::has_time(&it.fields) || rendered::has_date(it))
        };
        if self.events.records.iter().any(untimed) {
            let (reason, location) = (SkipReason::NoTime, None);
            contents.skipped.push(Skipped { reason, location });
        }
        let zoneless = |it: &LogRecord| it.at.is_some() && !it.zone_known;
        if self.events.records.iter().any(zoneless) {
            let doubtful = self.doubtful.then_some(SkipReason::NoDayOrder);
            let reasons = [SkipReason::NoZone].into_iter().chain(doubtful);
            contents.skipped.extend(reasons.map(|reason| Skipped {
                reason,
                location: None,
            }));
        }
        if self.count == 0 && contents.skipped.is_empty() {
            contents.skipped.push(Skipped {
                reason: match rendered::is_foreign(text) {
                    _ if rendered::is_table(text) => SkipReason::Shortened,
                    true => SkipReason::Language,
                    false => SkipReason::Unknown,
                },
                location: None,
            });
        }
        self.events
    }
}

#[cfg(test)]
mod tests;
