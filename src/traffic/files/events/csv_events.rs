//! Events as CSV or tabbed text: Event Viewer's "Save all events as", whose sixth column has no name and many lines, and
//! PowerShell's `Export-Csv`; or each field in a column of its own, as Sentinel and Kibana export them.

use super::super::log_record::LogRecord;
use super::json_events::time;
use super::{Log, payload, read_raw, rendered};
use csv::{ByteRecord, ReaderBuilder};

/// Where Event Viewer puts things, whatever language it names them in.
const EVENT_VIEWER: Columns = Columns {
    date: 1,
    source: 2,
    id: 3,
    message: 5,
    computer: None,
    fields: Vec::new(),
    raw: None,
    payload: None,
};

/// What columns are called, of tables that have each field in its own.
const IDS: [&str; 5] = ["EventID", "EventId", "EventCode", "event_id", "code"];
const TIMES: [&str; 5] = [
    "TimeGenerated",
    "TimeGenerated [UTC]",
    "TimeCreated",
    "@timestamp",
    "_time",
];
const COMPUTERS: [&str; 5] = [
    "Computer",
    "ComputerName",
    "computer_name",
    "MachineName",
    "host",
];

struct Columns {
    date: usize,
    source: usize,
    id: usize,
    message: usize,
    computer: Option<usize>,
    /// The names of all columns, where they are the fields.
    fields: Vec<String>,
    /// Where the event stands as it came, in what Splunk exports.
    raw: Option<usize>,
    /// Where its fields stand in one cell, in what EvtxECmd writes, whose times are UTC.
    payload: Option<usize>,
}

pub(super) fn is(text: &[u8]) -> bool {
    let line = first_line(text);
    columns(&line, delimiter(&line)).is_some()
}

pub(super) fn read(text: &[u8], log: &mut Log) {
    let line = first_line(text);
    let delimiter = delimiter(&line);
    let Some(columns) = columns(&line, delimiter) else {
        return;
    };
    let mut reader = ReaderBuilder::new();
    let reader = reader.delimiter(delimiter).has_headers(true).flexible(true);
    let mut reader = reader.from_reader(text);
    let mut row = ByteRecord::new();
    let mut start = reader.position().byte();
    // An error cannot come: lengths may differ, and nothing is read but memory.
    while reader.read_byte_record(&mut row).unwrap_or(false) {
        let end = reader.position().byte();
        let from = row.position().map_or(start, csv::Position::byte);
        let part =
            |from: u64, to: u64| text.get(usize::try_from(from).ok()?..usize::try_from(to).ok()?);
        let raw = part(from, end).unwrap_or_default();
        start = end;
        // A quote that the end of the file leaves open: the last line of the message may be half of one.
        let cut = raw.iter().filter(|it| **it == b'"').count() % 2 == 1;
        if cut {
            log.cut_short();
        }
        if let Some(event) = columns.raw.and_then(|at| row.get(at)) {
            read_raw(&String::from_utf8_lossy(event), log);
            continue;
        }
        let record = record(&row, &columns, cut, log);
        if record.id != 0 {
            log.add(record, raw);
        }
    }
}

fn record(row: &ByteRecord, columns: &Columns, cut: bool, log: &Log) -> LogRecord {
    let cell = |at: usize| row.get(at).map(String::from_utf8_lossy).unwrap_or_default();
    let mut record = LogRecord::new(log.location());
    let time = time(&cell(columns.date), log.day_order);
    record.at = time.map(|(at, _)| at);
    record.zone_known = time.is_some_and(|(_, known)| known || columns.payload.is_some());
    record.source = Some(cell(columns.source).into_owned());
    record.id = cell(columns.id).trim().parse().unwrap_or_default();
    record.computer = columns.computer.map(|at| cell(at).into_owned());
    let named = columns.fields.iter().enumerate();
    record.fields = named
        .map(|(at, name)| (name.clone(), cell(at).into_owned()))
        .collect();
    if let Some(at) = columns.payload {
        record.fields = payload::fields(&cell(at));
    }
    let message = cell(columns.message);
    let whole = match message.rfind('\n') {
        Some(end) if cut => message.get(..end).unwrap_or_default(),
        _ => &message,
    };
    rendered::fields(whole, &mut record);
    record
}

fn columns(line: &str, delimiter: u8) -> Option<Columns> {
    let names: Vec<&str> = line
        .split(char::from(delimiter))
        .map(|it| it.trim().trim_matches('"'))
        .collect();
    let at = |name: &str| names.iter().position(|it| it.eq_ignore_ascii_case(name));
    if let Some(raw) = at("_raw") {
        return Some(Columns {
            raw: Some(raw),
            ..EVENT_VIEWER
        });
    }
    if let (Some(id), Some(message)) = (at("Id").or_else(|| at("EventID")), at("Message")) {
        return Some(Columns {
            date: at("TimeCreated").or_else(|| at("TimeGenerated"))?,
            source: at("ProviderName")
                .or_else(|| at("Source"))
                .unwrap_or(usize::MAX),
            id,
            message,
            computer: at("MachineName"),
            ..EVENT_VIEWER
        });
    }
    if let (Some(id), Some(payload)) = (at("EventId"), at(payload::NAME)) {
        return Some(Columns {
            date: at("TimeCreated")?,
            source: at("Provider")?,
            id,
            message: usize::MAX,
            computer: at("Computer"),
            payload: Some(payload),
            ..EVENT_VIEWER
        });
    }
    // winlog.event_data.TargetUserName
    let ends = names.iter().map(|it| it.rsplit('.').next().unwrap_or(it));
    let ends: Vec<&str> = ends.collect();
    let end = |known: &[&str]| ends.iter().position(|it| known.contains(it));
    if let (Some(id), Some(_)) = (end(&IDS), end(&["TargetUserName"])) {
        return Some(Columns {
            date: end(&TIMES)?,
            source: usize::MAX,
            id,
            message: usize::MAX,
            computer: end(&COMPUTERS),
            fields: ends.into_iter().map(str::to_owned).collect(),
            ..EVENT_VIEWER
        });
    }
    // Keywords or a level, time, source, number, category; in English, or five names in any other language.
    let english = at("Event ID") == Some(3) && at("Source") == Some(2);
    let events = ["ereignis", "événement", "evento"];
    let lower = line.to_lowercase();
    let other = names.len() == 5 && events.iter().any(|it| lower.contains(it));
    (english || other).then_some(EVENT_VIEWER)
}

fn delimiter(line: &str) -> u8 {
    let count = |mark: u8| line.bytes().filter(|it| *it == mark).count();
    let marks = [b',', b';', b'\t'];
    marks
        .into_iter()
        .max_by_key(|mark| (count(*mark), *mark == b','))
        .unwrap_or(b',')
}

/// The first line, behind PowerShell's `#TYPE`; a longer one than a table's head is none.
fn first_line(text: &[u8]) -> String {
    let text = text.get(..2000).unwrap_or(text);
    let mut lines = text
        .split(|it| *it == b'\n')
        .filter(|it| !it.starts_with(b"#TYPE"));
    String::from_utf8_lossy(lines.next().unwrap_or_default())
        .trim()
        .to_owned()
}
