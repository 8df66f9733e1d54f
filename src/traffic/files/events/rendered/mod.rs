//! Events as Event Viewer shows and copies them, in English: lines of `Key: value` under headings, brought under the names
//! that the XML has for them. PowerShell's `Format-List` sets a description in, behind `Message :`, and may have more about the
//! event behind it. Splunk has `key=value` before the description, and the time above them.

mod key_names;
mod titles;

pub(super) use key_names::NAMES;
pub(super) use titles::titled;

use super::super::day_order::DayOrder;
use super::super::log_record::LogRecord;
use super::super::timestamp;
use super::{Log, flattened, one_line, sentences, xml_events};
use key_names::name;
use titles::{TITLES, title};

/// The source of what the policies “Restrict NTLM” write.
const NTLM: &str = "Microsoft-Windows-NTLM";
/// A day that stands in a line of its own, until its time has come.
const DATE: &str = "Date";

/// No event has more fields; text that goes on with what looks like them is another.
const MOST_FIELDS: usize = 200;

pub(super) fn is(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    text.lines()
        .any(|line| title(line).is_some() || one_line::is(line))
        || text
            .lines()
            .any(|line| line.trim_start().starts_with("Log Name:"))
}

/// Whether a description in English begins anywhere in the text.
pub(super) fn describes(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    titled(&text).is_some() || sentences::is_in(&text)
}

/// Whether these are events in a language that is not read here: by the source, which has the same name in all, or by how
/// descriptions begin in German, French and Spanish.
pub(super) fn is_foreign(text: &[u8]) -> bool {
    const SOURCE: &str = "Microsoft-Windows-Security-Auditing";
    const FOREIGN: [&str; 5] = [
        "Ein Konto wurde erfolgreich angemeldet",
        "Fehler beim Anmelden eines Kontos",
        "ouverture de session d'un compte",
        "Error de una cuenta al iniciar sesión",
        "Se inició sesión correctamente en una cuenta",
    ];
    let text = String::from_utf8_lossy(text).replace('’', "'");
    if TITLES.iter().any(|(title, _)| text.contains(title)) {
        return false;
    }
    text.lines().any(|line| {
        let (key, value) = line.split_once(':').unwrap_or_default();
        (value.trim() == SOURCE && !key.contains(['<', '"']))
            || FOREIGN.iter().any(|title| line.contains(title))
    })
}

/// Whether an event of which nothing is understood may be the beginning of one that would be: one of XML or JSON without its
/// end, or one with no description, or with one that begins in English.
pub(super) fn is_begun(event: &[u8]) -> bool {
    let event = String::from_utf8_lossy(event);
    let event = event.trim();
    if event.starts_with('<') {
        return !event.contains("</Event>");
    }
    if event.starts_with('{') {
        return !event.ends_with('}');
    }
    let begins = |text: &str| TITLES.iter().any(|(title, _)| title.starts_with(text));
    let in_english = || TITLES.iter().any(|(title, _)| event.contains(title));
    let mut lines = event.lines();
    let described = lines.find_map(|line| {
        let line = line.trim_start();
        let keys = ["Description", "Message"].into_iter();
        let behind = keys.filter_map(|key| line.strip_prefix(key)).next()?;
        behind.trim_start().strip_prefix([':', '='])
    });
    let told = match described {
        Some(told) => lines.fold(told.trim().to_owned(), |told, line| told + line.trim()),
        // A head alone, or the open cell of a table.
        None if event.contains('"') => match event.matches('"').count() % 2 {
            0 => return in_english(),
            _ => event.rsplit('"').next().unwrap_or_default().to_owned(),
        },
        None => String::new(),
    };
    in_english() || begins(&told)
}

/// Whether that is a table as PowerShell prints it (`Format-Table`), with the beginning of each description alone.
pub(super) fn is_table(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let mut lines = text.lines();
    lines.any(|line| {
        let names: Vec<&str> = line.split_whitespace().collect();
        let [.., last] = names.as_slice() else {
            return false;
        };
        let has = |known: [&str; 2]| names.iter().any(|it| known.contains(it));
        *last == "Message" && has(["TimeCreated", "Time"]) && has(["Id", "InstanceID"])
    })
}

pub(super) fn read(text: &[u8], log: &mut Log) {
    let mut open: Option<(LogRecord, usize)> = None;
    // Only after its title does a record have a description.
    let (mut described, mut in_xml) = (false, false);
    let mut section = String::new();
    // So far a description is set in.
    let mut margin = 0;
    // The properties of the event that is open: `Format-List` has each of them once.
    let mut properties: Vec<String> = Vec::new();
    let (mut at, mut above) = (0, &[][..]);
    for bytes in text.split_inclusive(|it| *it == b'\n') {
        let start = at;
        at += bytes.len();
        let line = String::from_utf8_lossy(bytes);
        // Event Viewer's copy repeats all of it as XML.
        in_xml = (in_xml || line.starts_with("Event Xml:")) && !line.contains("</Event>");
        if in_xml || line.contains("</Event>") || (!bytes.ends_with(b"\n") && at < text.len()) {
            let told = open.as_mut().zip(xml_events::time_in(bytes));
            if let Some(((record, _), time)) = told {
                (record.at, record.zone_known) = (Some(time), true);
            }
            continue;
        }
        let mut one = LogRecord::new(log.location());
        if title(&line).is_none() && one_line::read(&line, &mut one) {
            close(open.take(), text.get(..start), log);
            log.add(one, bytes);
            continue;
        }
        let titled = title(&line);
        let timeless = open
            .as_ref()
            .is_some_and(|(record, _)| described && record.at.is_none());
        let splunk = line.starts_with("LogName=");
        let set_in = !described || margin > 0;
        let property = property(&line).filter(|_| set_in);
        let again = |name: &str| open.is_none() || properties.iter().any(|it| it == name);
        let begins = splunk
            || line.trim_start().starts_with("Log Name:")
            || line.trim_start().starts_with("Event Type:")
            || match property {
                Some(name) => again(name),
                None => line.starts_with("TimeCreated") && !timeless,
            };
        if begins || (titled.is_some() && (described || open.is_none())) {
            close(open.take(), text.get(..start), log);
            open = Some((LogRecord::new(log.location()), start));
            described = false;
            section.clear();
            properties.clear();
        }
        properties.extend(property.map(str::to_owned));
        let before = std::mem::replace(&mut above, bytes);
        let Some((record, _)) = &mut open else {
            continue;
        };
        if splunk {
            // In a table other columns stand before it.
            let before = String::from_utf8_lossy(before);
            let time = before.rsplit('"').next().unwrap_or_default();
            record.at = timestamp::local_in(time.trim(), log.day_order);
        }
        if let Some((id, column)) = titled {
            (described, margin) = (true, column);
            record.id = if record.id == 0 { id } else { record.id };
            if is_of_ntlm(record.id) {
                record.source.get_or_insert_with(|| NTLM.to_owned());
            }
            joined(&line, &mut section, record);
        } else if described && property.is_none() {
            field(set_out(&line, margin), &mut section, record);
        } else {
            head(&line, record, log.day_order);
        }
    }
    close(open, Some(text), log);
}

/// Reads a description alone.
pub(super) fn fields(text: &str, record: &mut LogRecord) {
    let mut section = String::new();
    sentences::read(text, record);
    // Of these the number alone is also that of other sources' events.
    if title(text).is_some_and(|(id, _)| id == record.id && is_of_ntlm(id)) {
        record.source.get_or_insert_with(|| NTLM.to_owned());
    }
    let lines = flattened::lines(text);
    let text = lines.as_deref().unwrap_or(text);
    for line in text.lines().skip_while(|line| title(line).is_some()) {
        field(line, &mut section, record);
    }
}

/// Whether it is an event of what the policies “Restrict NTLM” write.
fn is_of_ntlm(id: u32) -> bool {
    (8001..=8004).contains(&id)
}

/// Takes the fields of a line that has more than the title.
fn joined(line: &str, section: &mut String, record: &mut LogRecord) {
    let lines = flattened::lines(line).unwrap_or_default();
    for line in lines.lines().skip(1) {
        field(line, section, record);
    }
}

fn close(open: Option<(LogRecord, usize)>, until: Option<&[u8]>, log: &mut Log) {
    let Some((mut record, start)) = open else {
        return;
    };
    let text = until.and_then(|it| it.get(start..)).unwrap_or_default();
    sentences::read(&String::from_utf8_lossy(text), &mut record);
    if record.id != 0 {
        log.add(record, text);
    }
}

/// The name of a property, as `Format-List` begins a line with it: with a space before the colon, which descriptions have not.
fn property(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let name = name.strip_suffix(' ')?.trim_end();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then_some(name)
}

/// A line without the blanks that the whole description is set in by.
fn set_out(line: &str, margin: usize) -> &str {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let blanks = line.bytes().take_while(blank).count();
    line.get(blanks.min(margin)..).unwrap_or(line)
}

/// Whether a date stands above the description, whether it is read or not.
pub(super) fn has_date(record: &LogRecord) -> bool {
    record.get(DATE).is_some()
}

/// What stands above the description.
fn head(line: &str, record: &mut LogRecord, order: DayOrder) {
    let Some((key, value)) = line.split_once([':', '=']) else {
        return;
    };
    let value = value.trim();
    match key.trim() {
        "Date" | "TimeCreated" | "TimeGenerated" => {
            let time = timestamp::zoned(value);
            record.zone_known = time.is_some_and(|it| it.1);
            let local = || timestamp::local_in(value, order);
            record.at = time.map(|it| it.0).or_else(local);
            if record.at.is_none() {
                record.fields.push((DATE.to_owned(), value.to_owned()));
            }
        }
        // Before Vista it is a line of its own.
        "Time" => {
            let date = record.get(DATE).unwrap_or_default();
            let whole = [date, value].join(" ");
            record.at = record.at.or(timestamp::local_in(&whole, order));
        }
        "Event ID" | "Id" | "EventID" | "EventCode" | "InstanceId" => {
            record.id = value.parse().unwrap_or_default();
        }
        "Source" | "Event Source" | "SourceName" | "ProviderName" => {
            record.source = Some(value.to_owned())
        }
        "Computer" | "ComputerName" | "MachineName" => record.computer = Some(value.to_owned()),
        _ => {}
    }
}

/// A line of a description. A key without a value is a heading, or has none; explanations that follow have no tabs.
pub(super) fn field(line: &str, section: &mut String, record: &mut LogRecord) {
    let indented = line.starts_with(['\t', ' ']);
    // Splunk may have `key=value` here too.
    let Some((key, value)) = line.trim().split_once([':', '=']) else {
        return;
    };
    let (key, value) = (key.trim(), value.trim());
    if key.is_empty() || key.len() > 40 || record.fields.len() >= MOST_FIELDS {
        return;
    }
    if value.is_empty() && !indented {
        key.clone_into(section);
        return;
    }
    let name = name(section, key);
    // The first of a name counts: later ones are explanations.
    if !record.fields.iter().any(|(known, _)| *known == name) {
        record.fields.push((name, value.to_owned()));
    }
}
