//! A log that Log Parser, PowerShell, Excel or Log Analytics made a table of: its first line has the names of the columns, and
//! commas, semicolons or tabs part the cells.

use super::COLUMNS;
use super::request_kind::RequestKind;
use csv_core::{Reader, ReaderBuilder};
use std::borrow::Cow;

/// Columns that may stand beside the usual ones.
const MORE: [&str; 5] = [
    "s-sitename",
    "s-computername",
    "cs-version",
    "cs-host",
    "X-Forwarded-For",
];
/// Date and time in one column, as Log Analytics exports them.
pub(super) const TIME: &str = "TimeGenerated [UTC]";

/// What the first line of such a table says.
pub(super) struct Table {
    head: String,
    delimiter: u8,
    columns: Vec<String>,
    /// Reads rows that have quotes. Made once: that takes longer than reading a row.
    reader: Reader,
}

impl Table {
    /// The table that begins with this line.
    pub(super) fn of(line: &str) -> Option<Self> {
        // Most lines are none: this is asked of each. What begins with a mark is a directive of the log itself.
        if line.trim_start_matches('\u{feff}').starts_with('#')
            || !folded(line).contains("scstatus")
        {
            return None;
        }
        let tables = [b',', b';', b'\t'].into_iter().filter_map(|delimiter| {
            let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
            let names = cells(line, delimiter, &mut reader)?;
            let columns = names.iter().map(|it| known(it).to_owned()).collect();
            let head = line.trim_end().to_owned();
            Some(Self {
                head,
                delimiter,
                columns,
                reader,
            })
        });
        // A sentence that lists columns is no head of a table.
        let tables = tables.filter(|it| {
            it.columns
                .iter()
                .all(|name| name == TIME || !name.contains(' '))
        });
        let has = |it: &Self, name| it.columns.iter().any(|column| column == name);
        let mut tables = tables.filter(|it| has(it, "sc-status"));
        tables.find(|it| has(it, "cs-username") || has(it, "c-ip"))
    }

    /// Whether the line is the head again, as where one table was put behind another.
    pub(super) fn begins_again(&self, line: &str) -> bool {
        line.trim_end() == self.head
    }

    /// What a row is; nothing where it has not as many cells as there are columns. An empty one is one with a dash.
    pub(super) fn row(&mut self, line: &str) -> Option<RequestKind> {
        let cells = cells(line, self.delimiter, &mut self.reader)?;
        if cells.len() != self.columns.len() {
            return None;
        }
        let columns = self.columns.iter().map(String::as_str);
        let fields = columns.zip(&cells).map(|(name, cell)| match name {
            _ if cell.is_empty() => (name, "-"),
            // A database keeps the one with a midnight, and the other with some day.
            "date" => (name, cell.split_whitespace().next().unwrap_or(cell)),
            "time" => (name, without_day(cell)),
            _ => (name, &**cell),
        });
        Some(RequestKind::of(&fields.collect::<Vec<_>>()))
    }
}

fn cells<'l>(line: &'l str, delimiter: u8, reader: &mut Reader) -> Option<Vec<Cow<'l, str>>> {
    let line = line.trim_end_matches(['\r', '\n']);
    let bare = line.split(char::from(delimiter));
    if !line.contains('"') {
        return Some(bare.map(Cow::from).collect());
    }
    // What a quote hides parts no cells, so that there are no more than these.
    let mut ends = vec![0; bare.count()];
    let mut text = vec![0; line.len()];
    reader.reset();
    let (_, _, written, ended) = reader.read_record(line.as_bytes(), &mut text, &mut ends);
    let (text_left, ends_left) = text.get_mut(written..).zip(ends.get_mut(ended..))?;
    let (_, _, _, last) = reader.read_record(&[], text_left, ends_left);
    let ends = ends.get(..ended + last)?;
    let begins = std::iter::once(0).chain(ends.iter().copied());
    let cells = begins.zip(ends).map(|(from, &to)| {
        let cell = text.get(from..to)?;
        Some(String::from_utf8_lossy(cell).into_owned().into())
    });
    cells.collect()
}

/// The time of a cell that may have a day before it.
fn without_day(cell: &str) -> &str {
    match cell.trim().split_once(' ') {
        Some((day, time)) if !day.contains(':') => time,
        _ => cell.trim(),
    }
}

/// The name of a column as IIS writes it, which Log Analytics has without marks and with capitals: `csUserName`.
fn known(name: &str) -> &str {
    let name = name.trim();
    let mut all = COLUMNS.iter().chain(&MORE).copied();
    all.find(|it| folded(it) == folded(name)).unwrap_or(name)
}

fn folded(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|it| it.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use crate::traffic::files::{Format, format_of, iis};
    use crate::traffic::leg::{Leg, SkipReason};

    const W3C: &str = "#Fields: date time s-ip cs-method cs-uri-stem s-port cs-username c-ip sc-status sc-substatus sc-win32-status\n\
        2026-03-02 10:14:05 10.0.0.80 GET /orders 80 - 10.0.0.7 401 2 5\n\
        2026-03-02 10:14:06 10.0.0.80 GET /orders 80 CONTOSO\\alice 10.0.0.7 200 0 0\n\
        2026-03-02 10:14:07 10.0.0.80 GET /open 80 - 10.0.0.8 200 0 0\n";
    const HEAD: &str = "date,time,s-ip,cs-method,cs-uri-stem,s-port,cs-username,c-ip,sc-status,sc-substatus,sc-win32-status\r\n";

    /// What is told of each request, wherever it stands and whatever it was written in.
    fn told(log: &str) -> Vec<Leg> {
        assert_eq!(format_of(log.as_bytes()), Format::Iis, "{log}");
        let read = iis::read(log.as_bytes());
        assert_eq!((read.count, &read.skipped[..]), (3, &[][..]), "{log}");
        let legs = read.legs.into_iter().map(|leg| Leg {
            location: crate::traffic::leg::FileLocation {
                first: 0,
                last: 0,
                ..leg.location
            },
            message: [].into(),
            ..leg
        });
        legs.collect()
    }

    #[test]
    fn a_log_that_was_made_a_table_tells_what_the_log_does() {
        let w3c = told(W3C);
        assert_eq!(w3c.len(), 2);
        let rows = "2026-03-02,10:14:05,10.0.0.80,GET,/orders,80,,10.0.0.7,401,2,5\r\n\
            2026-03-02,10:14:06,10.0.0.80,GET,/orders,80,CONTOSO\\alice,10.0.0.7,200,0,0\r\n\
            2026-03-02,10:14:07,10.0.0.80,GET,/open,80,-,10.0.0.8,200,0,0\r\n";
        let quoted = |text: &str| {
            let lines = text.lines().map(|line| {
                let cells: Vec<String> = line.split(',').map(|it| format!("\"{it}\"")).collect();
                cells.join(",") + "\r\n"
            });
            lines.collect::<String>()
        };
        let log_parser = [HEAD, rows].concat();
        let powershell = format!(
            "#TYPE System.Management.Automation.PSCustomObject\r\n{}",
            quoted(&log_parser)
        );
        let excel = log_parser
            .replace(',', ";")
            .replace("2026-03-02", "02.03.2026");
        let tabs = log_parser.replace(',', "\t");
        let names = HEAD
            .replace("cs-username", "csUserName")
            .replace("sc-", "Sc");
        let analytics = [names.as_str(), rows].concat();
        let analytics = analytics.replacen("date,time", "\"TimeGenerated [UTC]\"", 1);
        let analytics = analytics.replace("2026-03-02,", "\"3/2/2026, ");
        let analytics = (5..8).fold(analytics, |text, second| {
            let at = format!("10:14:0{second}");
            text.replace(&at, &format!("{at}.000 AM\""))
        });
        let database = log_parser
            .replace("2026-03-02", "2026-03-02 00:00:00.000")
            .replace(",10:14", ",2000-01-01 10:14");
        for table in [log_parser, powershell, excel, tabs, database] {
            assert_eq!(told(&table), w3c, "{table}");
        }
        assert_eq!(format_of(analytics.as_bytes()), Format::Iis);
        let read = iis::read(analytics.as_bytes());
        assert_eq!(read.legs.len(), 2, "{analytics}");
        assert_eq!(read.legs[1].at, w3c[1].at);
        assert_eq!(read.skipped[0].reason, SkipReason::NoDayOrder);
    }

    #[test]
    fn a_row_that_is_cut_is_named_and_other_tables_are_none() {
        let cut = format!("{HEAD}2026-03-02,10:14:05,10.0.0.80,GET,/ord");
        let read = iis::read(cut.as_bytes());
        assert_eq!(read.skipped[0].reason, SkipReason::CutShort);
        for other in ["name,sc-status,why\na,401,b\n", "time;status;c-ip\n1;2;3\n"] {
            assert_eq!(format_of(other.as_bytes()), Format::Text, "{other}");
        }
    }

    #[test]
    fn what_only_looks_like_the_head_of_a_table_hides_no_log() {
        let tabs = W3C.lines().next().unwrap().replace(' ', "\t");
        let tabs = W3C.replace(W3C.lines().next().unwrap(), &tabs);
        let mail = format!("Hello, our log has date, time, c-ip, sc-status, see below:\n{W3C}");
        let again = format!("{tabs}{}", tabs.replace("/orders", "/others"));
        for (log, count) in [(tabs, 3_u64), (mail, 3), (again, 6)] {
            let read = iis::read(log.as_bytes());
            assert_eq!(
                (read.count, read.legs.len()),
                (count, if count == 3 { 2 } else { 4 }),
                "{log}"
            );
            assert!(read.legs.iter().all(|leg| leg.at.is_some()), "{log}");
        }
        let row =
            "2026-03-02,10:14:06,10.0.0.80,GET,/orders,80,CONTOSO\\alice,10.0.0.7,200,0,0\r\n";
        let read = iis::read([HEAD, row, HEAD, row].concat().as_bytes());
        assert_eq!((read.count, read.legs.len(), read.skipped.len()), (2, 2, 0));
    }
}
