//! What is asked of whoever predicts, the answers to choose from, and what is said of those that were chosen; and what is
//! said while a run is played.

use super::history;
use super::names::{BRIEF, holding, object};
use super::roles::opens;
use super::step::full;
use super::text::{Text, challenge, join, ticket};
use super::watch::watch;
use crate::hosts::{Decision, Identity, Role, StorageLocation};
use crate::lab::{EventId, HostId, Log};
use crate::present::Step;
use crate::present::foreign::cut;
use crate::present::ledger;
use crate::present::predict::{Guess, PredictionKind};
use crate::prose;
use crate::wire::{LayerValue, layers};

/// The button that hides what comes, and lets one say what it will be.
pub const PREDICT: &str = "Predict";
/// What that button does.
pub const PREDICT_HINT: &str = "Hide what comes, and say what it will be";
/// Where it stopped by itself, and how it goes on.
pub const PAUSED: &str = "Paused at a turning point. Play goes on.";
/// The verdict while a question is open.
pub const VERDICT_PAUSED: [&str; 2] = [
    "Paused at a turning point",
    "What comes is not drawn before you have said what it will be.",
];
/// Below the last step in the diagram, while a question is open.
pub const WHAT_NOW: &str = "What happens now?";
/// At the end of the list of steps, while what comes is hidden.
pub const WHAT_COMES: &str = "What comes is hidden.";
/// On a card, in place of whether it can.
pub const NOT_TOLD: &str = "?";
/// The same for whoever listens.
pub const NOT_TOLD_SPOKEN: &str = "not told yet";
/// The button that gives no answer.
pub const SKIP: &str = "Skip this one";
/// The button that shows who was right.
pub const REVEAL: &str = "See what they do";
/// What happens then, beside the button that reveals it.
pub const REVEAL_HINT: &str = "The hosts compute it; then you read why.";
/// The button that plays on.
pub const GO_ON: &str = "Go on";
/// The button that shows the open question again.
pub const BACK: &str = "Back to the question";
/// The way to the calculation of what was predicted.
pub const PROOF: &str = "Proof";
/// Of an answer that was right, for whoever sees no marks.
pub const RIGHT: &str = "right";
/// Of an answer that was not.
pub const WRONG: &str = "wrong";
/// Of a question that was skipped.
pub const SKIPPED: &str = "skipped";

/// How long the run still takes.
pub fn time_left(milliseconds: f64) -> String {
    format!("{} left", clock(milliseconds))
}

/// A time in minutes and seconds.
pub fn clock(milliseconds: f64) -> String {
    let seconds = (0..36_000_u32).find(|it| f64::from(*it) * 1000.0 >= milliseconds);
    let seconds = seconds.unwrap_or_default();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The way to the step of that number, from 1.
pub fn open_step(number: usize) -> String {
    format!("Open step {number}")
}

/// How many answers were right, of those that were given; `over` says that no question is left.
pub fn tally(right: usize, given: usize, over: bool) -> String {
    match (given, over) {
        (0, false) => "Nothing predicted yet".to_owned(),
        (0, true) => "Nothing was predicted".to_owned(),
        (given, false) => format!("{right} of {given} right so far"),
        (given, true) => format!("{right} of {given} right. That was the last question."),
    }
}

/// Above what came of an answer: at which step it was settled, from 1, what was said, and what is right where that is
/// something else.
pub fn you_said(number: usize, said: &Text, right: Option<&Text>) -> String {
    let settled = prose! { "Settled at step ", number, " · you said: ", said };
    match right {
        Some(right) => prose! { settled, " · it was: ", right },
        None => settled,
    }
    .to_string()
}

/// A question at its step.
pub fn question(log: &Log, step: &Step, asks: PredictionKind) -> Text {
    let at = step.end();
    match asks {
        PredictionKind::Hands | PredictionKind::Shows => {
            prose! { "What will IIS get from the browser?" }
        }
        PredictionKind::Judges => prose! { "Will IIS know ", person(log, at), "?" },
        PredictionKind::Goes => {
            prose! { "Will the KDC give IIS a ticket for ", object(log, host(log, step)), "?" }
        }
        PredictionKind::Knows => {
            prose! { "Will ", object(log, asked(log, step)), " know ", person(log, at), "?" }
        }
        PredictionKind::Opens => prose! { "Will the ", thing(log, step), " open?" },
        PredictionKind::Ends => prose! { "How does this end?" },
    }
}

/// What is known when a question is asked, in a sentence or two.
pub fn known(log: &Log, step: &Step, asks: PredictionKind) -> Text {
    let at = step.end();
    match asks {
        PredictionKind::Hands | PredictionKind::Shows => prose! {
            "IIS has answered that it wants to know who calls. ", held_by(log, Role::Browser, at),
        },
        PredictionKind::Judges => prose! {
            "The browser has sent ", brought(log, step)
        },
        PredictionKind::Goes => prose! {
            "It takes tickets, and no ticket that IIS was shown opens there. ", held_by(log, Role::FrontEnd, at),
        },
        PredictionKind::Knows => {
            let mut events = step.events.iter().rev().filter_map(|id| log.event(*id));
            match events.find_map(history::challenged) {
                Some(asked) => {
                    prose! { "It asks IIS ", challenge(asked), ", and ", held_by(log, Role::FrontEnd, at) }
                }
                None => {
                    prose! { "IIS shows it a ", ticket("ticket"), ", which the KDC sealed for the account that has its name." }
                }
            }
        }
        PredictionKind::Opens => {
            let caller = history::latest(log, after(at), &|_, decision| match decision {
                Decision::Authenticates { identity, .. } => Some(identity),
                _ => None,
            });
            let caller = caller.map_or_else(|| "nobody".to_owned(), full);
            prose! {
                "For ", object(log, host(log, step)), " the caller is ", caller, ". Whether that caller may open the ",
                thing(log, step), " is a decision of its own."
            }
        }
        PredictionKind::Ends => watch(log, at),
    }
}

/// An answer to a question at its step: what it says, and what that would mean.
pub fn answer(log: &Log, step: &Step, answer: Guess) -> [Text; 2] {
    let at = step.end();
    let name = || person(log, at);
    let [says, means] = match answer {
        Guess::Password => ["The password", "Encoded perhaps, and readable for IIS"],
        Guess::Proof => [
            "An answer made from the password",
            "It fits one question; the password stays where it is",
        ],
        Guess::Ticket => [
            "A ticket",
            "A permission that a KDC has made for IIS; the password stays where it is",
        ],
        Guess::Signed => [
            "Yes, it signs one",
            "In the user’s name, for that host only",
        ],
        Guess::Unsigned => ["No, it refuses", "IIS goes on without one, with NTLM"],
        Guess::Nothing => [
            "Nothing that proves anything",
            "No password, and nothing made from one",
        ],
        Guess::Known => ["Yes", "What it was sent is found right"],
        Guess::Wrong => [
            "No, who keeps the account refuses it",
            "The name, the proof or its kind is not accepted there",
        ],
        Guess::Unjudged => [
            "No, and the user’s account plays no part",
            "IIS refuses before anybody is asked",
        ],
        Guess::Same => {
            let made = history::token_made(log, after(at), None);
            let who = made.map_or_else(name, |made| full(made.identity));
            return [
                prose! { "Yes, as ", who },
                prose! { "What IIS can answer with is enough" },
            ];
        }
        Guess::Another => {
            return [
                prose! { "It admits a caller, but not as ", name() },
                prose! { "The sign-in succeeds, under another name" },
            ];
        }
        Guess::Nobody => [
            "No, it refuses the sign-in",
            "A wrong answer, or none: nobody is admitted",
        ],
        Guess::Granted => ["Yes", "The caller is one of those it admits"],
        Guess::Refused => ["No", "The caller is known, and is not admitted"],
        Guess::Open => {
            let opens = prose! { "The ", opens(log.back_end()), " opens" };
            return [opens, prose! { "Both hops go through" }];
        }
        Guess::FirstHop => ["The first hop is refused", "IIS never calls another host"],
        Guess::SecondHop => [
            "The second hop is refused",
            "IIS knows the caller, and the next host does not let IIS in",
        ],
    };
    [prose! { says }, prose! { means }]
}

/// The event after one: what is before it includes that one.
fn after(at: EventId) -> EventId {
    EventId(at.0.saturating_add(1))
}

/// The person, as the hosts know them by an event: by name.
fn person(log: &Log, at: EventId) -> String {
    let made = history::token_made(log, after(at), None).map(|made| made.identity);
    let name = match made {
        Some(Identity::User(known)) => cut(&known.user, BRIEF),
        Some(Identity::Anonymous) => String::new(),
        None => cut(history::person(log, at), BRIEF),
    };
    if name.is_empty() {
        "the caller".to_owned()
    } else {
        name
    }
}

/// What came with the last message of a step, and who can judge it.
fn brought(log: &Log, step: &Step) -> Text {
    let mut events = step.events.iter().rev().filter_map(|id| log.event(*id));
    let received = events.find_map(|event| event.sides().map(|[_, received]| received));
    let received = received.map_or(&[][..], |received| received);
    let mut found = layers(received).into_iter().rev();
    let keeper =
        "What is right for an account, only a computer that keeps the account’s hash can work out.";
    let brought = found.find_map(|layer| match layer.value {
        LayerValue::Basic(_) => Some(prose! { "the name and the password itself. ", keeper }),
        LayerValue::Ntlm(_) | LayerValue::DigestResponse(_) => {
            Some(prose! { "an answer to IIS’s question, made from the password. ", keeper })
        }
        LayerValue::Kerberos(_) => Some(prose! {
            "a ", ticket("ticket"), ", and proof that it was made for who sends it. It opens with the key of the service’s account; \
            nobody else need be asked."
        }),
        _ => None,
    });
    brought.unwrap_or_else(|| prose! { "what it has. ", keeper })
}

/// The host at which a step happens.
fn host(log: &Log, step: &Step) -> HostId {
    log.event(step.id)
        .map_or(HostId(u16::MAX), |event| event.host)
}

/// The host that is to know the caller: the one that a ticket is shown to, or that asks.
fn asked(log: &Log, step: &Step) -> HostId {
    let event = log.event(step.id);
    let shown = event.filter(|event| log.role(event) == Some(Role::FrontEnd));
    let shown = shown.and_then(history::receiver);
    shown.unwrap_or_else(|| host(log, step))
}

/// What the host of a step opens.
fn thing(log: &Log, step: &Step) -> &'static str {
    let role = log.event(step.id).and_then(|event| log.role(event));
    role.map_or("mailbox", opens)
}

/// What the host of a role holds by an event.
fn held_by(log: &Log, role: Role, at: EventId) -> Text {
    let cards = ledger::cards(log, "", at, at);
    let card = cards.into_iter().find(|card| card.role == role);
    let held = card.into_iter().flat_map(|card| card.holdings);
    let mut names: Vec<String> = held
        .filter(|held| held.holding.place != StorageLocation::AccountDatabase)
        .map(|held| holding(&held.holding))
        .collect();
    names.dedup();
    let host = super::look(role).subject;
    if names.is_empty() {
        return prose! { host, " holds nothing." };
    }
    prose! { host, " holds ", join(names, ", ", ", "), " and nothing else." }
}
