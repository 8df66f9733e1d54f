//! What is odd about a setting, said beside it: what, and what to do.

use super::text::{BRIEF, cut};
use crate::hosts::Era;
use crate::lab::{Problem, Scenario, Setting};
use crate::present::told::fill;

/// What is odd about a setting, and what to do.
pub fn problem(setting: Setting, problem: Problem, scenario: &Scenario) -> String {
    let mut names = String::new();
    for name in scenario.account_names().iter().take(3) {
        if !names.is_empty() {
            names.push_str(", ");
        }
        names.push_str(&cut(name, BRIEF));
    }
    let year = match scenario.era {
        Era::Y1998 => "1998",
        Era::Y2003 => "2003",
        Era::Today => "today",
    };
    let text = match problem {
        Problem::NotOfThisEra => match setting {
            Setting::BasicLogon => {
                "Not of {1}: ClearText (3) came with IIS 6. The lab runs it all the same."
            }
            Setting::SingleRequest => {
                "Not of {1} under this name: authPersistSingleRequest came with IIS 7. The lab runs it all the same."
            }
            Setting::BackEnd => {
                "Not of {1}: Exchange no longer takes MAPI over plain RPC. The lab runs it all the same."
            }
            _ => "Windows of {1} did not have this. The lab runs it all the same.",
        },
        Problem::OnlyWithBasic => "Only Basic uses this. Offer Basic, or leave it.",
        Problem::OnlyWithNtlm => "Only NTLM uses this. Offer NTLM, or leave it.",
        Problem::OnlyWithTwoVisits => "There is one visit only. Set Visits to 2.",
        Problem::NtlmNeedsIt => {
            "NTLM authenticates a connection, so it cannot finish without keep-alive. Turn keep-alive on, or offer Basic."
        }
        Problem::ColonInUser => {
            "Basic ends the name at its first colon, so this name cannot be sent. Remove the colon."
        }
        Problem::ControlCharacter => {
            "Basic forbids control characters in name and password. Remove them."
        }
        Problem::NoSuchAccount if names.is_empty() => {
            "The directory has no accounts, so hop 1 fails. Add one."
        }
        Problem::NoSuchAccount => {
            "No account has this name, so hop 1 fails. The directory has {0}."
        }
        Problem::OtherDomain => "The domain controller answers for {2} only. Another domain fails.",
        Problem::Empty => match setting {
            Setting::User => "No name is typed, so nobody can be proved. Type one.",
            Setting::Admits => "Nobody may open the mailbox. Name somebody.",
            Setting::Schemes => {
                "No scheme is offered: a page that asks for authentication cannot be reached."
            }
            _ => "This is empty.",
        },
        Problem::NotAName => {
            "Each name needs its domain, as in {2}\\alice; without it nobody matches."
        }
        Problem::WrongPassword => {
            "This is not the password on the domain controller, so hop 1 fails. Type the same in both to sign in."
        }
        Problem::LevelsDisagree => {
            "Level {3} takes no NTLMv1, and level {4} of the client sends nothing newer. Raise the client to 3 or lower this to 4."
        }
        Problem::NoLmHash => {
            "More than 14 characters have no LM hash: the LM response proves nothing, the NTLM response counts."
        }
        Problem::NotANetbiosName => {
            "No computer and no domain can have this name: 1 to 15 characters, no dot, no blank, none of \\ / : * ? \" < > | , ; @, not only digits."
        }
        Problem::NotADnsName => {
            "No domain can have this name: letters, digits and hyphens, in parts of at most 63 with dots between, as in corp.example."
        }
        Problem::NameTaken => "Another computer has this name: give each its own.",
        Problem::TooLong => {
            "Too long for an NTLM message: a field holds 65,535 bytes at most. Shorten it."
        }
    };
    let values = [
        names.into(),
        year.into(),
        scenario.names.domain.clone().into(),
        scenario.dc_level.number().to_string().into(),
        scenario.client_level.number().to_string().into(),
    ];
    fill(text, &values)
}
