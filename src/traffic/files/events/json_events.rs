//! Events as JSON: what PowerShell's `ConvertTo-Json` makes of `Get-WinEvent`, what evtx_dump, Winlogbeat and NXLog write. One, a
//! list of them at any depth, or one after another; what an object holds counts by its name, however deep it lies.

use super::super::day_order::DayOrder;
use super::super::json::{JsonContainer, JsonReader, JsonText, JsonToken};
use super::super::leg::Timestamp;
use super::super::log_record::LogRecord;
use super::super::timestamp;
use super::positions::{self, PROPERTIES, VALUE};
use super::{Log, names, payload, read_raw, rendered};

/// The names of what an event is told by, as each of these programs writes them.
pub(super) const ID: [&str; 7] = [
    "EventID",
    "EventId",
    "event_id",
    "eventID",
    "EventCode",
    "event.code",
    "Id",
];
const SOURCE: [&str; 7] = [
    "ProviderName",
    "provider_name",
    "providerName",
    "SourceName",
    "EventSourceName",
    "Provider",
    "Source",
];
const COMPUTER: [&str; 8] = [
    "Computer",
    "computer",
    "computer_name",
    "ComputerName",
    "MachineName",
    "Hostname",
    "host.name",
    "host",
];
/// A time whose column says that it is UTC.
const UTC: &str = "TimeGenerated [UTC]";
pub(super) const TIME: [&str; 10] = [
    "SystemTime",
    "systemTime",
    "TimeCreated",
    "@timestamp",
    "EventTime",
    "TimeGenerated",
    UTC,
    "_time",
    "Timestamp",
    "timestamp",
];
pub(super) const MESSAGE: [&str; 2] = ["Message", "message"];
/// With a number that is an event’s these tell that it is one where the source is left out.
const OF_EVENTS: [&str; 5] = [
    "TargetUserName",
    "targetUserName",
    "EventData",
    "event_data",
    names::RULE,
];
/// The attribute that names a field, and the text beside attributes.
const NAME: [&str; 2] = ["Name", "@Name"];
const TEXT: &str = "#text";
/// What a value is called in an object of its own, in which it has the name of that.
const VALUES: [&str; 3] = [TEXT, "value", "Value"];
/// The event as it came, in what Splunk exports.
pub(super) const RAW: &str = "_raw";

/// The lists of a table.
const COLUMNS: &str = "columns";
const ROWS: &str = "rows";

/// No event has more fields.
const MOST_FIELDS: usize = 1000;

/// Whether this, which may be the beginning of a file, is such a text.
pub fn is(text: &[u8]) -> bool {
    let has = |names: &[&str]| {
        names.iter().any(|name| {
            // Some programs put more before it.
            let quoted = format!("{name}\"");
            let mut places = text.windows(quoted.len() + 1);
            places.any(|it| matches!(it.split_first(), Some((b'"' | b'.' | b'_', rest)) if rest == quoted.as_bytes()))
        })
    };
    let marked = |mark: &[u8]| text.windows(mark.len()).any(|it| it == mark);
    // A member that is called `Id` alone may be anything’s.
    let (_, id) = ID.split_last().unwrap_or((&"", &[]));
    let raw = || has(&[RAW]) && (marked(b"<Event ") || marked(b"EventCode="));
    // Who selects few properties leaves the source out; the description is known by how it begins.
    let described = || has(&ID) && has(&MESSAGE) && rendered::describes(text);
    matches!(text.trim_ascii_start(), [b'{' | b'[', ..])
        && (has(&ID) && has(&SOURCE) || has(id) && has(&OF_EVENTS) || raw() || described())
}

/// An object or an array that is open.
struct Open<'a> {
    container: JsonContainer,
    /// The name of the member that it is.
    name: Option<JsonText<'a>>,
    /// So many fields stood before it, and the byte that it begins at.
    before: usize,
    start: usize,
}

impl Open<'_> {
    /// Whether it is the list of that name.
    fn is(&self, name: &str) -> bool {
        self.container == JsonContainer::Array && self.name.is_some_and(|it| it.is(name))
    }
}

pub(super) fn read(text: &[u8], log: &mut Log) {
    let mut json = JsonReader::new(text);
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut key: Option<JsonText<'_>> = None;
    // Of a table, as Log Analytics answers with: what its columns are called, and which of them the next value stands in.
    let (mut columns, mut column) = (Vec::new(), 0);
    while let Some(token) = json.token() {
        let mut around = open.iter().rev();
        let is_row = |it: Option<&Open<'_>>| it.is_some_and(|it| it.is(ROWS));
        let (opens_row, in_row) = (is_row(around.next()), is_row(around.next()));
        match token {
            JsonToken::Key(name) => key = Some(name),
            JsonToken::Open(container) => {
                column = match opens_row {
                    true => 0,
                    false => column + usize::from(in_row),
                };
                open.push(Open {
                    container,
                    name: key.take(),
                    before: fields.len(),
                    start: json.position().saturating_sub(1),
                });
                if open.last().is_some_and(|it| it.is(COLUMNS)) {
                    columns.clear();
                }
            }
            JsonToken::Close(_) => {
                let Some(closed) = open.pop() else { continue };
                let parent = open.last();
                // Another object in a list of values is none of the fields around it.
                let is_own = closed.container == JsonContainer::Object
                    && parent.is_none_or(|it| it.container == JsonContainer::Array);
                if is_own || is_row(parent) {
                    let mut own = fields.split_off(closed.before);
                    if let Some(name) = find(&own, &["name"])
                        && parent.is_some_and(|it| it.is(COLUMNS))
                    {
                        columns.push(name.to_owned());
                    } else if id(&own).is_some() && find(&own, &[RAW]).is_none() {
                        let record = record(own, log);
                        log.add(record, json.passed(closed.start));
                    } else if let (Some(name), Some(at)) = (
                        find(&own, &NAME).map(str::to_owned),
                        own.iter().position(|(known, _)| known == TEXT),
                    ) {
                        // A field as the XML has it: `{"@Name": "TargetUserName", "#text": "alice"}`.
                        fields.push((name, own.swap_remove(at).1));
                    } else if open.last().is_some_and(|it| it.is(PROPERTIES)) {
                        let value = find(&own, &["Value"]).unwrap_or_default();
                        fields.push((VALUE.to_owned(), value.to_owned()));
                    }
                }
            }
            JsonToken::String(value) if key.is_some_and(|it| it.is(RAW)) => {
                key = None;
                fields.push((RAW.to_owned(), String::new()));
                read_raw(&value.text(), log);
            }
            JsonToken::String(value) if key.is_some_and(|it| it.is(payload::NAME)) => {
                key = None;
                // What the event itself says comes first.
                let at = open.last().map_or(0, |it| it.before).min(fields.len());
                fields.splice(at..at, payload::fields(&value.text()));
            }
            JsonToken::String(value) | JsonToken::Word(value) => {
                let in_list = open.last().is_some_and(|it| it.is("ReplacementStrings"));
                let outer = || open.last().and_then(|it| it.name);
                // A value beside its attributes has the name of the object that holds both.
                let cell = columns.get(column).filter(|_| in_row);
                column += usize::from(in_row);
                let named = match key.take() {
                    Some(name) if VALUES.iter().any(|it| name.is(it)) => outer().or(Some(name)),
                    name => name.or_else(outer),
                };
                let wanted = !value.is("null") && fields.len() < MOST_FIELDS;
                if in_list && wanted {
                    fields.push((VALUE.to_owned(), value.text().into_owned()));
                } else if let Some(name) = cell.cloned().or(named.map(|it| it.text().into_owned()))
                    && wanted
                {
                    fields.push((names::folded(&name).to_owned(), value.text().into_owned()));
                }
            }
        }
    }
    if json.is_cut() {
        log.cut_short();
    }
}

fn find<'a>(fields: &'a [(String, String)], names: &[&str]) -> Option<&'a str> {
    let value = |name: &&str| fields.iter().find(|(known, _)| known == name);
    let (_, value) = names.iter().find_map(value)?;
    Some(value)
}

fn id(fields: &[(String, String)]) -> Option<u32> {
    find(fields, &ID)?.trim().parse().ok()
}

/// What these fields, named as PowerShell or another program has them, say of the event that comes.
pub(super) fn record(mut fields: Vec<(String, String)>, log: &Log) -> LogRecord {
    names::add(&mut fields);
    let mut record = LogRecord::new(log.location());
    record.id = id(&fields).unwrap_or_default();
    record.source = find(&fields, &SOURCE).map(str::to_owned);
    record.computer = find(&fields, &COMPUTER).map(str::to_owned);
    let time = find(&fields, &TIME).and_then(|it| time(it, log.day_order));
    record.at = time.map(|(at, _)| at);
    let utc = || find(&fields, &TIME) == find(&fields, &[UTC]);
    record.zone_known = time.is_some_and(|(_, known)| known || utc());
    let message = find(&fields, &MESSAGE).map(str::to_owned);
    record.fields = fields;
    if let (None, Some(message)) = (record.get("TargetUserName"), message) {
        rendered::fields(&message, &mut record);
    }
    positions::name(&mut record);
    record
}

/// A time, and whether it has its zone. Older versions of PowerShell count milliseconds: `/Date(1784195921000)/`; others count
/// seconds since 1970.
pub(super) fn time(text: &str, order: DayOrder) -> Option<(Timestamp, bool)> {
    if let Some(rest) = text.strip_prefix("/Date(") {
        let digits = rest.trim_end_matches("/").trim_end_matches(')');
        let ms: i64 = digits.parse().ok()?;
        return Some((Timestamp(ms.checked_mul(1_000_000)?), true));
    }
    if let Ok(seconds) = text.trim().parse::<f64>()
        && (0.0..1e10).contains(&seconds)
    {
        let whole = Timestamp((seconds as i64).saturating_mul(1_000_000_000));
        return Some((whole.plus_ms(seconds.fract() * 1000.0), true));
    }
    timestamp::zoned(text).or_else(|| Some((timestamp::local_in(text, order)?, false)))
}
