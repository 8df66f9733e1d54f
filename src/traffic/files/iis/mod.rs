//! Logs of IIS in the W3C format: a line for each request, under columns that may change from one line to the next. Times
//! are UTC, a space within a value is `+`, none is `-`. IIS has two other formats.

mod headless;
mod other_formats;
mod request;

use super::characters::{self, text, utf8};
use super::leg::{Contents, FileLocation, SkipReason, Skipped, Timestamp, Unit};
use super::log_record::{LogFlows, LogRecord};
use super::timestamp;
use request::leg;

/// The columns of IIS 8 and later, unless somebody chose others; before them `cs(Referer)` was not there.
pub const COLUMNS: [&str; 15] = [
    "date",
    "time",
    "s-ip",
    "cs-method",
    "cs-uri-stem",
    "cs-uri-query",
    "s-port",
    "cs-username",
    "c-ip",
    "cs(User-Agent)",
    "cs(Referer)",
    "sc-status",
    "sc-substatus",
    "sc-win32-status",
    "time-taken",
];

/// Whether this, which may be the beginning of a file, is such a log: by its head, or by the shape of its first line.
pub fn is(bytes: &[u8]) -> bool {
    let text = text(bytes);
    let head = |line: &str| {
        line.starts_with("#Software: Microsoft Internet Information")
            || line.starts_with("#Fields:")
    };
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    text.lines().take(20).any(head)
        || headless::columns(first).is_some()
        || other_formats::is(first)
}

/// Reads the log. Lines that somebody's mail program wrapped are joined again.
pub fn read(bytes: &[u8]) -> Contents {
    let text = utf8(bytes);
    let mut reading = Reading::default();
    reading.contents.format = "IIS W3C log".to_owned();
    let mut at = 0;
    for (number, line) in (1_u32..).zip(text.split_inclusive(|it| *it == b'\n')) {
        let whole = line.ends_with(b"\n");
        let text = characters::line(line);
        match other_formats::read(&text).filter(|_| reading.columns.is_empty()) {
            Some((format, record)) => reading.other(format, record, number, text.trim_end()),
            None => reading.line(&text, number, at, whole),
        }
        at += line.len();
    }
    reading.flush();
    // A log of which nothing but the head was written yet is one.
    let headed = !reading.columns.is_empty() || reading.contents.writer.is_some();
    if reading.requests == 0 && reading.contents.skipped.is_empty() && !headed {
        reading.contents.skipped.push(Skipped {
            reason: SkipReason::Unknown,
            location: None,
        });
    }
    if reading.zoneless {
        reading.contents.skipped.push(Skipped {
            reason: SkipReason::NoZone,
            location: None,
        });
    }
    reading.contents.count = reading.requests;
    reading.contents.flows = reading.flows.into_vec();
    reading.contents
}

#[derive(Default)]
struct Reading {
    contents: Contents,
    flows: LogFlows,
    columns: Vec<String>,
    /// The line before was `#Fields`, or went on with it.
    in_columns: bool,
    /// The date of the head, for logs that have no column for it.
    date: Option<String>,
    open: Option<Open>,
    requests: u64,
    /// A line's time has no zone.
    zoneless: bool,
}

/// A request whose line may go on.
struct Open {
    first: u32,
    last: u32,
    /// The byte that it begins at.
    at: usize,
    pieces: Vec<String>,
    words: usize,
    whole: bool,
}

impl Reading {
    fn line(&mut self, line: &str, number: u32, at: usize, whole: bool) {
        let line = line.trim_end_matches(['\n', '\r', '\0']);
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
            0 => open.words >= headless::MOST || self.whole(&open.pieces).is_some(),
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
            let what = if open.whole {
                SkipReason::Malformed(open.at as u64)
            } else {
                SkipReason::CutShort
            };
            self.contents.skipped.push(Skipped {
                reason: what,
                location: Some(location),
            });
            return;
        };
        let mut record = LogRecord::new(location);
        let values = text.split_whitespace().map(str::to_owned);
        record.fields = columns.into_iter().zip(values).collect();
        record.at = self.timestamp(&record);
        record.zone_known = true;
        self.take(record, &text);
    }

    /// Takes a line of another format.
    fn other(&mut self, format: &str, mut record: LogRecord, number: u32, line: &str) {
        if self.requests == 0 {
            format.clone_into(&mut self.contents.format);
        }
        (record.location.first, record.location.last) = (number, number);
        self.take(record, line);
    }

    fn take(&mut self, mut record: LogRecord, line: &str) {
        self.requests += 1;
        self.zoneless |= record.at.is_some() && !record.zone_known;
        record.source = Some("IIS".to_owned());
        record.computer = record.get("s-computername").map(str::to_owned);
        let status = record
            .number("sc-status")
            .and_then(|it| u16::try_from(it).ok());
        if record.get("cs-username").is_some() || matches!(status, Some(401 | 407)) {
            let leg = leg(&record, status, line, &mut self.flows);
            self.contents.legs.push(leg);
        }
    }

    /// The line in one piece, with its columns: a break stands for a space, or for nothing.
    fn whole(&self, pieces: &[String]) -> Option<(String, Vec<String>)> {
        for between in [" ", ""] {
            let text = pieces.join(between);
            if self.columns.is_empty() {
                if let Some(columns) = headless::columns(&text) {
                    let columns = columns.into_iter().map(str::to_owned).collect();
                    return Some((text, columns));
                }
            } else if text.split_whitespace().count() == self.columns.len() {
                return Some((text, self.columns.clone()));
            }
        }
        None
    }

    fn timestamp(&self, record: &LogRecord) -> Option<Timestamp> {
        let date = record.get("date").or(self.date.as_deref())?;
        timestamp::iso(&format!("{date} {}", record.get("time")?))
    }
}

/// Whether a line begins with a date or a time.
fn begins(line: &str) -> bool {
    let shape: Vec<u8> = line
        .bytes()
        .take(10)
        .map(|it| if it.is_ascii_digit() { b'0' } else { it })
        .collect();
    shape == b"0000-00-00" || shape.starts_with(b"00:00:00")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::leg::{Leg, SentCredential, Status};

    #[test]
    fn columns_change_and_lines_wrap() {
        let text = "#Fields: date time cs-method cs-uri-stem cs-username c-ip\r\n sc-status sc-substatus\r\n\
            2024-03-22 00:52:46 GET /a - 10.0.0.1 401 2\r\n\
            2024-03-22 00:52:47 GET /a c\\al+\r\nice 10.0.0.1 200 0\r\n\
            2024-03-22 00:52:48 GET /a c\\bob\r\n10.0.0.1 200 0\r\n\
            #Date: 2024-03-23 00:00:00\r\n#Fields: time c-ip cs-username sc-status\r\n\
            00:00:01 10.0.0.2 c\\eve 500\r\n00:00:02 10.0.0.2 - 200\r\n00:00:03 10.0";
        let read = read(text.as_bytes());
        let user = |leg: &Leg| match &leg.credential {
            Some(SentCredential::Clear(_, user, None)) => user.clone(),
            _ => String::new(),
        };
        let users: Vec<_> = read.legs.iter().map(user).collect();
        assert_eq!(users, ["", "c\\al ice", "c\\bob", "c\\eve"]);
        let location = read.legs[2].location;
        assert_eq!((location.first, location.last), (6, 7));
        assert_eq!(read.legs[3].at, timestamp::iso("2024-03-23T00:00:01Z"));
        assert_eq!((read.count, read.flows.len()), (5, 2));
        assert_eq!(read.skipped[0].reason, SkipReason::CutShort);
    }

    #[test]
    fn a_refusal_is_a_sign_in_of_whom_the_log_does_not_name() {
        let line = |sub: &str| {
            format!("2024-03-22 10:00:01 10.0.0.80 GET /a - 80 - 10.0.0.5 UA - 401 {sub} 15\n")
        };
        let text = ["2 5", "1 2148074254", "1 1326"].map(line).concat();
        let read = read(text.as_bytes());
        let told = read
            .legs
            .iter()
            .map(|leg| (leg.credential.is_some(), leg.windows));
        let expected = [
            (false, None),
            (false, Some(0x8009_030E)),
            (true, Some(1326)),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        let found = crate::traffic::attempts::attempts(&read.flows, &read.legs);
        assert_eq!(found.len(), 1);
        assert!(found[0].is_refused() && found[0].facts.user.is_none());
        assert_eq!(found[0].legs.len(), 3);
    }

    #[test]
    fn whether_refusals_before_it_fit_ntlm_is_told_from_what_they_refuse() {
        let how = |refused: &[(&str, &str)]| {
            let refused = refused.iter().map(|(path, why)| {
                format!(
                    "2024-03-22 10:00:01 10.0.0.80 GET {path} - 80 - 10.0.0.5 UA - 401 {why} 15\n"
                )
            });
            let opened =
                "2024-03-22 10:00:02 10.0.0.80 GET /a - 80 c\\al 10.0.0.5 UA - 200 0 0 15\n";
            let text: String = refused.chain([opened.to_owned()]).collect();
            let read = read(text.as_bytes());
            crate::traffic::attempts::attempts(&read.flows, &read.legs)[0].challenged
        };
        assert!(how(&[("/a", "2 5"), ("/a", "1 2148074254")]));
        assert!(how(&[("/a", "1 2148074254")]));
        assert!(!how(&[("/a", "2 5")]));
        // Each request is asked by itself.
        assert!(!how(&[("/a", "2 5"), ("/b", "2 5")]));
        assert!(!how(&[]));
    }

    #[test]
    fn a_host_with_its_port_and_a_file_that_is_denied() {
        let text = "#Fields: date time s-port cs-username cs-host sc-status sc-substatus sc-win32-status\n\
            2024-03-22 10:00:01 8080 c\\eve web:8080 401 3 5\n";
        let read = read(text.as_bytes());
        let server = &read.flows[0].server;
        assert_eq!(
            (server.name.as_deref(), server.port),
            (Some("web"), Some(8080))
        );
        assert_eq!(read.legs[0].target.as_deref(), Some("web:8080"));
        assert_eq!(read.legs[0].windows, Some(5));
    }

    #[test]
    fn a_log_without_its_head() {
        let line = "2024-03-22 00:53:06 10.0.0.9 GET /x q=1 80 c\\al 10.0.0.1 Moz - 200 0 0 31";
        for line in [line.to_owned(), line.replace(" - 200", " 200")] {
            assert!(is(line.as_bytes()), "{line}");
            let read = read(line.as_bytes());
            assert_eq!(read.legs[0].status, Some(Status::Http(200)));
            assert_eq!(read.legs[0].request.as_deref(), Some("GET /x?q=1"));
        }
    }
    #[test]
    fn a_name_in_ansi_is_read() {
        let log = b"#Fields: date time cs-method cs-uri-stem cs-username sc-status\n\
            2026-01-01 00:00:01 GET / CONTOSO\\j\xfcrgen 200\n";
        let legs = read(log).legs;
        let user = |leg: &Leg| match &leg.credential {
            Some(SentCredential::Clear(_, user, _)) => Some(user.clone()),
            _ => None,
        };
        assert_eq!(
            legs.iter().find_map(user).as_deref(),
            Some("CONTOSO\\jürgen")
        );
    }
}
