//! What is odd about a setting, said beside it: what, and what to do.

use super::names::response_name;
use super::text::{BRIEF, cut};
use crate::hosts::{Era, Scheme};
use crate::lab::{Problem, Scenario, Setting};
use crate::wire::ntlm::ResponseKind;

/// What is odd about a setting, and what to do.
pub fn problem(setting: Setting, problem: Problem, scenario: &Scenario) -> String {
    match problem {
        Problem::NotOfThisEra => era(setting, scenario),
        Problem::OnlyWithBasic => "Only Basic uses this. Offer Basic, or leave it.".to_owned(),
        Problem::OnlyWithNtlm => "Only NTLM uses this. Offer NTLM, or leave it.".to_owned(),
        Problem::OnlyWithTwoVisits => "There is one visit only. Set Visits to 2.".to_owned(),
        Problem::NtlmNeedsIt => {
            "NTLM authenticates a connection, so it cannot finish without keep-alive. Turn keep-alive on, or offer Basic."
                .to_owned()
        }
        Problem::ColonInUser => {
            "Basic ends the name at its first colon, so this name cannot be sent. Remove the colon.".to_owned()
        }
        Problem::ControlCharacter => {
            "Basic forbids control characters in name and password. Remove them.".to_owned()
        }
        Problem::NoSuchAccount => {
            let names = scenario.account_names();
            let some: Vec<String> = names.iter().take(3).map(|name| cut(name, BRIEF)).collect();
            if some.is_empty() {
                "The directory has no accounts, so hop 1 fails. Add one.".to_owned()
            } else {
                format!("No account has this name, so hop 1 fails. The directory has {}.", some.join(", "))
            }
        }
        Problem::OtherDomain => format!(
            "The domain controller answers for {} only. Another domain fails.",
            Scenario::DOMAIN
        ),
        Problem::Empty => empty(setting),
        Problem::NotAName => {
            format!("Each name needs its domain, as in {}\\alice; without it nobody matches.", Scenario::DOMAIN)
        }
        Problem::WrongPassword => {
            "This is not the password on the domain controller, so hop 1 fails. Type the same in both to sign in."
                .to_owned()
        }
        Problem::LevelsDisagree => format!(
            "Level {} takes no {}, and level {} of the client sends nothing newer. Raise the client to 3 or lower this to 4.",
            scenario.dc_level.number(),
            response_name(ResponseKind::Ntlm),
            scenario.client_level.number()
        ),
        Problem::NoLmHash => {
            "More than 14 characters have no LM hash: the LM response proves nothing, the NTLM response counts.".to_owned()
        }
        Problem::TooLong => {
            "Too long for an NTLM message: a field holds 65,535 bytes at most. Shorten it.".to_owned()
        }
    }
}

fn empty(setting: Setting) -> String {
    match setting {
        Setting::User => "No name is typed, so nobody can be proved. Type one.",
        Setting::Admits => "Nobody may open the mailbox. Name somebody.",
        Setting::Schemes => {
            "No scheme is offered: a page that asks for authentication cannot be reached."
        }
        _ => "This is empty.",
    }
    .to_owned()
}

fn era(setting: Setting, scenario: &Scenario) -> String {
    let year = match scenario.era {
        Era::Y1998 => "1998",
        Era::Y2003 => "2003",
        Era::Today => "today",
    };
    match setting {
        Setting::BasicLogon => {
            format!("Not of {year}: ClearText (3) came with IIS 6. The lab runs it all the same.")
        }
        Setting::SingleRequest => format!(
            "Not of {year} under this name: authPersistSingleRequest is a setting of IIS 7 and later. The lab runs it all the same."
        ),
        Setting::BackEnd => format!(
            "Not of {year}: Exchange no longer takes MAPI over plain RPC from clients. The lab runs it all the same."
        ),
        _ => format!("Windows of {year} did not have this. The lab runs it all the same."),
    }
}

/// What a setting does, in a sentence.
pub fn setting_help(setting: Setting) -> &'static str {
    match setting {
        Setting::User => {
            "The account name that is typed. It is also the mailbox that is asked for."
        }
        Setting::Domain => {
            "The domain that is typed. Basic sends it before the name, with a backslash."
        }
        Setting::Password => "The password that is typed, at every prompt the same.",
        Setting::DirectoryPassword => "The password of each account on the domain controller.",
        Setting::Admits => "Who may open the mailbox, as DOMAIN\\name; several with commas.",
        Setting::Schemes => {
            "What a 401 offers, in this order. The browser takes the first one it supports."
        }
        Setting::BasicLogon => {
            "How IIS logs on a caller of Basic. It decides whether the password stays behind the token."
        }
        Setting::DefaultDomain => {
            "Where IIS looks for a name that Basic sent without a domain. Empty: among the computer’s own accounts."
        }
        Setting::KeepAlive => "Whether IIS keeps a connection open after an answer. NTLM needs it.",
        Setting::NewConnection => "Whether the second visit comes on a new connection.",
        Setting::SingleRequest => {
            "Whether an NTLM sign-in holds for one request only, instead of for the connection."
        }
        Setting::ClientLevel => {
            "LmCompatibilityLevel of the browser’s computer and of IIS: which responses they send."
        }
        Setting::DcLevel => {
            "LmCompatibilityLevel of the domain controller: which responses it takes."
        }
        Setting::Replay => {
            "IIS sends the AUTHENTICATE of hop 1 on hop 2, byte for byte, as KB183545 tells it."
        }
        Setting::BackEnd => "How IIS reaches the mailbox: MAPI over RPC, or HTTP.",
    }
}

/// What a scheme hands to the server, in a sentence.
pub fn scheme_help(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Ntlm => "NTLM hands over one answer to one challenge.",
        Scheme::Basic => "Basic hands over the name and the password, with every request.",
    }
}
