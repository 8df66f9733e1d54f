//! The token that IIS makes, and what it owes to the domain controller.

use super::ntlm::who;
use super::sources::{apds, kb, other};
use super::{About, Explanation, directory};
use crate::hosts::{HowKnown, Identity, LogonType};
use crate::lab::Hop;
use crate::present::words::{self, read};

/// What a step owes to the domain controller, where it was asked.
pub fn passed_through(about: &About<'_>, explained: Explanation) -> Explanation {
    let asked = about
        .folded()
        .any(|event| about.log.hop(event) == Some(Hop::Directory));
    let judged = about.folded().find_map(read::judgement);
    match (asked, judged) {
        (true, _) => explained
            .say("The domain controller was asked: it holds the NT hash and can say what is right. What it returns for a proof is a session key, never the hash.")
            .note(directory::SIMPLIFIED)
            .from(apds("3.1.5.2")),
        (false, Some(judged)) => {
            let computer = read::computer(about.log, judged.event);
            explained
                .say(format!("No domain controller was asked: {computer} searched its own account database."))
                .from(kb(239_485))
        }
        (false, None) => explained.from(apds("3.1.5.2")),
    }
}

/// A token was made.
pub fn token(
    about: &About<'_>,
    identity: &Identity,
    logon: LogonType,
    credential: bool,
    how: HowKnown,
) -> Explanation {
    let name = who(identity);
    let kind = words::logon_kind(logon);
    let lead = match how {
        HowKnown::Proof(_) => format!(
            "The answer is right. IIS’s computer makes a token for {name}, of a {kind} logon, and the thread wears it."
        ),
        HowKnown::Password => format!(
            "The password is right. IIS’s computer makes a token for {name} by LogonMethod {}, and the thread wears it.",
            words::logon_name(logon)
        ),
        HowKnown::LocalCall => {
            format!("The caller is on this computer: the system names the token, {name}.")
        }
        HowKnown::NullSession => {
            format!("No name and no response came, so the token is that of {name}.")
        }
    };
    let behind = if credential {
        "Behind the token is the name and the password: calls that the thread makes to other hosts can be answered with them."
    } else if how == HowKnown::Password {
        "Behind the token is nothing, although the password was in the request: a network logon does not keep it. The computer could answer another host’s challenge; a call made with this token will not."
    } else {
        "Behind the token is nothing: a network logon leaves no credential. On this computer the thread may do what the person may; a call to another host has nothing to answer with."
    };
    let explained = Explanation::of(lead)
        .say(behind)
        .say(format!(
            "In the event log of this computer: a logon of type {} (event {}, 4624 since).",
            logon.number(),
            if logon == LogonType::Network {
                "528 on NT 4.0, 540 up to Windows Server 2003"
            } else {
                "528 up to Windows Server 2003"
            }
        ))
        .from(kb(207_671));
    let explained = match how {
        HowKnown::Password => basic_notes(logon, explained),
        HowKnown::Proof(_) => explained.told(
            "The browser has a security token for the IIS computer, and caches it.",
            "The token is made here, by IIS’s computer, after the proof was judged. It never leaves this computer, and the browser has no part of it.",
        ),
        _ => explained,
    };
    passed_through(about, explained).from(kb(183_545))
}

fn basic_notes(logon: LogonType, explained: Explanation) -> Explanation {
    let explained = explained
        .note("Each Basic request is validated anew here. A real IIS caches the token for a time.");
    match logon {
        LogonType::Interactive => explained
            .note("An interactive logon needs the right to log on locally, which the lab takes as given; without it the answer is 401.1.")
            .from(kb(317_627))
            .from(kb(287_537)),
        LogonType::Batch => explained
            .note("A batch logon needs the right to log on as a batch job, which the lab takes as given.")
            .from(kb(190_015)),
        LogonType::NetworkCleartext => explained
            .note("LogonMethod 3 came with IIS 6, which made it the default.")
            .from(other("LogonMethod, IIS 6.0 metabase reference (ms525650)")),
        LogonType::Network => explained.from(other("LogonMethod, IIS 5.0 reference (cc338330)")),
    }
}
