//! The lines of a log: the columns that its head names, the requests under them, and lines that somebody's mail program wrapped.

use super::cells::cells;
use super::request::leg;
use super::request_kind::{NAME, RequestKind, is_user};
use super::table::{self, Table};
use super::{headless, other_formats};
use crate::traffic::file_format::Format;
use crate::traffic::files::day_order::DayOrder;
use crate::traffic::files::log_record::{LogFlows, LogRecord};
use crate::traffic::files::timestamp;
use crate::traffic::leg::{Contents, FileLocation, SkipReason, Skipped, Timestamp, Unit};
use std::borrow::Cow;
use std::collections::HashSet;

/// So many requests with sign-ins are kept, which take about 300 MB: a log may hold any number.
const MOST_REQUESTS: usize = 400_000;

/// What was read of a log so far.
#[derive(Default)]
pub(super) struct LogLines {
    contents: Contents,
    flows: LogFlows,
    columns: Vec<String>,
    /// The columns, where the log was made a table.
    table: Option<Table>,
    /// The line before was `#Fields`, or went on with it.
    in_columns: bool,
    /// The date of the head, for logs that have no column for it.
    date: Option<String>,
    open: Option<Open>,
    requests: u64,
    /// The lines of sign-ins behind the last one that is kept.
    left_out: Option<FileLocation>,
    /// In a log without names: which requests of whom are refused, whose answer may follow.
    asked: HashSet<(Option<String>, Option<String>)>,
    /// The log has refusals, and no column for names.
    nameless: bool,
    /// Lines of no web server.
    others: Option<FileLocation>,
    /// A line's time has no zone.
    zoneless: bool,
    /// In a line's date the day and the month may be the other way round.
    doubtful: bool,
}

/// A request whose line may go on.
struct Open {
    first: u32,
    last: u32,
    /// The byte that it begins at.
    at: u64,
    pieces: Vec<String>,
    words: usize,
    whole: bool,
}

impl LogLines {
    /// Reads a line of that number, which begins at that byte; whether its end is there.
    pub(super) fn line(&mut self, line: &str, number: u32, at: u64, whole: bool) {
        // A log of its own may follow.
        self.table = self.table.take().filter(|_| !line.starts_with('#'));
        if let Some(table) = &mut self.table {
            if table.begins_again(line) {
                return;
            }
            let row = table.row(line);
            return self.row(row, line, number, (at, whole));
        }
        if self.columns.is_empty() && self.requests == 0 {
            self.table = Table::of(line);
        }
        if self.table.is_some() {
            return;
        }
        if self.columns.is_empty()
            && let Some((format, record)) = other_formats::read(line)
        {
            return self.other(format, record, number, line.trim_end());
        }
        let line = bare(line.trim_end_matches(['\n', '\r', '\0']));
        let words = line.split_whitespace().count();
        if words == 0 {
            return;
        }
        if let Some(directive) = line.strip_prefix('#') {
            self.flush();
            self.directive(directive);
            return;
        }
        let first = self.columns.first().map_or("date", String::as_str);
        let dated = matches!(first, "date" | "time");
        if self.in_columns && dated && !begins(line) {
            self.columns
                .extend(line.split_whitespace().map(str::to_owned));
            return;
        }
        self.in_columns = false;
        let going_on = self.open.as_ref().is_some_and(|it| !self.is_whole(it));
        match &mut self.open {
            Some(open) if dated && !begins(line) && going_on => {
                open.last = number;
                open.words += words;
                open.whole = whole;
                open.pieces.push(line.to_owned());
            }
            _ => {
                self.flush();
                if !dated || begins(line) {
                    let pieces = vec![line.to_owned()];
                    self.open = Some(Open {
                        first: number,
                        last: number,
                        at,
                        pieces,
                        words,
                        whole,
                    });
                }
            }
        }
    }

    /// How many lines have to do with signing in.
    pub(super) fn found(&self) -> usize {
        self.contents.legs.len()
    }

    /// What is in the log.
    pub(super) fn finish(mut self) -> Contents {
        self.flush();
        // A log of which nothing but the head was written yet is one.
        let headed =
            !self.columns.is_empty() || self.table.is_some() || self.contents.writer.is_some();
        let nothing = self.requests == 0 && self.contents.skipped.is_empty();
        for (holds, reason, location) in [
            (nothing && !headed, SkipReason::Unknown, None),
            (nothing && headed, SkipReason::NoRequests, None),
            (self.nameless, SkipReason::NoNames, None),
            (self.others.is_some(), SkipReason::NoWeb, self.others),
            (self.zoneless, SkipReason::NoZone, None),
            (self.doubtful, SkipReason::NoDayOrder, None),
            (self.left_out.is_some(), SkipReason::TooMany, self.left_out),
        ] {
            let skipped = Skipped { reason, location };
            self.contents.skipped.extend(holds.then_some(skipped));
        }
        if self.contents.format.kind == Format::Unknown {
            self.contents.format = Format::Iis.into();
        }
        self.contents.count = self.requests;
        self.contents.flows = self.flows.into_vec();
        self.contents
    }

    fn directive(&mut self, text: &str) {
        let Some((name, value)) = text.split_once(':') else {
            return;
        };
        match name.trim() {
            "Fields" => {
                self.columns = value.split_whitespace().map(str::to_owned).collect();
                self.in_columns = true;
            }
            "Date" => self.date = value.split_whitespace().next().map(str::to_owned),
            "Software" => self.contents.writer = Some(value.trim().to_owned()),
            _ => {}
        }
    }

    /// Whether a line has all its columns.
    fn is_whole(&self, open: &Open) -> bool {
        match self.columns.len() {
            0 => open.words >= headless::MOST_COLUMNS || self.whole(&open.pieces).is_some(),
            wanted => open.words >= wanted,
        }
    }

    fn flush(&mut self) {
        let Some(open) = self.open.take() else {
            return;
        };
        let location = FileLocation {
            unit: Unit::Line,
            first: open.first,
            last: open.last,
        };
        let Some((text, columns)) = self.whole(&open.pieces) else {
            return self.unread(location, open.at, open.whole);
        };
        let cells = cells(&text, &columns);
        let fields: Vec<_> = columns.into_iter().zip(cells).collect();
        let kind = RequestKind::of(&fields);
        let text = text.into_owned();
        self.request(kind, location, &text);
    }

    /// Takes a row of a table, which begins at that byte of the log; whether its end is there.
    fn row(&mut self, row: Option<RequestKind>, line: &str, number: u32, (at, whole): (u64, bool)) {
        let line = line.trim();
        let location = FileLocation {
            unit: Unit::Line,
            first: number,
            last: number,
        };
        match row {
            Some(kind) => self.request(kind, location, line),
            None if line.is_empty() => {}
            None => self.unread(location, at, whole),
        }
    }

    fn unread(&mut self, location: FileLocation, at: u64, whole: bool) {
        let reason = match whole {
            true => SkipReason::Malformed(at),
            false => SkipReason::CutShort,
        };
        self.contents.skipped.push(Skipped {
            reason,
            location: Some(location),
        });
    }

    fn request(&mut self, kind: RequestKind, location: FileLocation, text: &str) {
        match kind {
            RequestKind::NoWeb => {
                self.requests += 1;
                self.others.get_or_insert(location).last = location.last;
            }
            RequestKind::Open => self.requests += 1,
            RequestKind::SignIn(fields) => {
                let mut record = LogRecord::new(location);
                record.fields = fields;
                record.at = self.timestamp(&record);
                let local = record.get("time").is_none() && record.get("time-local").is_some();
                record.zone_known = !local;
                self.take(record, text);
            }
        }
    }

    /// Takes a line of another format.
    fn other(&mut self, format: Format, mut record: LogRecord, number: u32, line: &str) {
        if self.requests == 0 {
            self.contents.format = format.into();
        }
        (record.location.first, record.location.last) = (number, number);
        self.take(record, line);
    }

    fn take(&mut self, mut record: LogRecord, line: &str) {
        self.requests += 1;
        self.zoneless |= record.at.is_some() && !record.zone_known;
        record.source = Some("IIS".to_owned());
        record.computer = record.get("s-computername").map(str::to_owned);
        let status = record.number("sc-status");
        let status = status.and_then(|it| u16::try_from(it).ok());
        let refused = matches!(status, Some(401 | 407));
        if !record.fields.iter().any(|(name, _)| is_user(name)) {
            self.nameless |= refused;
            let text = |name| record.get(name).map(str::to_owned);
            let asked = (text("c-ip"), text("cs-uri-stem"));
            if refused && self.contents.legs.len() < MOST_REQUESTS {
                self.asked.insert(asked);
            } else if status.is_some_and(|it| it < 400) && self.asked.remove(&asked) {
                record.fields.push((NAME.to_owned(), String::new()));
            }
        }
        let named = record.fields.last().is_some_and(|(name, _)| name == NAME);
        if named || record.get(NAME).is_some() || refused {
            if self.contents.legs.len() >= MOST_REQUESTS {
                self.left_out.get_or_insert(record.location).last = record.location.last;
                return;
            }
            let leg = leg(&record, status, line, &mut self.flows);
            self.contents.legs.push(leg);
        }
    }

    /// The line in one piece, with its columns: a break stands for a space, or for nothing.
    fn whole<'a>(&'a self, pieces: &'a [String]) -> Option<(Cow<'a, str>, Vec<&'a str>)> {
        for between in [" ", ""] {
            let text = match pieces {
                [all] => Cow::Borrowed(all.as_str()),
                _ => Cow::Owned(pieces.join(between)),
            };
            if self.columns.is_empty() {
                if let Some(columns) = headless::columns(&text) {
                    return Some((text, columns));
                }
            } else if cells(&text, &self.columns).len() == self.columns.len() {
                return Some((text, self.columns.iter().map(String::as_str).collect()));
            }
        }
        None
    }

    fn timestamp(&mut self, record: &LogRecord) -> Option<Timestamp> {
        let date = record.get("date").or(self.date.as_deref());
        let whole = date.zip(record.get("time"));
        // Advanced Logging may have those of the computer alone.
        let local = || record.get("date-local").zip(record.get("time-local"));
        let whole = whole.or_else(local);
        let whole = whole.map(|(date, time)| format!("{date} {time}"));
        let whole = whole.or_else(|| record.get(table::TIME).map(str::to_owned))?;
        timestamp::iso(&whole).or_else(|| {
            // Spreadsheets write dates as their computer does.
            self.doubtful |= DayOrder::of(&whole).1;
            timestamp::local(&whole)
        })
    }
}

/// A line without what it is set in by, or what grep puts before it: the file's name and a number.
pub(super) fn bare(line: &str) -> &str {
    let line = line.trim_start();
    if begins(line) || line.starts_with('#') {
        return line;
    }
    let is_line = |it: &&str| dated(it) || matches!(it.as_bytes(), [b'#', b'A'..=b'Z', ..]);
    let behind = line.match_indices(':').take(4);
    let mut starts = behind.filter_map(|(at, _)| line.get(at + 1..));
    starts.find(is_line).unwrap_or(line)
}

/// Whether a line begins with a date and a time.
fn dated(line: &str) -> bool {
    begins(line) && line.get(11..).is_some_and(begins)
}

/// Whether a line begins with a date or a time.
pub(super) fn begins(line: &str) -> bool {
    let fits = |(byte, shape): (u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        other => byte == *other,
    };
    let has = |shape: &[u8]| line.len() >= shape.len() && line.bytes().zip(shape).all(fits);
    has(b"0000-00-00") || has(b"00:00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_is_all_head_has_no_requests() {
        let mut lines = LogLines::default();
        lines.line(
            "#Software: Microsoft Internet Information Services 10.0\n",
            1,
            0,
            true,
        );
        let reason = |lines: LogLines| lines.finish().skipped.pop().map(|it| it.reason);
        assert_eq!(reason(lines), Some(SkipReason::NoRequests));
        let mut lines = LogLines::default();
        lines.line(
            "#Fields: date time c-ip cs-username sc-status\n",
            1,
            0,
            true,
        );
        lines.line("2026-11-26 09:00:00 10.0.0.7 - 200\n", 2, 0, true);
        assert_eq!(reason(lines), None);
    }

    #[test]
    fn what_is_behind_the_last_sign_in_that_is_kept_is_named() {
        let mut lines = LogLines::default();
        lines.line(
            "#Fields: date time c-ip cs-username sc-status\n",
            1,
            0,
            true,
        );
        let most = u32::try_from(MOST_REQUESTS).unwrap();
        for number in 2..most + 5 {
            let line = "2026-11-26 09:00:00 10.0.0.7 CONTOSO\\alice 200\n";
            lines.line(line, number, 0, true);
        }
        let read = lines.finish();
        assert_eq!(
            (read.legs.len(), read.count),
            (MOST_REQUESTS, u64::from(most) + 3)
        );
        assert_eq!(read.skipped.len(), 1);
        assert_eq!(read.skipped[0].reason, SkipReason::TooMany);
        let lines = read.skipped[0].location.map(|it| (it.first, it.last));
        assert_eq!(lines, Some((most + 2, most + 4)));
    }
}
