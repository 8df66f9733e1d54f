//! Traffic as files that people take along.

use super::redacted::{nameless, redacted};
use super::{TrafficPicture, json, picture, rfc3339};
use crate::present::DomainControllers;
use crate::present::evidence::{CheckedProof, place, target};
use crate::present::export::{ExportFormat, ExportInput};
use crate::present::layout::Plan;
use crate::present::narration::traffic as said;
use crate::present::picture::{Picture, RunDrawing, still};
use crate::traffic::collection::Collection;

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
            _ => return drawn(self, &picture(of.collection, of.members)),
        };
        text.into_bytes()
    }
}

/// A picture, or a form of another program, of what is drawn.
fn drawn(kind: Export, picture: &TrafficPicture) -> Vec<u8> {
    let title = said::EXPORT_TITLE;
    drawn_as(picture, |drawing| match kind {
        Export::Of(form) => form.make(&ExportInput {
            title,
            drawing,
            sentences: &|step| picture.sentences.get(step).cloned(),
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

fn row(collection: &Collection, number: usize) -> Option<[String; 8]> {
    let attempt = collection.attempts.get(number)?;
    let first = attempt
        .legs
        .first()
        .and_then(|(_, leg)| collection.legs.get(*leg));
    let location = place(collection, attempt).map(|(file, location)| {
        let file = collection.files.get(file).map_or("", |file| &file.name);
        format!("{file}, {}", said::location(location))
    });
    let cells = [
        (number + 1).to_string(),
        first
            .and_then(|leg| leg.at)
            .map(rfc3339)
            .unwrap_or_default(),
        said::whole_who(collection, attempt),
        target(collection, attempt),
        said::how(attempt),
        said::result_name(attempt).to_owned(),
        said::because(attempt),
        location.unwrap_or_default(),
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
    for number in 0..collection.attempts.len() {
        if let Some(cells) = row(collection, number) {
            line(&cells);
        }
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
    let escape = |cell: &str| {
        let mut text = String::new();
        for c in cell.chars() {
            if matches!(c, '|' | '\\' | '`' | '*' | '_' | '<' | '[' | '#') {
                text.push('\\');
            }
            text.push(if c.is_control() { ' ' } else { c });
        }
        text
    };
    let mut lines = vec![
        format!("| {} |", COLUMNS.join(" | ")),
        format!("|{}", "---|".repeat(COLUMNS.len())),
    ];
    for number in 0..collection.attempts.len() {
        if let Some(cells) = row(collection, number) {
            let cells: Vec<String> = cells.iter().map(|it| escape(it)).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}
