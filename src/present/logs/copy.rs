//! The lines as text and as a table, to take along.

use super::{ComputerLog, EntryKind, LogEntry, iis};
use crate::hosts::FileTime;
use crate::present::Step;
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::logs as say;

/// Date and time of day in UTC, as `2026-11-02` and `09:00:00`; empty where there is none.
pub fn date_and_time(at: Option<FileTime>) -> (String, String) {
    let text = at.and_then(FileTime::kerberos_time).unwrap_or_default();
    if text.is_empty() {
        return Default::default();
    }
    let part = |range| text.get(range).unwrap_or_default();
    let join = |ranges: [std::ops::Range<usize>; 3], between| ranges.map(part).join(between);
    (
        join([0..4, 4..6, 6..8], "-"),
        join([8..10, 10..12, 12..14], ":"),
    )
}

/// What an entry says, in a line: its values, its text, or what is known in place of them.
pub fn line(entry: &LogEntry) -> String {
    match &entry.record {
        EntryKind::Line => {
            let values = entry.fields.iter().map(|(_, value)| value.as_str());
            values.collect::<Vec<_>>().join(" ")
        }
        EntryKind::Text(text) => visible(text),
        EntryKind::Silence | EntryKind::Unsourced => entry.note.to_owned(),
        EntryKind::Event { .. } => {
            let pairs = entry.fields.iter();
            let pairs = pairs.map(|(name, value)| format!("{name}={}", visible(value)));
            pairs.collect::<Vec<_>>().join("; ")
        }
    }
}

/// Of a line: what was asked for, by whom, and what came of it.
pub fn gist(entry: &LogEntry) -> String {
    const NAMES: [&str; 6] = [
        "cs-method",
        "cs-uri-stem",
        "cs-username",
        "sc-status",
        "sc-substatus",
        "sc-win32-status",
    ];
    let fields = entry.fields.iter();
    let told = fields.filter(|(name, value)| NAMES.contains(name) && value != "-");
    let values = told.map(|(_, value)| value.as_str());
    values.collect::<Vec<_>>().join(" ")
}

/// The values of an event by which it is known at a glance; the others are the same in every such event, or each
/// computer's own.
pub fn telling(entry: &LogEntry) -> String {
    const NAMES: [&str; 22] = [
        "TargetUserName",
        "LogonType",
        "AuthenticationPackageName",
        "WorkstationName",
        "Workstation",
        "ServiceName",
        "TicketOptions",
        "Status",
        "SubStatus",
        "TransmittedServices",
        "User Name",
        "Logon Type",
        "Logon Process",
        "Authentication Package",
        "Workstation Name",
        "Logon account",
        "Source Workstation",
        "Error Code",
        "Service Name",
        "Failure Code",
        "Result Code",
        "Transited Services",
    ];
    let audited = entry.source == LogSource::Security;
    let fields = entry.fields.iter().filter(|(name, value)| {
        !matches!(value.as_str(), "" | "-") && (!audited || NAMES.contains(name))
    });
    let pairs = fields.map(|(name, value)| format!("{name}={}", visible(value.trim())));
    pairs.collect::<Vec<_>>().join(" ")
}

/// An event's number with who writes it; empty for what is no event.
pub fn number(entry: &LogEntry) -> String {
    match entry.record {
        EntryKind::Event { provider: "", id } => id.to_string(),
        EntryKind::Event { provider, id } => format!("{provider} {id}"),
        _ => String::new(),
    }
}

/// All lines as text, by computer.
pub fn text(logs: &[ComputerLog]) -> String {
    let mut text = format!("{}\n", say::LEGEND);
    for log in logs {
        text.push_str(&format!("\n{}\n", visible(&log.computer)));
        let mut heading = String::new();
        for entry in &log.entries {
            if entry.record == EntryKind::Line && heading != iis::heading(entry) {
                heading = iis::heading(entry);
                text.push_str(&format!("  {heading}\n"));
            }
            let (date, time) = date_and_time(entry.at);
            let mut parts = vec![say::source_name(entry.source).to_owned(), number(entry)];
            // A line of a log has its time itself.
            if entry.record != EntryKind::Line && entry.source != LogSource::SqlErrorlog {
                parts.insert(0, format!("{date} {time}"));
            }
            parts.push(line(entry));
            parts.push(trust(entry));
            parts.retain(|part| !part.trim().is_empty());
            text.push_str(&format!("  {}\n", parts.join(" | ")));
        }
    }
    text
}

/// How sure an entry is, and where it can be looked up.
fn trust(entry: &LogEntry) -> String {
    let cited = entry.cited.map(|source| source.label());
    let parts = [entry.confidence.map(|it| confidence(it).to_owned()), cited];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn confidence(confidence: Confidence) -> &'static str {
    say::confidence_name(confidence)
}

/// All lines as a table (RFC 4180), with the number of the step that each comes from, as people count.
pub fn csv(logs: &[ComputerLog], steps: &[Step]) -> String {
    let mut table =
        String::from("computer,log,time (UTC),event,line,step,confidence,source,note\r\n");
    for log in logs {
        for entry in &log.entries {
            let (date, time) = date_and_time(entry.at);
            let step = steps
                .iter()
                .position(|step| step.events.contains(&entry.event));
            let told = match entry.record {
                EntryKind::Silence | EntryKind::Unsourced => String::new(),
                _ => line(entry),
            };
            let cells = [
                visible(&log.computer),
                say::source_name(entry.source).to_owned(),
                format!("{date} {time}").trim().to_owned(),
                number(entry),
                told,
                step.map_or(String::new(), |step| (step + 1).to_string()),
                entry.confidence.map_or("none", confidence).to_owned(),
                entry.cited.map_or(String::new(), |source| source.label()),
                entry.note.to_owned(),
            ];
            table.push_str(&cells.map(|cell| quoted(&cell)).join(","));
            table.push_str("\r\n");
        }
    }
    table
}

/// A cell between quotation marks.
fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// A text that stays in its line.
fn visible(text: &str) -> String {
    let one = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(one).collect()
}
