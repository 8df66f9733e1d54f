//! Events as XML (the schema of `http://schemas.microsoft.com/win/2004/08/events/event`): in `<Events>`, one after another
//! without a root, or pasted from a view that puts "- " before what can be folded.

use super::super::leg::{FileLocation, Timestamp, Unit};
use super::super::log_record::LogRecord;
use super::super::timestamp;
use super::super::xml::{XmlReader, XmlTag, XmlToken};
use super::Log;

pub(super) fn is(text: &[u8]) -> bool {
    let has = |mark: &[u8]| text.windows(mark.len()).any(|it| it == mark);
    // Elements may have a prefix.
    let named = |before: &[u8]| {
        [&b"Event>"[..], b"Event ", b"Events"]
            .iter()
            .any(|name| has(&[before, name].concat()))
    };
    let begins = text.trim_ascii_start();
    let begins = begins
        .strip_prefix(b"-")
        .unwrap_or(begins)
        .trim_ascii_start();
    begins.starts_with(b"<") && (named(b"<") || (named(b":") && has(NAMESPACE)))
}

/// Whether events stand in other text, as behind what Event Viewer copies in any language.
pub(super) fn is_within(text: &[u8]) -> bool {
    let event = b"<Event xmlns=";
    let mut starts = text
        .windows(event.len())
        .enumerate()
        .filter(|(_, it)| it == event);
    starts.any(|(at, _)| {
        let behind = text.get(at + event.len() + 1..).unwrap_or_default();
        behind.starts_with(NAMESPACE)
    })
}

/// The XML namespace of Windows events.
const NAMESPACE: &[u8] = b"http://schemas.microsoft.com/win/2004/08/events/event";

/// An event that is open.
struct Open {
    record: LogRecord,
    /// The byte that it begins at.
    start: usize,
    /// The element that is open, by the name that its text is kept under.
    field: Option<String>,
    text: String,
    in_user_data: bool,
}

pub(super) fn read(text: &[u8], log: &mut Log) {
    let mut xml = XmlReader::new(text);
    let mut open: Option<Open> = None;
    while let Some(piece) = xml.piece() {
        match piece {
            XmlToken::Open(tag) if tag.name == b"Event" => {
                close(open.take(), text.get(..tag.at), log);
                open = Some(Open::at(LogRecord::new(log.location()), tag.at));
            }
            XmlToken::Close(b"Event") => close(open.take(), text.get(..xml.position()), log),
            _ => {
                if let Some(open) = &mut open {
                    open.take(piece);
                }
            }
        }
    }
    // Other text around events may hold what looks like half a tag.
    if open.is_some() || (xml.is_cut() && is(text)) {
        log.cut_short();
        close(open, Some(text), log);
    }
}

/// The fields in a piece of an event's XML, up to that many.
pub(super) fn fields(text: &[u8], most: usize) -> Vec<(String, String)> {
    let location = FileLocation {
        unit: Unit::Event,
        first: 1,
        last: 1,
    };
    let mut open = Open::at(LogRecord::new(location), 0);
    let mut xml = XmlReader::new(text);
    while let Some(piece) = xml.piece().filter(|_| open.record.fields.len() < most) {
        open.take(piece);
    }
    open.record.fields
}

/// The time in a line of an event's XML, which is UTC; nothing where the line has none.
pub(super) fn time_in(line: &[u8]) -> Option<Timestamp> {
    let mut xml = XmlReader::new(line);
    while let Some(piece) = xml.piece() {
        if let XmlToken::Open(tag) = piece
            && tag.name == b"TimeCreated"
        {
            return timestamp::iso(&tag.attribute("SystemTime")?);
        }
    }
    None
}

fn close(open: Option<Open>, until: Option<&[u8]>, log: &mut Log) {
    let Some(open) = open.filter(|it| it.record.id != 0) else {
        return;
    };
    let text = until
        .and_then(|it| it.get(open.start..))
        .unwrap_or_default();
    log.add(open.record, text);
}

impl Open {
    fn at(record: LogRecord, start: usize) -> Self {
        Self {
            record,
            start,
            field: None,
            text: String::new(),
            in_user_data: false,
        }
    }

    fn take(&mut self, piece: XmlToken<'_>) {
        match piece {
            XmlToken::Open(tag) => self.open(tag),
            XmlToken::Text(text) if self.field.is_some() => self.text.push_str(&text.text()),
            XmlToken::Text(_) => {}
            XmlToken::Close(b"UserData") => self.in_user_data = false,
            XmlToken::Close(_) => {
                let text = std::mem::take(&mut self.text);
                match self.field.take().as_deref() {
                    Some("EventID") => self.record.id = text.trim().parse().unwrap_or_default(),
                    // The log's own stands first; data of an event may have that name too.
                    Some("EventRecordID") if self.record.number.is_none() => {
                        self.record.number = text.trim().parse().ok()
                    }
                    Some("Computer") => self.record.computer = Some(text.trim().to_owned()),
                    Some(name) => self.record.fields.push((name.to_owned(), text)),
                    None => {}
                }
            }
        }
    }

    fn open(&mut self, tag: XmlTag<'_>) {
        self.text.clear();
        self.field = match tag.name {
            b"Provider" => {
                self.record.source = tag.attribute("Name");
                None
            }
            b"TimeCreated" => {
                let time = tag
                    .attribute("SystemTime")
                    .and_then(|it| timestamp::zoned(&it));
                self.record.at = time.map(|it| it.0);
                // The log itself keeps UTC.
                self.record.zone_known = time.is_some();
                None
            }
            b"EventID" | b"EventRecordID" | b"Computer" => {
                Some(String::from_utf8_lossy(tag.name).into_owned())
            }
            b"Data" => {
                let unnamed = || format!("Data {}", self.record.fields.len() + 1);
                Some(tag.attribute("Name").unwrap_or_else(unnamed))
            }
            b"UserData" => {
                self.in_user_data = true;
                None
            }
            name if self.in_user_data => Some(String::from_utf8_lossy(name).into_owned()),
            // Some programs make elements of the fields: `<Status Name='Status'>`.
            _ => tag.attribute("Name"),
        };
    }
}
