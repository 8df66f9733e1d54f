//! What is odd about a setting, said beside it: what, and what to do.

use super::foreign::cut;
use super::names::BRIEF;
use super::text::{Text, join};
use crate::hosts::Era;
use crate::lab::{Problem, Scenario, Setting};
use crate::prose;

/// What is odd about a setting, and what to do.
pub fn problem(setting: Setting, problem: Problem, scenario: &Scenario) -> String {
    said(setting, problem, scenario).to_string()
}

fn said(setting: Setting, problem: Problem, scenario: &Scenario) -> Text {
    match problem {
        Problem::NotOfThisEra => not_of_this_era(setting, scenario.era),
        Problem::OnlyWithBasic => prose! { "Only Basic uses this. Offer Basic, or leave it." },
        Problem::OnlyWithNtlm => prose! { "Only NTLM uses this. Offer NTLM, or leave it." },
        Problem::OnlyWithTwoVisits => prose! { "There is one visit only. Set Visits to 2." },
        Problem::NtlmNeedsIt => prose! {
            "NTLM authenticates a connection, so it cannot finish without keep-alive. Turn keep-alive on, or offer \
            Basic."
        },
        Problem::ColonInUser => prose! {
            "Basic ends the name at its first colon, so this name cannot be sent. Remove the colon."
        },
        Problem::ControlCharacter => {
            prose! { "Basic forbids control characters in name and password. Remove them." }
        }
        Problem::NoSuchAccount => no_such_account(scenario),
        Problem::OtherDomain => prose! {
            "The domain controller answers for ", cut(&scenario.names.domain, BRIEF), " only. Another domain fails."
        },
        Problem::Empty => empty(setting),
        Problem::NotAName => prose! {
            "Each name needs its domain, as in ", cut(&scenario.names.domain, BRIEF), "\\alice; without it nobody matches."
        },
        Problem::WrongPassword => prose! {
            "This is not the password on the domain controller, so hop 1 fails. Type the same in both to sign in."
        },
        Problem::LevelsDisagree => prose! {
            "Level ", scenario.dc_level.number(), " takes no NTLMv1, and level ", scenario.client_level.number(),
            " of the client sends nothing newer. Raise the client to 3 or lower this to 4."
        },
        Problem::NoLmHash => prose! {
            "More than 14 characters have no LM hash: the LM response proves nothing, the NTLM response counts."
        },
        Problem::NotANetbiosName => prose! {
            "No computer and no domain can have this name: 1 to 15 characters, not only digits, without dots, blanks \
            and any of \\ / : * ? \" < > | , ; @."
        },
        Problem::NotADnsName => prose! {
            "No domain can have this name. It takes letters, digits and hyphens, in parts of up to 63 with dots \
            between them, as in corp.example."
        },
        Problem::NotAHost => prose! {
            "No address can have this host: letters, digits and hyphens, with dots between them, as in mail.corp.example."
        },
        Problem::NameTaken => prose! { "Another computer has this name. Give each its own." },
        Problem::OnlyWithMailboxes => prose! {
            "A database has no public folders. Call the back end by MAPI or HTTP, or leave it."
        },
        Problem::TooLong => {
            prose! { "Too long for an NTLM message: a field holds 65,535 bytes at most. Shorten it." }
        }
    }
}

fn not_of_this_era(setting: Setting, era: Era) -> Text {
    let year = match era {
        Era::Y1998 => "1998",
        Era::Y2003 => "2003",
        Era::Today => "today",
    };
    match setting {
        Setting::BasicLogon => prose! {
            "Not of ", year, ": ClearText (3) came with IIS 6. The lab runs it all the same."
        },
        Setting::SingleRequest => prose! {
            "Not of ", year, " under this name: authPersistSingleRequest came with IIS 7. The lab runs it all the \
            same."
        },
        Setting::BackEnd => prose! {
            "Not of ", year, ": Exchange no longer takes MAPI over plain RPC. The lab runs it all the same."
        },
        _ => prose! { "Windows of ", year, " did not have this. The lab runs it all the same." },
    }
}

fn no_such_account(scenario: &Scenario) -> Text {
    let names = scenario.account_names();
    let names = names.iter().take(3).map(|name| cut(name, BRIEF));
    let names = join(names, ", ", ", ");
    if names.is_empty() {
        return prose! { "The directory has no accounts, so hop 1 fails. Add one." };
    }
    prose! { "No account has this name, so hop 1 fails. The directory has ", names, "." }
}

fn empty(setting: Setting) -> Text {
    match setting {
        Setting::User => prose! { "No name is typed, so nobody can be proved. Type one." },
        Setting::Admits => prose! { "Nobody may open it. Name somebody." },
        Setting::Schemes => {
            prose! { "No scheme is offered: a page that asks for authentication cannot be reached." }
        }
        _ => prose! { "This is empty." },
    }
}
