//! Traffic as files that people take along.

use super::framing::framed;
use super::redacted::{nameless, redacted};
use super::{TrafficPicture, json, picture, rfc3339};
use crate::present::DomainControllers;
use crate::present::evidence::{CheckedProof, all_places, target};
use crate::present::export::{ExportFormat, ExportInput};
use crate::present::layout::Plan;
use crate::present::markdown::escaped;
use crate::present::narration::traffic as said;
use crate::present::picture::{Picture, RunDrawing, still};
use crate::traffic::collection::Collection;
use crate::traffic::leg::FileLocation;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// JSON, documented in examples/README.md.
    Json,
    /// The sign-ins as a table.
    Csv,
    /// The sign-ins as a table in Markdown.
    Markdown,
    /// The diagram as a picture.
    Svg,
    /// What the diagram shows, in a form of another program.
    Of(ExportFormat),
}

/// What an export is made of.
#[derive(Clone, Copy, Debug)]
pub struct Exported<'a> {
    /// What the files show.
    pub collection: &'a Collection,
    /// What was found of the proofs.
    pub proofs: &'a [Vec<CheckedProof>],
    /// The sign-ins that a capture or a diagram has, by their numbers.
    pub members: &'a [usize],
    /// Whether names and addresses are others, and what proves or opens something is cut.
    pub redacted: bool,
}

impl Export {
    /// All of them, in the order in which the page offers them.
    pub const ALL: [Self; 9] = [
        Self::Json,
        Self::Csv,
        Self::Markdown,
        Self::Svg,
        Self::Of(ExportFormat::PlayingSvg),
        Self::Of(ExportFormat::Pcapng),
        Self::Of(ExportFormat::Har),
        Self::Of(ExportFormat::Mermaid),
        Self::Of(ExportFormat::PlantUml),
    ];

    /// Those that are lists of sign-ins.
    pub const LISTS: [Self; 3] = [Self::Json, Self::Csv, Self::Markdown];

    /// What the list of exports calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Markdown => "Markdown",
            Self::Svg => "SVG",
            Self::Of(form) => form.name(),
        }
    }

    /// Whether it has all sign-ins, or one visit.
    pub fn is_of_all(self) -> bool {
        Self::LISTS.contains(&self)
    }

    /// Its name in a command.
    pub fn key(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Svg => "svg",
            Self::Of(form) => form.key(),
        }
    }

    /// The one of that name.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The name under which a browser saves it.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Json => "double-hop-traffic.json",
            Self::Csv => "double-hop-sign-ins.csv",
            Self::Markdown => "double-hop-sign-ins.md",
            Self::Svg => "double-hop.svg",
            Self::Of(form) => form.file_name(),
        }
    }

    /// The visit as a picture, of which a browser makes other formats.
    pub fn picture(of: &Exported<'_>) -> Picture {
        let drawn = match of.redacted {
            true => picture(&redacted(of.collection).0, of.members),
            false => picture(of.collection, of.members),
        };
        drawn_as(&drawn, |drawing| still(said::EXPORT_TITLE, drawing))
    }

    /// Whether such a file has anything in it.
    pub fn holds(self, of: &Exported<'_>) -> bool {
        match self {
            // Only then a picture is needed.
            Self::Of(form @ ExportFormat::Har) => {
                form.holds(&picture(of.collection, of.members).log)
            }
            _ => true,
        }
    }

    /// The bytes of such a file.
    pub fn make(self, of: &Exported<'_>) -> Vec<u8> {
        if of.redacted {
            let (collection, _) = redacted(of.collection);
            let proofs = of.proofs.iter().map(|all| nameless(all));
            let proofs: Vec<Vec<CheckedProof>> = proofs.collect();
            return self.make(&Exported {
                collection: &collection,
                proofs: &proofs,
                redacted: false,
                ..*of
            });
        }
        let text = match self {
            Self::Json => json(of.collection, of.proofs),
            Self::Csv => csv(of.collection),
            Self::Markdown => markdown(of.collection),
            _ => {
                let mut drawing = picture(of.collection, of.members);
                if self == Self::Of(ExportFormat::Pcapng) {
                    framed(of.collection, &mut drawing);
                }
                return drawn(self, &drawing, browser(of));
            }
        };
        text.into_bytes()
    }
}

/// The browser whose files show all of these sign-ins: what is made of them shows no more.
fn browser(of: &Exported<'_>) -> Option<&'static str> {
    let attempts = of
        .members
        .iter()
        .filter_map(|it| of.collection.attempts.get(*it));
    let flows = attempts.filter_map(|it| of.collection.flow(it));
    let mut files = flows.filter_map(|it| of.collection.files.get(it.file));
    let browser = files.next()?.writer_kind.browser()?;
    let alone = files.all(|it| it.writer_kind.browser() == Some(browser));
    alone.then_some(browser)
}

/// A picture, or a form of another program, of what is drawn.
fn drawn(kind: Export, picture: &TrafficPicture, browser: Option<&'static str>) -> Vec<u8> {
    let title = said::EXPORT_TITLE;
    drawn_as(picture, |drawing| match kind {
        Export::Of(form) => form.make(&ExportInput {
            title,
            drawing,
            sentences: &|step| picture.sentences.get(step).cloned(),
            browser,
        }),
        _ => still(title, drawing).svg.into_bytes(),
    })
}

/// What is made of a drawing of it.
fn drawn_as<T>(picture: &TrafficPicture, make: impl FnOnce(RunDrawing<'_>) -> T) -> T {
    let TrafficPicture {
        log,
        steps,
        labels,
        outcomes,
        ..
    } = picture;
    make(RunDrawing {
        log,
        steps,
        plan: &Plan::new(log, steps, DomainControllers::Shown),
        labels: &|step| labels.get(step).cloned(),
        outcomes,
    })
}

/// The columns of a table.
const COLUMNS: [&str; 8] = [
    "Number", "When", "Who", "To what", "How", "Result", "Because", "Where",
];

/// The rows of a table: each sign-in once, however many files show it.
fn rows(collection: &Collection) -> impl Iterator<Item = [String; 8]> {
    let places = all_places(collection).into_iter().enumerate();
    let once = places.filter(|(_, places)| !places.is_empty());
    once.filter_map(|(number, places)| row(collection, number, &places))
}

fn row(
    collection: &Collection,
    number: usize,
    places: &[(usize, FileLocation)],
) -> Option<[String; 8]> {
    let attempt = collection.attempts.get(number)?;
    let first = attempt
        .legs
        .first()
        .and_then(|(_, leg)| collection.legs.get(*leg));
    let cells = [
        (number + 1).to_string(),
        first
            .and_then(|leg| leg.at)
            .map(rfc3339)
            .unwrap_or_default(),
        said::whole_who(collection, attempt),
        target(collection, attempt),
        said::how_over(collection, attempt),
        said::result_name(attempt).to_owned(),
        said::explained(collection, attempt),
        said::whole_places(collection, places),
    ];
    Some(cells.map(|cell| said::cell(&cell)))
}

/// RFC 4180, in UTF-8 with its mark, which spreadsheets need.
fn csv(collection: &Collection) -> String {
    let mut text = String::from("\u{feff}");
    let mut line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell_of_csv(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    };
    line(&COLUMNS.map(str::to_owned));
    for cells in rows(collection) {
        line(&cells);
    }
    text
}

/// A spreadsheet takes what begins like a formula for one.
fn cell_of_csv(cell: &str) -> String {
    let unseen = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
    let first = cell.trim_start_matches(unseen);
    let formula = ['=', '+', '-', '@', '＝', '﹦', '＋', '－', '＠'];
    let guard = if first.starts_with(formula) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

fn markdown(collection: &Collection) -> String {
    let mut lines = vec![
        format!("| {} |", COLUMNS.join(" | ")),
        format!("|{}", "---|".repeat(COLUMNS.len())),
    ];
    for cells in rows(collection) {
        let cells: Vec<String> = cells.iter().map(|it| escaped(it)).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::evidence::{MissingInfo, shortages};
    use crate::traffic::attempts::AttemptOutcome;
    use crate::traffic::leg::Protocol;
    use crate::traffic::reader::TrafficReader;

    fn read(text: &[u8]) -> Collection {
        let mut reader = TrafficReader::new(text);
        reader.push(text);
        let mut collection = Collection::default();
        collection.take("file", reader.finish().unwrap());
        collection
    }

    fn shown(collection: &Collection) -> Exported<'_> {
        Exported {
            collection,
            proofs: &[],
            members: &[0],
            redacted: false,
        }
    }

    #[test]
    fn an_archive_says_that_basic_was_sent_and_what_was_in_tls() {
        let archive = r#"{"log": {"version": "1.2", "creator": {"name": "A", "version": "1"}, "entries": [
            {"startedDateTime": "2026-01-01T00:00:00Z", "time": 5,
                "request": {"method": "GET", "url": "https://web-01:8443/", "httpVersion": "HTTP/1.1",
                    "headers": [{"name": "Host", "value": "web-01:8443"},
                        {"name": "Authorization", "value": "Basic YWxpY2U6c2VjcmV0"}]},
                "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": []}}]}}"#;
        let first = read(archive.as_bytes());
        for redacted in [false, true] {
            let shown = Exported {
                redacted,
                ..shown(&first)
            };
            let kind = Export::Of(ExportFormat::Har);
            assert!(kind.holds(&shown));
            let again = kind.make(&shown);
            let text = String::from_utf8_lossy(&again);
            assert!(!text.contains("YWxpY2U6"), "{text}");
            let again = read(&again);
            let flow = again.flow(&again.attempts[0]).unwrap();
            assert_eq!(
                (flow.protocol, flow.server.port),
                (Protocol::Https, Some(8443))
            );
            let outcome = &again.attempts[0].outcome;
            assert!(
                matches!(outcome, AttemptOutcome::Accepted(_)),
                "{outcome:?}"
            );
            assert_eq!(said::how(&again.attempts[0]), "Basic");
        }
    }

    #[test]
    fn what_a_browser_does_not_show_is_open_in_what_is_made_of_its_file() {
        let archive = r#"{"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "entries": [
            {"startedDateTime": "2026-01-01T00:00:00Z", "time": 5,
                "request": {"method": "GET", "url": "http://web-01/", "httpVersion": "HTTP/1.1",
                    "headers": [{"name": "Host", "value": "web-01"}]},
                "response": {"status": 401, "statusText": "Unauthorized", "httpVersion": "HTTP/1.1",
                    "headers": [{"name": "WWW-Authenticate", "value": "Negotiate"}, {"name": "Content-Length", "value": "LENGTH"}],
                    "content": {"size": SIZE, "compression": HIDDEN}, "bodySize": COUNTED}}]}}"#;
        let lacks = |of: &Collection| -> Vec<MissingInfo> {
            shortages(of).into_iter().map(|it| it.lack).collect()
        };
        for (length, size, hidden, counted) in [
            ("18", "18", "-210", "228"),
            ("0", "0", "-210", "210"),
            ("18", "18", "0", "18"),
        ] {
            let archive = archive.replace("LENGTH", length).replace("SIZE", size);
            let archive = archive
                .replace("HIDDEN", hidden)
                .replace("COUNTED", counted);
            let first = read(archive.as_bytes());
            let told = |of: &Collection| {
                (
                    said::explained(of, &of.attempts[0]),
                    of.attempts[0].hidden,
                    lacks(of),
                )
            };
            for redacted in [false, true] {
                let shown = Exported {
                    redacted,
                    ..shown(&first)
                };
                let again = read(&Export::Of(ExportFormat::Har).make(&shown));
                assert_eq!(told(&again), told(&first));
                let again = read(&Export::Of(ExportFormat::Pcapng).make(&shown));
                assert_eq!(again.attempts[0].outcome, AttemptOutcome::Incomplete);
                assert!(!lacks(&again).contains(&MissingInfo::Cut));
            }
        }
    }

    #[test]
    fn what_has_no_http_has_nothing_for_an_archive() {
        let log = "Current LogonId is 0:0x3e7\r\n\r\nCached Tickets: (1)\r\n\r\n#0>     Client: alice @ CONTOSO.EXAMPLE\r\n\
            \u{20}       Server: HTTP/web-01 @ CONTOSO.EXAMPLE\r\n        KerbTicket Encryption Type: AES-256-CTS-HMAC-SHA1-96\r\n\
            \u{20}       Start Time: 7/1/2024 10:00:00 (local)\r\n";
        let collection = read(log.as_bytes());
        assert_eq!(collection.attempts.len(), 1);
        for kind in Export::ALL {
            let empty = kind == Export::Of(ExportFormat::Har);
            assert_eq!(kind.holds(&shown(&collection)), !empty, "{kind:?}");
        }
    }
}
