//! Events as JSON: what PowerShell's `ConvertTo-Json` makes of `Get-WinEvent`, what evtx_dump, Winlogbeat and NXLog write. One, a
//! list of them at any depth, or one after another; what an object holds counts by its name, however deep it lies.

use super::super::day_order::DayOrder;
use super::super::json::{JsonContainer, JsonReader, JsonText, JsonToken};
use super::super::leg::Timestamp;
use super::super::log_record::LogRecord;
use super::super::timestamp;
use super::positions::{self, PROPERTIES, VALUE};
use super::{Log, field_names, payload, read_raw, rendered, xml_events};

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
const NUMBER: [&str; 6] = [
    "EventRecordID",
    "EventRecordId",
    "RecordId",
    "RecordID",
    "record_id",
    "RecordNumber",
];
/// A time whose column says that it is UTC.
const UTC: &str = "TimeGenerated [UTC]";
pub(super) const TIME: [&str; 13] = [
    "SystemTime",
    "systemTime",
    "@SystemTime",
    "system_time",
    "TimeCreated",
    "timeCreated",
    "@timestamp",
    "EventTime",
    "TimeGenerated",
    UTC,
    RAW_TIME,
    "Timestamp",
    "timestamp",
];
pub(super) const MESSAGE: [&str; 4] = ["Message", "message", "full_message", "Description"];
/// With a number that is an event’s these tell that it is one where the source is left out.
const OF_EVENTS: [&str; 5] = [
    "TargetUserName",
    "targetUserName",
    "EventData",
    "event_data",
    field_names::RULE,
];
/// The attribute that names a field, and the text beside attributes.
const NAME: [&str; 2] = ["Name", "@Name"];
const TEXT: &str = "#text";
/// What a value is called in an object of its own, in which it has the name of that.
const VALUES: [&str; 3] = [TEXT, "value", "Value"];
/// The event as it came, in what Splunk exports.
pub(super) const RAW: &str = "_raw";
/// When it happened, with the zone.
pub(super) const RAW_TIME: &str = "_time";

/// The lists of a table.
const COLUMNS: &str = "columns";
const ROWS: &str = "rows";

/// Where some have the fields as XML.
const DATA: [&str; 2] = ["EventData", "event_data"];
/// Where some programs have an event as a text of its own, and how deep that is looked for.
const WITHIN: [&str; 5] = ["line", "message", "Message", "log", RAW];
const DEEPEST: usize = 2;

/// No event has more fields.
const MOST_FIELDS: usize = 1000;

/// Whether this, which may be the beginning of a file, is such a text.
pub fn is(text: &[u8]) -> bool {
    is_plain(text) || is_within(text)
}

/// Whether it is one, not in a text within.
fn is_plain(text: &[u8]) -> bool {
    let has = |names: &[&str]| {
        names.iter().any(|name| {
            // Some programs put more before it.
            let quoted = format!("{name}\"");
            // Names as short as `Id` are many things’ where more stands before them.
            let alone = name.len() < 7;
            let mut places = text.windows(quoted.len() + 1);
            places.any(|it| match it.split_first() {
                Some((b'"', rest)) => rest == quoted.as_bytes(),
                Some((b'.' | b'_', rest)) => !alone && rest == quoted.as_bytes(),
                _ => false,
            })
        })
    };
    let marked = |mark: &[u8]| text.windows(mark.len()).any(|it| it == mark);
    // A member that is called `Id` alone may be anything’s.
    let (_, id) = ID.split_last().unwrap_or((&"", &[]));
    let raw = || has(&[RAW]) && (marked(b"<Event ") || marked(b"EventCode="));
    // Who selects few properties leaves source and number out; the description is known by how it begins.
    let described = || has(&MESSAGE) && rendered::describes(text);
    let begins = matches!(text.trim_ascii_start(), [b'{' | b'[', ..]) || is_behind(text);
    begins && (has(&ID) && has(&SOURCE) || has(id) && has(&OF_EVENTS) || raw() || described())
}

/// Whether an object follows the words that syslog or evtx_dump has before each.
fn is_behind(text: &[u8]) -> bool {
    let before = text.iter().take(300);
    let mut marks = before.enumerate().filter(|(_, it)| b"{\"".contains(it));
    let behind = marks.next().and_then(|(at, _)| text.get(at..));
    let inside = behind.and_then(|it| it.strip_prefix(b"{"));
    inside.is_some_and(|it| it.trim_ascii_start().starts_with(b"\""))
}

/// Whether one of the texts in it is an event.
fn is_within(text: &[u8]) -> bool {
    let mut json = JsonReader::new(text);
    let mut reading = Reading::default();
    while let Some(token) = json.token() {
        match token {
            JsonToken::String(value) if reading.holds_event(value) => return true,
            JsonToken::Key(name) => reading.key = Some(name),
            _ => reading.key = None,
        }
    }
    false
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
    if log.within > DEEPEST {
        return;
    }
    log.within += 1;
    let mut json = JsonReader::new(text);
    let mut reading = Reading::default();
    while let Some(token) = json.token() {
        match token {
            JsonToken::Key(name) => reading.key = Some(name),
            JsonToken::Open(container) => {
                reading.open(container, json.position().saturating_sub(1));
            }
            JsonToken::Close(_) => reading.close(&json, log),
            JsonToken::String(value) if reading.holds_event(value) => {
                read(value.text().as_bytes(), log);
                reading.key = None;
            }
            JsonToken::String(value) | JsonToken::Word(value) => reading.value(value),
        }
    }
    log.within -= 1;
    if json.is_cut() {
        log.cut_short();
    }
}

/// What was read of the objects that are open.
#[derive(Default)]
struct Reading<'a> {
    open: Vec<Open<'a>>,
    fields: Vec<(String, String)>,
    key: Option<JsonText<'a>>,
    /// What the columns of a table are called, and which of them the next value stands in, as Log Analytics answers.
    columns: Vec<String>,
    column: usize,
}

impl<'a> Reading<'a> {
    fn open(&mut self, container: JsonContainer, start: usize) {
        // A cell may hold more than a value.
        self.cell();
        let name = self.key.take();
        match name {
            Some(name) if name.is(COLUMNS) => self.columns.clear(),
            None if self.is_in(ROWS) => self.column = 0,
            _ => {}
        }
        self.open.push(Open {
            container,
            name,
            before: self.fields.len(),
            start,
        });
    }

    fn close(&mut self, json: &JsonReader<'_>, log: &mut Log) {
        let Some(closed) = self.open.pop() else {
            return;
        };
        // Another object in a list of values is none of the fields around it.
        let is_own = closed.container == JsonContainer::Object
            && !matches!(self.open.last(), Some(it) if it.container == JsonContainer::Object);
        if !is_own && !self.is_in(ROWS) {
            return;
        }
        let mut own = self.fields.split_off(closed.before);
        if self.is_in(COLUMNS) {
            self.columns
                .extend(find(&own, &["name"]).map(str::to_owned));
        } else if let Some(raw) = find(&own, &[RAW]) {
            read_raw(raw, find(&own, &[RAW_TIME]), log);
        } else if id(&own).is_some() {
            let record = record(own, log);
            log.add(record, json.passed(closed.start));
        } else if let (Some(name), Some(at)) = (
            find(&own, &NAME).map(str::to_owned),
            own.iter().position(|(known, _)| known == TEXT),
        ) {
            // A field as the XML has it: `{"@Name": "TargetUserName", "#text": "alice"}`.
            self.fields.push((name, own.swap_remove(at).1));
        } else if self.is_in(PROPERTIES) {
            let value = find(&own, &["Value"]).unwrap_or_default();
            self.fields.push((VALUE.to_owned(), value.to_owned()));
        }
    }

    /// Whether a text that comes is an event by itself.
    fn holds_event(&self, value: JsonText<'a>) -> bool {
        let named = |it: JsonText<'_>| WITHIN.iter().any(|name| it.is(name));
        let begins = self.key.is_some_and(named) && value.raw.starts_with(b"{");
        begins && is_plain(value.text().as_bytes())
    }

    fn value(&mut self, value: JsonText<'a>) {
        let cell = self.cell();
        let key = self.key.take();
        if value.is("null") || self.fields.len() >= MOST_FIELDS {
            return;
        }
        if key.is_some_and(|it| it.is(payload::NAME)) {
            // What the event itself says comes first.
            let at = self.open.last().map_or(0, |it| it.before);
            let at = at.min(self.fields.len());
            self.fields.splice(at..at, payload::fields(&value.text()));
            return;
        }
        let outer = || self.open.last().and_then(|it| it.name);
        // A value beside its attributes has the name of the object that holds both, and one in a list that of the list.
        let named = match key {
            Some(name) if VALUES.iter().any(|it| name.is(it)) => outer().or(Some(name)),
            name => name.or_else(outer),
        };
        let name = match (cell, named) {
            _ if self.is_in("ReplacementStrings") => VALUE.to_owned(),
            (Some(name), _) => field_names::folded(&name).to_owned(),
            (None, Some(name)) => field_names::folded(&name.text()).to_owned(),
            (None, None) => return,
        };
        self.fields.push((name, value.text().into_owned()));
    }

    /// Whether what comes stands in the list of that name.
    fn is_in(&self, list: &str) -> bool {
        self.open.last().is_some_and(|it| it.is(list))
    }

    /// The column of what comes, where it stands in a row; the next is that behind it.
    fn cell(&mut self) -> Option<String> {
        let around = self.open.iter().rev().nth(1);
        let name = self.columns.get(self.column);
        let name = name.filter(|_| around.is_some_and(|it| it.is(ROWS)))?;
        self.column += 1;
        Some(name.clone())
    }
}

fn find<'a>(fields: &'a [(String, String)], names: &[&str]) -> Option<&'a str> {
    let value = |name: &&str| fields.iter().find(|(known, _)| known == name);
    let (_, value) = names.iter().find_map(value)?;
    Some(value)
}

/// Whether these fields have a time, whether it is read or not.
pub(super) fn has_time(fields: &[(String, String)]) -> bool {
    find(fields, &TIME).is_some()
}

/// The number of an event, which its description tells too.
fn id(fields: &[(String, String)]) -> Option<u32> {
    let told = || {
        let (at, id) = rendered::titled(find(fields, &MESSAGE)?)?;
        (at == 0).then_some(id)
    };
    let number = find(fields, &ID).and_then(|it| it.trim().parse().ok());
    number.or_else(told)
}

/// What these fields, named as PowerShell or another program has them, say of the event that comes.
pub(super) fn record(mut fields: Vec<(String, String)>, log: &Log) -> LogRecord {
    let data = find(&fields, &DATA).filter(|it| it.starts_with('<'));
    if let Some(data) = data.map(str::to_owned) {
        fields.extend(xml_events::fields(data.as_bytes(), MOST_FIELDS));
    }
    let mut record = LogRecord::new(log.location());
    record.id = id(&fields).unwrap_or_default();
    record.number = find(&fields, &NUMBER).and_then(|it| it.trim().parse().ok());
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
    field_names::add(&mut record.fields);
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
        // A float holds microseconds.
        let parts = (seconds.fract() * 1e6).round() / 1e3;
        return Some((whole.plus_ms(parts), true));
    }
    timestamp::zoned(text).or_else(|| Some((timestamp::local_in(text, order)?, false)))
}
