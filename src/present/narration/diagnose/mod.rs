//! The page that goes from what is seen to its causes: what is recognised, picked, found and looked up.

mod causes;
mod checks;
mod examples;
mod meanings;
mod outside;

pub use causes::{cause_name, cause_reason, group_name};
pub use checks::{answer, check_command, check_title};
pub use examples::{EXAMPLES, TRY};
pub use meanings::meaning;
pub use outside::{OutsideText, outside};

use super::statuses::hex32;
use super::text::Text;
use crate::lab::{Scenario, Setting};
use crate::present::causes::{Check, CheckAnswer, Diagnosis, Pick, PickGroup, Sighting};
use crate::present::foreign::cut;
use crate::prose;
use crate::traffic::files::is_no_value;

/// The name of the place for what is seen.
pub const WHAT_YOU_SEE: &str = "What you see";
/// Below the name of the place for what is seen: what to do there.
pub const PASTE: &str =
    "Paste events, logs, errors; or pick. Nothing is sent, and no text is kept.";
/// The name of the list of causes.
pub const CAUSES: &str = "Causes";
/// In the dialog that shares the page.
pub const SHARE: &str = "It leads to this page with what you picked and answered, and the names and settings you took over. What you pasted is not in it; each cause’s own links hold its settings.";
/// The name of what comes next.
pub const NEXT_CHECK: &str = "Next check";
/// Above the checks that tell less: how many fit, which each of them splits.
pub fn other_checks(fitting: usize) -> String {
    format!("Other checks, and how each splits the {fitting}")
}

/// The name of what was understood.
pub const UNDERSTOOD: &str = "Understood";
/// Above the answers that were given.
pub const WHAT_WAS_CHECKED: &str = "What was checked";
/// Above the settings that are known.
pub const WHAT_YOU_KNOW: &str = "What you know";
/// Beside the settings that are known.
pub const THE_REST: &str = "the rest may be anything";
/// Of a setting that is not known.
pub const NOT_KNOWN: &str = "not known";
/// The name of the possible answers.
pub const ANSWERS: &str = "Answers";
/// The name of how far the search is.
pub const RUNNING: &str = "Configurations run";
/// The name of what a cause shows of what is seen.
pub const SHOWS: &str = "What it shows of what you see";
/// Of a cause that is not in the lab: how to check it.
pub const CHECK: &str = "Check";
/// Above what mends a cause that is not in the lab.
pub const FIX: &str = "Fix";
/// Above who describes a cause that is not in the lab.
pub const SOURCE: &str = "Source";
/// Before the first arrangements have been run.
pub const FIRST_RUNS: &str = "What was told is understood; the first arrangements are being run.";
/// Where nothing was said yet.
pub const NOTHING_YET: &str = "Say what you see: paste an event, a line of a log or an error, or pick what fits. Every arrangement that fails is run; those that show the same stay, grouped by their cause.";
/// Where something was pasted, and none of it is understood.
pub const NOTHING_UNDERSTOOD: &str = "Nothing that was pasted is understood. These are: events 4624, 4625, 4768, 4769, 4771 and 4776 as XML or text, lines of an IIS log, “Login failed for user …”, what klist and setspn print, WWW-Authenticate headers, and error codes such as 401.1 or 0xC000006D. Or pick what fits, below what you pasted.";
/// Where no configuration shows what was recognised.
pub const NOTHING_FITS: &str = "No configuration of the lab shows any of this. Take something away, or see what is not in the lab.";
/// Before anything is said of causes.
pub const CHECK_COMES: &str = "Beside the causes stands what to look up: the command that tells them apart best, and what each answer means.";
/// As long as the search goes on.
pub const CHECK_WAITS: &str =
    "The check that tells most is named when every configuration has been run, or when you stop.";
/// Where no check tells the causes apart.
pub const NOTHING_TELLS: &str = "No check that is known here tells these apart.";
/// Beside a cause that is not in the lab.
pub const NOT_COMPUTED: &str = "known, not computed";
/// Beside a cause that is in the lab, and told by its signs alone.
pub const NOT_SEARCHED: &str = "told by its signs, not searched for";
/// Opens a cause in the lab.
pub const OPEN_IN_LAB: &str = "Open in the Lab";
/// Above causes that the search leaves out, and against which nothing speaks.
pub const NOT_JUDGED: &str = "Not searched for, so not judged";
/// What is not in the lab either.
pub const BEYOND: &str =
    "Firewalls, read-only domain controllers, load balancers and claims are not in the lab either.";
/// The answer of somebody who cannot look it up.
pub const CANNOT_CHECK: &str = "I cannot check this";
/// Ends the search.
pub const STOP: &str = "Stop";
/// Where the search has come to its end.
pub const ALL_RUN: &str = "All configurations run, with up to two faults";
/// Begins it again.
pub const GO_ON: &str = "Go on";

/// A line as it was pasted, cut. When it was written leaves no room for what it says.
pub fn quoted(line: &str) -> String {
    let written = |word: &str| {
        let mark = |it: char| it.is_ascii_digit() || "-:/.,+[]TZ".contains(it);
        // A port stands behind an address, which has more dots.
        let address = word.matches('.').count() > 1;
        word.len() > 5 && word.chars().all(mark) && word.contains(['-', ':', '/']) && !address
    };
    let line = line.trim();
    let mut said = line;
    while let Some((word, rest)) = said.split_once(char::is_whitespace)
        && (written(word) || matches!(word, "AM" | "PM") && said != line)
    {
        said = rest.trim_start();
    }
    let words: Vec<&str> = said.split_whitespace().collect();
    cut(words.join(" "), 64)
}

/// An event that was read.
pub fn event_label(id: u32, who: &str) -> String {
    match who {
        who if is_no_value(who) => format!("event {id}"),
        who => format!("event {id}: {}", cut(who, 40)),
    }
}

/// An event whose code is not known.
pub fn event_with_code(event: &str, code: u32) -> String {
    format!("{event}, {}", hex32(code))
}

/// Of a connection string with a name and a password in it.
pub const OWN_LOGIN: &str =
    "connection string: a login of SQL Server’s own, so no hop in the user’s name";

/// A line of IIS’s log: `sc-status`, `sc-substatus`, `sc-win32-status`.
pub fn iis_label([status, substatus, win32]: [u32; 3]) -> String {
    format!("IIS log: {status} {substatus} {win32}")
}

/// A code that was read.
pub fn code_label(code: u32) -> String {
    hex32(code)
}

/// What `setspn -Q` printed.
pub fn holders_label(holders: &[String]) -> String {
    match holders {
        [] => "setspn: no such SPN".to_owned(),
        [one] => format!("setspn: the SPN is {}’s", cut(one, 40)),
        [one, other] => format!(
            "setspn: {} and {} have the SPN",
            cut(one, 40),
            cut(other, 40)
        ),
        several => format!("setspn: {} accounts have the SPN", several.len()),
    }
}

/// What an account has of a web server's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WebName {
    /// None: the SPN is on no account, or on another one.
    None,
    /// Only with a port, as hardly a client asks for it.
    WithPort,
    /// One as it is asked for.
    AsAsked,
}

/// What `setspn -L` printed.
pub fn names_label(owner: &str, web: WebName) -> String {
    let owner = cut(owner, 40);
    let has = match web {
        WebName::None => "no web server’s SPN",
        WebName::WithPort => "a web server’s SPN with a port, and none without",
        WebName::AsAsked => "a web server’s SPN",
    };
    format!("setspn: {owner} has {has}")
}

/// The heading over things to pick.
pub fn pick_group(group: PickGroup) -> &'static str {
    match group {
        PickGroup::Where => "Where",
        PickGroup::Who => "Who",
        PickGroup::InTheBrowser => "In the browser",
    }
}

/// What is to be picked, as people would say it.
pub fn pick_name(pick: Pick) -> &'static str {
    match pick {
        Pick::WorksOnServer => "fails from a desk, works on the server",
        Pick::FailsEverywhere => "fails on the server too",
        Pick::FailsOnServerOnly => "fails on the server only",
        Pick::OneNameWorks => "works by another name",
        Pick::AllUsers => "all users",
        Pick::SomeUsers => "some users only",
        Pick::SincePasswordChange => "since a password change",
        Pick::SincePoolChange => "since the pool’s account changed",
        Pick::OtherForest => "users of another forest",
        Pick::DataDoesNot => "the page opens, its data does not",
        Pick::StaysAt401 => "401 stays",
        Pick::Asked => "asks for a password",
        Pick::NotAskedAgain => "not asked again",
        Pick::AskedAgain => "prompted 3 times",
        Pick::OtherBrowserWorked => "worked in IE, not in Edge",
        Pick::RequestTooLong => "400 Request Too Long",
    }
}

/// How far configurations are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchExtent {
    /// More are still run.
    SoFar,
    /// As far as they are to be.
    AsAsked,
}

/// How the causes are ordered.
pub const ORDER: &str = "First come those that show most of it, need least that is unusual, and are of what you speak of. Counts are of configurations, not of how often it happens.";

/// How many were held against what is seen, and what is left of them: they show all of it, or as much as any shows. Causes that
/// no run computes may be all there is.
pub fn considered(diagnosis: &Diagnosis, explored: SearchExtent) -> Text {
    let Diagnosis {
        considered,
        fitting,
        ..
    } = *diagnosis;
    let causes = diagnosis.causes.len();
    if fitting == 0 && causes > 0 {
        return prose! { considered, " failing configurations considered, none of which fits; ", causes, if causes == 1 { " cause told by its signs" } else { " causes told by their signs" } };
    }
    let fit = if diagnosis.causes.iter().any(|it| it.missed.is_empty()) {
        " fit"
    } else {
        " fit best, and none shows all of it"
    };
    prose! { considered, " failing configurations considered, ", fitting, fit, ", ", causes, if causes == 1 { " cause" } else { " causes" }, if explored == SearchExtent::SoFar { " so far" } else { "" } }
}

/// Something that was told, by its place: as it was said, or where the same words say another thing too, what it says.
pub fn told(all: &[Sighting], place: usize, names: &Scenario) -> Option<String> {
    let own = all.get(place)?;
    let again = all.iter().filter(|it| it.label == own.label).count() > 1;
    Some(match again {
        true => meaning(own, names),
        false => own.label.clone(),
    })
}

/// Of two things that no run shows both.
pub fn contradict(one: &str, other: &str) -> String {
    format!("These contradict each other: no run shows both “{one}” and “{other}”.")
}

/// How far the search is: with one unusual thing at most, or with two.
pub fn searching(done: usize, all: usize, pairs: bool) -> String {
    let what = if pairs {
        "with two faults"
    } else {
        "with one fault"
    };
    format!("{done} of {all} configurations {what} run")
}

/// How many of those that fit would give an answer.
pub fn show_it(fits: usize, all: usize) -> String {
    format!("{fits} of these {all}")
}

/// Below the answers: an answer is one more thing to explain, and what was needless beside a cause may be needed for it.
pub const MORE_MAY_FIT: &str = "Those that fit now, by what they show. More may fit an answer once it is given: it may take a second unusual thing to show it too.";

/// How many of those that fit have a cause.
pub fn fit(fits: usize, all: usize) -> String {
    format!("in {fits} of the {all}")
}

/// On the way down to the causes.
pub fn to_causes(count: usize) -> String {
    to_below(&match count {
        1 => "1 cause".to_owned(),
        _ => format!("{count} causes"),
    })
}

/// On the way down to what is called like this.
pub fn to_below(name: &str) -> String {
    format!("{name} ↓")
}

/// How many unusual things the simplest configuration of a cause has.
pub fn unusual(count: usize) -> &'static str {
    match count {
        0 => "nothing unusual",
        1 => "1 unusual thing",
        _ => "2 unusual things",
    }
}

/// Above causes that something rules out.
pub fn ruled_out(count: usize) -> String {
    format!("Ruled out by what you see · {count}")
}

/// Why a cause is ruled out.
pub fn would_not_show(label: &str) -> String {
    format!("would not show: {label}")
}

/// An answer that was given.
pub fn answered(check: Check, given: CheckAnswer) -> String {
    format!("{}: {}", check_label(check), answer(check, given))
}

/// What a check is about, in a word or two.
pub fn check_label(check: Check) -> &'static str {
    match check {
        Check::WebSpn => "SPN",
        Check::Trust => "delegation",
        Check::List => "list",
        Check::LetsAct => "lets act",
        Check::User => "user",
        Check::Tickets => "klist",
        Check::BrowserPolicy => "policy",
        Check::SignIn => "event 4624",
        Check::Kdc => "event 4769",
        Check::Offers => "sign-in",
        Check::BackEnd => "back end",
        Check::OpensWith => "key",
        Check::Clock => "clocks",
        Check::Address => "address",
        Check::KeyAge => "restarted",
        Check::BackEndKerberos => "Kerberos at the back end",
        Check::Levels => "levels",
        Check::Etypes => "encryption types",
        Check::Rights => "rights",
        Check::Refusal => "why refused",
    }
}

/// How many lines were not understood: they count for nothing.
pub fn not_read(lines: usize) -> String {
    let what = if lines == 1 { "line" } else { "lines" };
    format!("{lines} {what} not understood, and so not used")
}

/// What follows so many lines is not read.
pub fn behind(most: usize, lines: usize) -> String {
    format!("the {lines} behind the first {most} were not read; paste the part with the failure")
}

/// Takes the names in what was pasted.
pub const USE_NAMES: &str = "Use these names";

/// The names in what was pasted, and those that stand in their place.
pub fn names(read: &[(Setting, String)], scenario: &Scenario) -> String {
    let own = read.iter().map(|(setting, _)| setting.get(scenario));
    let own = own.collect::<Vec<_>>().join(", ");
    let read = read.iter().map(|(_, name)| cut(name, 40));
    let read = read.collect::<Vec<_>>().join(", ");
    format!("Names are those of the Lab ({own}); what you pasted has {read}.")
}

/// A line that was not understood.
pub fn line(number: usize, text: &str) -> String {
    format!("line {number}: {text}")
}

/// Into what a check splits those that fit.
pub fn splits(counts: &[usize]) -> String {
    let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
    counts.join(" + ")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_line_is_quoted_without_its_time() {
        for (line, expected) in [
            (
                "2026-11-26 09:14:02.21 Logon Error: 18456",
                "Logon Error: 18456",
            ),
            (
                "[26/Nov/2026:09:14:02 +0000] GET /",
                "[26/Nov/2026:09:14:02 +0000] GET /",
            ),
            ("11/26/2026 9:14:02 AM  Login failed", "Login failed"),
            ("18456 14 11", "18456 14 11"),
            ("2026-11-26", "2026-11-26"),
            ("  AM I signed in? ", "AM I signed in?"),
            (
                "Security ID:\t\tANONYMOUS LOGON",
                "Security ID: ANONYMOUS LOGON",
            ),
            ("10.0.2.10:1433 refused", "10.0.2.10:1433 refused"),
            ("2/3 of users", "2/3 of users"),
        ] {
            assert_eq!(quoted(line), expected);
        }
    }
}
