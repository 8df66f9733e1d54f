//! The first screen and the walk: what a stranger reads.

use super::glossary::Term;
use super::interface::counted;
use super::names::LONG;
use super::predict::clock;
use super::roles::look;
use super::source::{Source, THE_ARTICLE};
use super::text::{Text, strong};
use crate::hosts::Role;
use crate::lab::{Outcome, Scenario};
use crate::present::foreign::cut;
use crate::present::walk::WalkStop;
use crate::prose;

/// The name of the first screen.
pub const WELCOME: &str = "Welcome";
/// Above its question, also where nothing else of it is seen: what the page is.
pub const WELCOME_TO: &str = "Welcome · real Windows sign-ins, run in this page";
/// The button that starts to play, where there is another one.
pub const PLAY: &str = "Play the run";
/// The button that starts the walk.
pub const TAKE_THE_WALK: &str = "Take the walk";
/// The name of the walk.
pub const WALK: &str = "The walk";
/// The button that leads to the next stop.
pub const NEXT_STOP: &str = "Next stop";
/// The button that leads to the stop before.
pub const STOP_BACK: &str = "Back";
/// The button that ends the walk at its last stop.
pub const WALK_DONE: &str = "Done";
/// The button that ends it before.
pub const LEAVE_THE_WALK: &str = "Leave the walk";
/// The dialog of all terms, and the way to it from the list of keys.
pub const GLOSSARY: &str = "Glossary";
/// The way to it from a term.
pub const ALL_TERMS: &str = "All terms";
/// Where the article can be read.
pub const READ_IT: &str = "Read it ↗";
/// The way to the step at which the article's story and the wire's differ most.
pub const OTHER_STORY: &str = "Where the wire tells another story";
/// What somebody brings, and the page that answers it: by the button that leads there.
pub const OWN_CASE: [(&str, &str); 2] = [
    ("It fails where I am. Which cause is it?", "Diagnose it"),
    (
        "I have a header, a token, a log or a capture. What does it say?",
        "Decode it",
    ),
];
/// Above the presets, by their questions.
pub const START_FROM: &str = "Here to fix, to debug or to learn? Start from your question";

/// The question that the run answers.
pub fn question(scenario: &Scenario, outcome: Option<&Outcome>) -> String {
    let person = cut(&scenario.client.user, LONG);
    match outcome {
        Some(Outcome::Anonymous) => {
            let back_end = look(scenario.back_end.protocol.role()).object;
            format!("IIS knows {person}. Why does {back_end} see nobody?")
        }
        _ => format!("Who can still prove {person} on the second hop?"),
    }
}

/// What this page is, in two sentences, with the names of the settings.
pub fn what_it_is(scenario: &Scenario) -> Text {
    let called = match scenario.back_end.protocol.role() {
        Role::SqlServer => "SQL Server",
        _ => "a mailbox host",
    };
    prose! {
        "A browser, an IIS web server, ", called, " and a domain controller sign ", cut(&scenario.client.user, LONG),
        " in with real Kerberos, ", Term::Ntlm, ", Digest and ", Term::Basic, ", byte for byte, in this page. Nothing is sent \
        anywhere."
    }
}

/// What to do with it. `placement` is the label of the setting that says where the back end is.
pub fn what_to_do(scenario: &Scenario, outcome: Option<&Outcome>, placement: &'static str) -> Text {
    let person = cut(&scenario.client.user, LONG);
    match outcome {
        Some(Outcome::Anonymous) => prose! {
            strong("Press Play"), " and watch ", person, " become ", Term::AnonymousLogon, " on the second ", Term::Hop,
            ". Then set ", strong("Sign-in"), " to Basic and play again."
        },
        _ => prose! {
            strong("Press Play"), " and watch whom each host takes ", person, " for. Then change ", strong("Sign-in"),
            " or ", strong(placement), " and play again."
        },
    }
}

/// Below the button that plays.
pub fn play_takes(steps: usize, milliseconds: f64) -> String {
    format!("{}, {}", counted(steps, "step"), clock(milliseconds))
}

/// The button that begins to predict.
pub const PREDICT: &str = "Predict it";
/// What that button does, below it.
pub const PREDICT_TAKES: &str = "say first what comes";

/// Below the button that starts the walk.
pub fn walk_takes() -> String {
    counted(WalkStop::ALL.len(), "stop")
}

/// The article that the lab is about.
pub fn the_case() -> Text {
    prose! {
        strong("The case."), " Microsoft’s article KB183545, 1998: with NTLM, a browser signs in to Outlook Web Access on \
        IIS and is denied a mailbox that is on another computer. The article calls it double-hop impersonation. \
        Microsoft has withdrawn it; an archive keeps it."
    }
}

/// Where that can be read.
pub fn the_article() -> &'static Source {
    &THE_ARTICLE
}

/// Which stop it is, and of how many.
pub fn stop_at(stop: WalkStop) -> String {
    format!("Stop {} of {}", stop.number(), WalkStop::ALL.len())
}

/// What there is to see at a stop, in a line.
pub fn idea(stop: WalkStop) -> &'static str {
    match stop {
        WalkStop::Proof => "A proof leaves the browser, the password stays",
        WalkStop::Token => "IIS knows alice, and holds nothing of hers",
        WalkStop::Question => "Another host, another question",
        WalkStop::Refusal => "Nobody in particular is refused",
        WalkStop::Password => "With Basic, IIS has the password",
    }
}

/// What a stop shows.
pub fn told_at(stop: WalkStop) -> Text {
    match stop {
        WalkStop::Proof => prose! {
            "IIS has asked a question, its ", Term::Challenge, ". The browser makes an ", Term::NtHash, " of what alice \
            typed, and of both a ", Term::Response, ". Only that is sent: IIS will learn that she knows the password, and \
            will not have it."
        },
        WalkStop::Token => prose! {
            "The domain controller found the answer right, so IIS makes a ", Term::Token, " for alice. It is that of a ",
            Term::NetworkLogon, ": on this computer IIS may act as alice, but behind the token is nothing that could \
            answer another computer."
        },
        WalkStop::Question => prose! {
            "For the inbox IIS calls the mailbox host, which asks a question of its own. alice’s answer fitted the first \
            question only, and nothing on IIS can make another. So Windows gives no name and no answer: a ",
            Term::NullSession, "."
        },
        WalkStop::Refusal => prose! {
            "The mailbox host takes the call for ", Term::AnonymousLogon, ", and that may not open alice’s mailbox. Her \
            password is right and so are her rights; she never arrived. This is the double ", Term::Hop, "."
        },
        WalkStop::Password => prose! {
            "The same run with ", Term::Basic, ". IIS was sent the password itself, so it answers the mailbox host’s \
            question as the browser would, and the mailbox opens. The price: IIS can sign in as alice wherever her \
            password counts, and so can whoever reads along on the first ", Term::Hop, ", unless TLS hides it."
        },
    }
}

/// Behind the last stop.
pub const WALK_ENDS: &str = "That was the walk. Press Play to see this run as a whole; Done leads back to where you came from.";
