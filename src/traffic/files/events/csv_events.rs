//! Events as CSV or tabbed text: Event Viewer's "Save all events as", whose sixth column has no name and many lines, and
//! PowerShell's `Export-Csv`; or each field in a column of its own, as Sentinel and Kibana export them.

use super::json_events::{self, ID, MESSAGE, RAW, RAW_TIME, TIME};
use super::{Log, field_names, payload, read_raw, rendered};
use csv::{ByteRecord, ReaderBuilder};

/// What Event Viewer has where, whatever language it names it in.
const EVENT_VIEWER: [&str; 6] = [
    "Level",
    "TimeCreated",
    "Source",
    "Id",
    "Category",
    "Message",
];
/// What tells that a table is one of events: a number, a time, and what only they have beside those.
const OF_EVENTS: [[&[&str]; 3]; 4] = [
    [&ID, &TIME, &["TargetUserName", field_names::RULE]],
    [
        &["EventID", "Id"],
        &["TimeCreated", "TimeGenerated"],
        &["Message"],
    ],
    [&["EventID"], &["TimeCreated"], &[payload::NAME]],
    [&["EventCode"], &[RAW_TIME], &["user"]],
];

pub(super) fn is(text: &[u8]) -> bool {
    let line = first_line(text);
    columns(&line, delimiter(&line), text).is_some()
}

pub(super) fn read(text: &[u8], log: &mut Log) {
    let line = first_line(text);
    let delimiter = delimiter(&line);
    let Some(columns) = columns(&line, delimiter, text) else {
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
        let cell = |name: &str| {
            let at = columns.iter().position(|it| it == name)?;
            row.get(at).map(String::from_utf8_lossy)
        };
        if let Some(event) = cell(RAW) {
            let before = log.events.records.len();
            read_raw(&event, cell(RAW_TIME).as_deref(), log);
            if log.events.records.len() > before {
                continue;
            }
        }
        let mut fields = fields(&row, &columns, cut);
        if let Some(payload) = cell(payload::NAME) {
            // What the event itself says comes first.
            fields.splice(..0, payload::fields(&payload));
        }
        let mut record = json_events::record(fields, log);
        // EvtxECmd writes UTC.
        record.zone_known |= record.at.is_some() && cell(payload::NAME).is_some();
        if record.id != 0 {
            log.add(record, raw);
        }
    }
}

/// The cells that hold something, with the names of their columns.
fn fields(row: &ByteRecord, columns: &[String], cut: bool) -> Vec<(String, String)> {
    let cells = columns.iter().zip(row.iter());
    let filled = cells.filter(|(_, cell)| !cell.trim_ascii().is_empty());
    let field = |(name, cell): (&String, &[u8])| {
        let text = String::from_utf8_lossy(cell);
        let told = match text.rfind('\n') {
            Some(end) if cut && MESSAGE.contains(&name.as_str()) => text.get(..end),
            // Splunk has who asks and who is meant in one cell.
            Some(end) if name.starts_with("Target") => text.get(end + 1..),
            _ => None,
        };
        (name.clone(), told.unwrap_or(&text).to_owned())
    };
    filled.map(field).collect()
}

/// The names of the columns, as the fields of an event are called.
fn columns(line: &str, delimiter: u8, text: &[u8]) -> Option<Vec<String>> {
    let known = |name: &str| {
        let mut known = ID.iter().chain(&TIME).chain(&MESSAGE).copied();
        known.find(|it| it.eq_ignore_ascii_case(name))
    };
    let names: Vec<&str> = line
        .split(char::from(delimiter))
        .map(|it| it.trim().trim_matches('"'))
        .map(|it| known(it).unwrap_or_else(|| field_names::folded(it)))
        .collect();
    let has = |known: &[&str]| names.iter().any(|it| known.contains(it));
    // Who selects few columns leaves number and time out; the description is known by how it begins.
    let described = || has(&MESSAGE) && rendered::describes(text);
    if has(&[RAW]) || described() || OF_EVENTS.iter().any(|all| all.iter().all(|it| has(it))) {
        return Some(names.into_iter().map(str::to_owned).collect());
    }
    // Keywords or a level, time, source, number, category; in English, or five names in any other language, which the first row
    // shows to be these.
    let at = |name: &str| names.iter().position(|it| it.eq_ignore_ascii_case(name));
    let english = at("Event ID") == Some(3) && at("Source") == Some(2);
    let row = text.split(|it| *it == b'\n').nth(1).unwrap_or_default();
    let mut row = row.split(|it| *it == delimiter).skip(2);
    let sourced = row
        .next()
        .is_some_and(|it| it.starts_with(b"Microsoft-Windows-"));
    let numbered = row
        .next()
        .is_some_and(|it| !it.is_empty() && it.iter().all(u8::is_ascii_digit));
    let events = ["ereignis", "événement", "evento"];
    let lower = line.to_lowercase();
    let told = (sourced && numbered) || events.iter().any(|it| lower.contains(it));
    let other = names.len() == 5 && told;
    (english || other).then(|| EVENT_VIEWER.map(str::to_owned).to_vec())
}

fn delimiter(line: &str) -> u8 {
    let count = |mark: u8| line.bytes().filter(|it| *it == mark).count();
    let marks = [b',', b';', b'\t'];
    marks
        .into_iter()
        .max_by_key(|mark| (count(*mark), *mark == b','))
        .unwrap_or(b',')
}

/// The first line, behind PowerShell's `#TYPE`; a longer one than a table's head is none. That of all that Sentinel knows of an
/// event has some 4,000 bytes.
fn first_line(text: &[u8]) -> String {
    let text = text.get(..16_000).unwrap_or(text);
    let mut lines = text
        .split(|it| *it == b'\n')
        .filter(|it| !it.starts_with(b"#TYPE"));
    String::from_utf8_lossy(lines.next().unwrap_or_default())
        .trim()
        .to_owned()
}
