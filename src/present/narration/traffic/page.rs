//! What the page says around other people's traffic: of the files, of what can be taken along, of what is assumed.

use super::units_name;
use crate::present::evidence::Assumption;
use crate::present::foreign::cut;
use crate::present::narration::names::LONG;
use crate::traffic::collection::{Collection, TrafficFile};
use crate::traffic::file_format::Format;
use crate::traffic::leg::{Skipped, Unit};

/// Files without a sign-in.
pub const NOTHING_FOUND: &str = "No sign-in was found in these files. On the right is what was read and what was not; more files can be added.";
/// Above the list, in the order of its columns.
pub const HEADS: [&str; 7] = ["#", "Who", "To what", "How", "When", "Result", "Where"];
/// Above the files that have every sign-in.
pub const EXPORT_ALL: &str = "All sign-ins";
/// Above those that have what the diagram shows.
pub const EXPORT_VISIT: &str = "What the diagram shows";
/// The button that shows which names stand for which.
pub const PREVIEW: &str = "Preview what changes";

/// What becomes of names in a file.
pub fn redaction(on: bool) -> &'static str {
    match on {
        true => {
            "Names of people, computers and domains and their addresses are others, proofs, tickets and keys are cut, and so is what is not understood. How each sign-in ends stays."
        }
        false => {
            "Not redacted: names, addresses, proofs and tickets are in the file as they were sent, and in a capture passwords that were sent in clear too; other files leave those out."
        }
    }
}

/// So many more names are replaced than are shown.
pub fn more_replaced(count: usize) -> String {
    format!("and {count} more")
}

/// The title of lists of sign-ins that are exported.
pub const EXPORT_TITLE: &str = "Sign-ins, as traffic shows them";
/// What was pasted, in the place of a file's name.
pub const PASTED: &str = "pasted text";
/// The name of the example.
pub const EXAMPLE_FILE: &str = "two-hops.pcapng";
/// The button that draws it.
pub const EXAMPLE: &str = "Two hops in a capture";
/// The button that draws what was pasted.
pub const DRAW: &str = "Draw its sign-ins";
/// Above what is said of files without a sign-in.
pub const WHAT_WAS_READ: &str = "What was read, and what was not";

/// What was not read, and where.
pub fn skipped(skipped: &Skipped) -> String {
    let reason = super::skip_reason(&skipped.reason);
    match skipped.location {
        Some(location) => format!("{reason} ({})", super::location(location)),
        None => reason,
    }
}

/// What a file of keys is called in the list of files.
pub const KEYS: &str = "keys";
/// The same where its name is not to be seen.
pub const KEY_FILE: &str = "a file of keys";
/// What the box for redacting does.
pub const REDACT: &str =
    "What leaves this page has other names and addresses, and no proofs, tickets or keys";
/// Of a sign-in that the filter does not let through, for whoever only hears it.
pub const DOES_NOT_MATCH: &str = "does not match";
/// What hiding names does.
pub const HIDE: &str = "On the screen too, names and addresses are others";
/// What becomes of a proof's reasons in a redacted file.
pub const PROOF_REDACTED: &str = "Checked before names and proofs were taken out.";
/// In the empty filter: what its words are looked for in.
pub const FILTER: &str = "user, host, scheme, result";
/// What is missing of the sign-in that is shown.
pub const MISSING: &str = "What is missing, and how to get it";
/// How proofs are checked.
pub const VERIFY_HOW: &str = "Every sign-in is checked at once. A keytab or a credential cache that is dropped here opens tickets. It is kept in this page and nowhere else.";

/// What a file is, in a line.
pub fn file(file: &TrafficFile) -> String {
    let (one, several) = match file.format.kind {
        capture if capture.is_capture() => ("packet", "packets"),
        Format::Har | Format::Saz | Format::Burp | Format::Mitmproxy => ("entry", "entries"),
        Format::NetLog | Format::WindowsEvents | Format::Evtx => ("event", "events"),
        Format::Klist => ("ticket", "tickets"),
        _ => ("line", "lines"),
    };
    let counted = match file.count {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    };
    let said = match &file.writer {
        Some(writer) => {
            let writer = writer.split(" (Git").next().unwrap_or(writer);
            format!("{}, {}", cut(writer, LONG), file.format)
        }
        None => file.format.to_string(),
    };
    let lost = file.skipped.iter().filter(|it| it.is_loss()).count();
    match (file.count, lost) {
        (_, 0) => format!("{said} · {counted}"),
        (0, _) => format!("{said} · not read"),
        (_, 1) => format!("{said} · {counted} · 1 part not read"),
        (_, count) => format!("{said} · {counted} · {count} parts not read"),
    }
}

/// How several files fit together.
pub fn joined(collection: &Collection) -> String {
    // What was not read is no part of it.
    let read = || collection.files.iter().filter(|file| file.count > 0);
    let later = || read().skip(1);
    let joined = later().find(|file| file.joined.is_some());
    let Some(second) = joined.or(later().next()) else {
        return String::new();
    };
    let by = match second.joined {
        Some(port) => format!("Joined by port {port}"),
        None if read().count() > 2 => "No connection is in more than one file".to_owned(),
        None => "No connection is in both files".to_owned(),
    };
    if !second.aligned {
        return format!("{by}; their clocks are taken as they are.");
    }
    let apart = second.shift.unsigned_abs() / 1_000_000;
    match apart {
        0 => format!("{by}; their clocks agree."),
        millis => format!(
            "{by}; clocks {}.{:03} s apart, aligned.",
            millis / 1_000,
            millis % 1_000
        ),
    }
}

/// The days that sign-ins are of, from the first to the last, and whether any file tells the zone of its times.
pub fn days(days: &Option<(String, String)>, zoned: bool) -> Option<String> {
    let (first, last) = days.as_ref()?;
    let zone = match zoned {
        true => "UTC",
        false => "local time",
    };
    Some(match first == last {
        true => format!("{first}, {zone}"),
        false => format!("{first} to {last}, {zone}"),
    })
}

/// How far a file is read.
pub fn reading(name: &str, percent: u8, (unit, count): (Unit, u64), found: usize) -> String {
    let name = cut(name, LONG);
    match count {
        // A file that is read as a whole tells nothing before its end.
        0 => format!("{name}: {percent} %"),
        _ => {
            let units = units_name(unit);
            format!("{name}: {percent} %, {count} {units}, {found} messages of sign-ins so far")
        }
    }
}

/// What a computer is in a picture of traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneRole {
    /// It signs in, and nobody at it.
    Client,
    /// Somebody signs in at it.
    Server,
    /// Somebody signs in at it, and it signs in elsewhere.
    Between,
    /// It answers requests for tickets: a KDC.
    GivesTickets,
}

/// What a computer is in this picture.
pub fn lane(role: LaneRole) -> &'static str {
    match role {
        LaneRole::Client => "client",
        LaneRole::Server => "server",
        LaneRole::Between => "server, then client of the next",
        LaneRole::GivesTickets => "gives tickets",
    }
}

/// Above the bytes of a message whose body was not kept.
pub const BODY_NOT_KEPT: &str = "Its body is not kept here: what signs in stands in the head.";

/// How many others lack something.
pub fn missing_elsewhere(count: usize) -> String {
    match count {
        1 => "Missing elsewhere: 1".to_owned(),
        count => format!("Missing elsewhere: {count}"),
    }
}

/// Leads from what logs say of a sign-in to its causes.
pub const FIND_CAUSES: &str = "Find its causes";

/// What is assumed where the traffic does not tell: a clause.
fn assumption(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::EndsWell => "that the sign-in ends well",
        Assumption::Site => "that it is a site they sign in to, and not the computer itself",
        Assumption::Desk => "that the person sits at a desk, and not at the server",
        Assumption::Passwords => "all passwords",
        Assumption::Today => "computers and policies as they come today",
        Assumption::Person => "who the person is",
        Assumption::Domain => "the names of the domain",
        Assumption::BackEnd => "the back end, a web service",
        Assumption::FrontEnd => "that the front end is an IIS",
        Assumption::Scheme => "the scheme",
        Assumption::Offers => "that the front end offers only the scheme that was taken",
        Assumption::NoTicket => "that there was no ticket because the server’s SPN is missing",
        Assumption::SecondHop => {
            "that a server called as nobody because it had nothing to go on with: ANONYMOUS LOGON has other reasons too"
        }
        Assumption::Admits => "that the back end lets this person in and nobody else",
        Assumption::LockedOut => {
            "that the account is locked out: error 18 of a KDC has other reasons too"
        }
        Assumption::Tickets => "that the KDC gives tickets: its refusal could not be taken over",
        Assumption::BackEndSpn => {
            "that the back end’s SPN is on an account that it does not run as"
        }
        Assumption::BackEndRefusal => {
            "that the back end lets them in: its refusal could not be taken over"
        }
        Assumption::Refusal => "why the front end refuses the person",
        Assumption::Delegation => "that the front end may act for the person by a list of services",
    }
}

/// All that was assumed in rebuilding, as a sentence.
pub fn assumed(assumed: &[Assumption]) -> String {
    let all: Vec<&str> = assumed.iter().map(|it| assumption(*it)).collect();
    let differs = match assumed.first() {
        Some(Assumption::EndsWell) => {
            " In the traffic the sign-in failed; the run below does not: what made it fail is not taken over. What is known of that stands with the \
             sign-in, under Explain."
        }
        _ => "",
    };
    format!(
        "Rebuilt from traffic, with the names as they were shown there: they go along in links and exports.{differs} Assumed, because the \
         traffic does not tell: {}.",
        all.join("; ")
    )
}
