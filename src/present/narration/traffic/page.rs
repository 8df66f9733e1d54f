//! What the page says around other people's traffic.

use super::{how, result_name, status_name, units_name};
use crate::present::narration::foreign::cut;
use crate::present::narration::names::{BRIEF, LONG};
use crate::present::traffic::{Assumption, AttemptFilter, CheckedProof};
use crate::traffic::attempts::{Attempt, AttemptOutcome, MessageRole, SeenMechanism};
use crate::traffic::collection::{Collection, TrafficFile};
use crate::traffic::leg::{Skipped, Status, Unit};
use crate::traffic::verify::Judgement;

/// Files without a sign-in.
pub const NOTHING_FOUND: &str = "No sign-in was found in these files. On the right is what was read and what was not; more files can be added.";
/// A client that nothing names.
pub const CLIENT: &str = "the client";
/// A server that nothing names.
pub const SERVER: &str = "the server";
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
            "Not redacted: names, addresses, proofs and tickets are in the file as they were sent."
        }
    }
}

/// So many more names are replaced than are shown.
pub fn more_replaced(count: usize) -> String {
    format!("and {count} more")
}

/// The title of what is exported.
pub const EXPORT_TITLE: &str = "Sign-ins, as traffic shows them";
/// What was pasted, in the place of a file's name.
pub const PASTED: &str = "pasted text";
/// The name of the example.
pub const EXAMPLE_FILE: &str = "two-hops.pcapng";
/// The button that draws it.
pub const EXAMPLE: &str = "Two hops in a capture";
/// The button that draws what lies on the desk.
pub const DRAW: &str = "Draw its sign-ins";
/// Above what is said of files without a sign-in.
pub const WHAT_WAS_READ: &str = "What was read, and what was not";

/// What was not read, and where.
pub fn skipped(skipped: &Skipped) -> String {
    match skipped.location {
        Some(location) => format!("{} ({})", skipped.reason, super::location(location)),
        None => skipped.reason.to_string(),
    }
}

/// A file of keys.
pub const KEYS: &str = "keys";
/// What redacting does.
pub const REDACT: &str =
    "What leaves this page has other names and addresses, and no proofs, tickets or keys";
/// What hiding names does.
pub const HIDE: &str = "On the screen too, names and addresses are others";
/// What becomes of a proof's reasons in a redacted file.
pub const PROOF_REDACTED: &str = "Checked before names and proofs were taken out.";
/// What the filter takes.
pub const FILTER: &str = "user, host, scheme, result";
/// What is missing of the sign-in that is shown.
pub const MISSING: &str = "What is missing, and how to get it";
/// How proofs are checked.
pub const VERIFY_HOW: &str = "Every sign-in is checked at once. A keytab or a credential cache that is dropped here opens tickets. It is kept in this page and nowhere else.";

/// What a file is, in a line.
pub fn file(file: &TrafficFile) -> String {
    let (one, several) = match file.format.split([' ', ',']).next().unwrap_or_default() {
        "pcap" | "pcapng" | "snoop" | "Network" => ("packet", "packets"),
        "HAR" | "SAZ" | "Burp" | "mitmproxy" => ("entry", "entries"),
        "NetLog" | "Windows" => ("event", "events"),
        "klist" => ("ticket", "tickets"),
        _ => ("line", "lines"),
    };
    let counted = match file.count {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    };
    let said = match &file.writer {
        Some(writer) => {
            let writer = writer.split(" (Git").next().unwrap_or(writer);
            format!("{}, {}", cut(writer, BRIEF), file.format)
        }
        None => file.format.clone(),
    };
    match (file.count, file.skipped.len()) {
        (_, 0) => format!("{said} · {counted}"),
        (0, _) => format!("{said} · not read"),
        (_, 1) => format!("{said} · {counted} · 1 part not read"),
        (_, count) => format!("{said} · {counted} · {count} parts not read"),
    }
}

/// How several files fit together.
pub fn joined(collection: &Collection) -> String {
    let mut later = collection.files.iter().skip(1);
    let Some(second) = later.next() else {
        return String::new();
    };
    let by = match second.joined {
        Some(port) => format!("Joined by port {port}"),
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

/// What a computer is in this picture.
pub fn lane(calls: bool, called: bool, gives_tickets: bool) -> &'static str {
    match (calls, called, gives_tickets) {
        (_, _, true) => "gives tickets",
        (true, true, _) => "server, then client of the next",
        (true, false, _) => "client",
        (false, _, _) => "server",
    }
}

/// A choice of ends, with how many there are.
pub fn only(collection: &Collection, only: AttemptFilter) -> String {
    let attempts = collection.attempts.iter();
    let count = attempts.filter(|it| only.takes(it)).count();
    match only {
        AttemptFilter::All => "All".to_owned(),
        AttemptFilter::Refused => format!("Refused {count}"),
        AttemptFilter::Incomplete => format!("Incomplete {count}"),
    }
}

/// How many were found, and how many the filter leaves.
pub fn found(all: usize, matching: usize) -> String {
    match all == matching {
        true => format!("{all} found"),
        false => format!("{all} found, {matching} match"),
    }
}

/// Who signs in, as far as the traffic tells, as a list has it.
pub fn who(collection: &Collection, attempt: &Attempt) -> String {
    cut(whole_who(collection, attempt), LONG)
}

/// The same at any length.
pub fn whole_who(collection: &Collection, attempt: &Attempt) -> String {
    let told = &attempt.facts;
    let mut who = match (&told.user, &told.domain) {
        _ if attempt.is_anonymous() => "nobody".to_owned(),
        (Some(user), Some(domain)) if attempt.mechanism == SeenMechanism::Ntlm => {
            format!("{domain}\\{user}")
        }
        (Some(user), Some(domain)) if !user.contains('@') => format!("{user}@{domain}"),
        (Some(user), _) => user.clone(),
        (None, _) if attempt.mechanism == SeenMechanism::Kerberos => "in the ticket".to_owned(),
        (None, _) => "not known".to_owned(),
    };
    let client = collection
        .flow(attempt)
        .map(|flow| collection.name(&flow.client));
    if let Some(from) = told.computer.clone().or(client).filter(|it| !it.is_empty()) {
        who = format!("{who} · {from}");
    }
    if let Some(served) = attempt
        .on_behalf_of
        .and_then(|it| collection.attempts.get(it))
        && let Some(user) = &served.facts.user
    {
        who = format!("{who}, for {user}");
    }
    who
}

/// What stands in a cell of a table that others read: on one line, in our direction.
pub fn cell(text: &str) -> String {
    cut(text, MOST_IN_CELL)
}

/// Longer, a cell of a spreadsheet is cut.
const MOST_IN_CELL: usize = 8_000;

/// That the same stands in another file.
pub fn same_as(other: usize) -> String {
    format!("same as {}", other + 1)
}

/// How it ends, as short as a list has it.
pub fn brief_result(attempt: &Attempt) -> String {
    let said = match &attempt.outcome {
        AttemptOutcome::Accepted(Some(status))
        | AttemptOutcome::Refused(Some(status))
        | AttemptOutcome::Unjudged(status) => match status {
            Status::Http(code) => format!("{code} "),
            Status::Nt(0)
            | Status::Ldap(0)
            | Status::Sql(0)
            | Status::Kerberos(0)
            | Status::Dns(0) => String::new(),
            status => return format!("{}: {}", result_name(attempt), status_name(status)),
        },
        _ => String::new(),
    };
    match attempt.is_anonymous() {
        true => format!("{said}anonymous"),
        false => format!("{said}{}", result_name(attempt)),
    }
}

/// Which sign-in it is.
pub fn which(number: usize, attempt: &Attempt) -> String {
    let number = number + 1;
    match attempt.on_behalf_of {
        Some(other) => format!("Sign-in {number}, made for sign-in {}", other + 1),
        None => format!("Sign-in {number}"),
    }
}

/// What came of a sign-in, as a title.
pub fn verdict(attempt: &Attempt) -> &'static str {
    let second = attempt.on_behalf_of.is_some();
    let ticket = matches!(attempt.mechanism, SeenMechanism::Ticket(_))
        || attempt.mechanism == SeenMechanism::Unknown && attempt.has(MessageRole::KdcError);
    match &attempt.outcome {
        _ if attempt.is_anonymous() && second => "The second hop came as nobody",
        _ if attempt.is_anonymous() => "The caller is nobody",
        AttemptOutcome::Accepted(_) if ticket => "A ticket was given",
        AttemptOutcome::Refused(_) if ticket => "No ticket was given",
        AttemptOutcome::Accepted(_) if second => "The second hop was let in",
        AttemptOutcome::Accepted(_) => "Let in",
        AttemptOutcome::Refused(_) if second => "The second hop was refused",
        AttemptOutcome::Refused(_) => "Refused",
        AttemptOutcome::Unjudged(_) => "The answer tells nothing of the proof",
        AttemptOutcome::Unanswered => "No answer was seen",
        AttemptOutcome::Incomplete if attempt.without_question => "Nobody was asked to sign in",
        AttemptOutcome::Incomplete => "No proof was seen",
        AttemptOutcome::NotTried => "Asked to sign in, and sent nothing",
    }
}

/// What is known of a sign-in, by how it is known.
pub fn known(
    collection: &Collection,
    attempt: &Attempt,
    proofs: &[CheckedProof],
) -> Vec<(&'static str, String)> {
    let mut known = Vec::new();
    let legs = attempt.legs.iter().take(MOST_NAMED);
    let mut seen: Vec<String> = legs
        .map(|(part, _)| super::part_name(*part).to_owned())
        .collect();
    let more = attempt.legs.len().saturating_sub(MOST_NAMED);
    seen.extend((more > 0).then(|| format!("and {more} more")));
    let place = crate::present::traffic::place(collection, attempt);
    let file = place.and_then(|(file, location)| Some((collection.files.get(file)?, location)));
    let stands = file.map_or_else(String::new, |(file, location)| {
        format!(
            " ({}, {})",
            cut(&file.name, LONG),
            super::location(location)
        )
    });
    known.push((
        "Observed",
        format!("{}{stands}. {}.", seen.join(", "), how(attempt)),
    ));
    if let Some(served) = attempt.on_behalf_of {
        let other = collection.attempts.get(served);
        let who = other.map_or_else(String::new, |it| who(collection, it));
        known.push((
            "Inferred",
            format!(
                "It is made on behalf of sign-in {} ({who}): the server of that one is the client of this one, and had not answered yet.",
                served + 1
            ),
        ));
    }
    if attempt.named_by_kdc {
        known.push((
            "Inferred",
            "The name comes from the KDC’s answer that gave this very ticket.".to_owned(),
        ));
    }
    let checked = proofs.iter().any(|it| it.result != Judgement::Unknown);
    if !checked
        && !attempt.is_anonymous()
        && !attempt.has(MessageRole::KdcError)
        && !attempt.has(MessageRole::Logged)
        && matches!(
            attempt.mechanism,
            SeenMechanism::Ntlm | SeenMechanism::Kerberos | SeenMechanism::Ticket(_)
        )
    {
        known.push((
            "Unchecked",
            "Whether the proof is right: the side “Verify” takes a password, an NT hash or a keytab.".to_owned(),
        ));
    }
    known.extend(
        proofs
            .iter()
            .map(|proof| ("Checked", proof.because.clone())),
    );
    known
}

/// More messages of a sign-in are not named one by one.
const MOST_NAMED: usize = 12;

/// What to say of a password that anybody on the way can read.
pub fn in_clear(collection: &Collection, attempt: &Attempt) -> Option<String> {
    let clear = crate::present::traffic::in_clear(collection, attempt);
    clear.then(|| {
        "The password goes over this connection in clear: whoever sees the traffic has it."
            .to_owned()
    })
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

/// What came of checking all sign-ins.
pub fn all_proofs(proofs: &[Vec<CheckedProof>]) -> String {
    let count = |wanted: Judgement| {
        let has = |it: &&Vec<CheckedProof>| it.iter().any(|proof| proof.result == wanted);
        proofs.iter().filter(has).count()
    };
    let without = proofs.iter().filter(|proofs| proofs.is_empty()).count();
    format!(
        "Of {} sign-ins: {} right, {} wrong, {} not to be told, {without} without a proof.",
        proofs.len(),
        count(Judgement::Right),
        count(Judgement::Wrong),
        count(Judgement::Unknown)
    )
}

/// What is assumed where the traffic does not tell: a clause.
fn assumption(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::Passwords => "all passwords",
        Assumption::Today => "computers and policies as they come today",
        Assumption::Person => "who the person is",
        Assumption::Domain => "the names of the domain",
        Assumption::BackEnd => "the back end, a web service",
        Assumption::FrontEnd => "that the front end is an IIS",
        Assumption::Scheme => "the scheme",
        Assumption::Offers => "that the front end offers only the scheme that was taken",
        Assumption::NoTicket => "that there was no ticket because the server’s SPN is missing",
        Assumption::Admits => "that the back end lets this person in and nobody else",
        Assumption::Refusal => "why the front end refuses the person",
        Assumption::Delegation => "that the front end may act for the person by a list of services",
    }
}

/// All that was assumed in rebuilding, as a sentence.
pub fn assumed(assumed: &[Assumption]) -> String {
    let all: Vec<&str> = assumed.iter().map(|it| assumption(*it)).collect();
    format!(
        "Rebuilt from traffic. Assumed, because the traffic does not tell: {}.",
        all.join("; ")
    )
}
