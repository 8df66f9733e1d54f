//! Events as JSON: what PowerShell's `ConvertTo-Json` makes of `Get-WinEvent`, what evtx_dump, Winlogbeat and NXLog write. One, a
//! list of them at any depth, or one after another; what an object holds counts by its name, however deep it lies.

use super::super::day_order::DayOrder;
use super::super::json::{JsonContainer, JsonReader, JsonText, JsonToken};
use super::super::leg::Timestamp;
use super::super::log_record::LogRecord;
use super::super::timestamp;
use super::positions::{self, PROPERTIES, VALUE};
use super::{Log, payload, read_raw, rendered};

/// The names of what an event is told by, as each of these programs writes them.
const ID: [&str; 5] = ["EventID", "EventId", "event_id", "eventID", "Id"];
const SOURCE: [&str; 6] = [
    "ProviderName",
    "provider_name",
    "providerName",
    "SourceName",
    "Provider",
    "Source",
];
const COMPUTER: [&str; 5] = [
    "Computer",
    "computer",
    "computer_name",
    "MachineName",
    "Hostname",
];
const TIME: [&str; 6] = [
    "SystemTime",
    "systemTime",
    "TimeCreated",
    "@timestamp",
    "EventTime",
    "TimeGenerated",
];
const MESSAGE: [&str; 2] = ["Message", "message"];
/// With a number that is an event’s these tell that it is one where the source is left out.
const OF_EVENTS: [&str; 4] = [
    "TargetUserName",
    "targetUserName",
    "EventData",
    "event_data",
];
/// The attribute that names a field, and the text beside attributes.
const NAME: [&str; 2] = ["Name", "@Name"];
const TEXT: &str = "#text";
/// The event as it came, in what Splunk exports.
const RAW: &str = "_raw";

/// No event has more fields.
const MOST_FIELDS: usize = 1000;

/// Whether this, which may be the beginning of a file, is such a text.
pub fn is(text: &[u8]) -> bool {
    let has = |names: &[&str]| {
        names.iter().any(|name| {
            let quoted = format!("\"{name}\"");
            text.windows(quoted.len()).any(|it| it == quoted.as_bytes())
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
    while let Some(token) = json.token() {
        match token {
            JsonToken::Key(name) => key = Some(name),
            JsonToken::Open(container) => open.push(Open {
                container,
                name: key.take(),
                before: fields.len(),
                start: json.position().saturating_sub(1),
            }),
            JsonToken::Close(_) => {
                let Some(closed) = open.pop() else { continue };
                let parent = open.last().map(|it| it.container);
                // Another object in a list of values is none of the fields around it.
                if closed.container == JsonContainer::Object
                    && parent != Some(JsonContainer::Object)
                {
                    let mut own = fields.split_off(closed.before);
                    if id(&own).is_some() && find(&own, &[RAW]).is_none() {
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
                let named = match key.take() {
                    Some(name) if name.is(TEXT) || name.is("value") => outer().or(Some(name)),
                    name => name,
                };
                let wanted = !value.is("null") && fields.len() < MOST_FIELDS;
                if in_list && wanted {
                    fields.push((VALUE.to_owned(), value.text().into_owned()));
                } else if let Some(name) = named.filter(|_| wanted) {
                    fields.push((name.text().into_owned(), value.text().into_owned()));
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
pub(super) fn record(fields: Vec<(String, String)>, log: &Log) -> LogRecord {
    let mut record = LogRecord::new(log.location());
    record.id = id(&fields).unwrap_or_default();
    record.source = find(&fields, &SOURCE).map(str::to_owned);
    record.computer = find(&fields, &COMPUTER).map(str::to_owned);
    let time = find(&fields, &TIME).and_then(|it| time(it, log.day_order));
    record.at = time.map(|(at, _)| at);
    record.zone_known = time.is_some_and(|(_, known)| known);
    let message = find(&fields, &MESSAGE).map(str::to_owned);
    record.fields = fields;
    if let (None, Some(message)) = (record.get("TargetUserName"), message) {
        rendered::fields(&message, &mut record);
    }
    positions::name(&mut record);
    record
}

/// A time, and whether it has its zone. Older versions of PowerShell count milliseconds: `/Date(1784195921000)/`.
pub(super) fn time(text: &str, order: DayOrder) -> Option<(Timestamp, bool)> {
    if let Some(rest) = text.strip_prefix("/Date(") {
        let digits = rest.trim_end_matches("/").trim_end_matches(')');
        let ms: i64 = digits.parse().ok()?;
        return Some((Timestamp(ms.checked_mul(1_000_000)?), true));
    }
    timestamp::zoned(text).or_else(|| Some((timestamp::local_in(text, order)?, false)))
}
