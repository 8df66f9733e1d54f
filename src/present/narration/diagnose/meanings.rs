//! What something seen was taken to say of a run, so that a reader can tell whether it was understood.

use super::answered;
use crate::hosts::{BackEndProtocol, Package};
use crate::lab::{AccountKind, Observable as O, Scenario, SentToken, SettingFinding as F};
use crate::present::causes::{Check, CheckAnswer, OutsideCause, Sighting, Sign, Symptom};
use crate::present::narration::era_name;
use crate::present::narration::kerberos::error_name;
use crate::present::narration::statuses::{brief_status, win32};

/// All that it says, in the person’s names.
pub fn meaning(seen: &Sighting, names: &Scenario) -> String {
    if seen.says_nothing() {
        return "an ordinary step, which tells nothing".to_owned();
    }
    // What another says more exactly is said by that one.
    let exact = |sign: &&Sign| !seen.signs.iter().any(|other| other.says_more_than(sign));
    let signs = seen.signs.iter().filter(exact).map(|sign| match sign {
        Sign::Any(any) => {
            let any: Vec<String> = any.iter().map(|it| observable(*it, names)).collect();
            any.join(", or ")
        }
        Sign::Lacks(it) => format!("not so: {}", observable(*it, names)),
        Sign::Symptom(it) => symptom(*it),
    });
    let signs: Vec<String> = signs.collect();
    signs.join("; ")
}

fn symptom(symptom: Symptom) -> String {
    let causes: Vec<&str> = OutsideCause::ALL
        .into_iter()
        .filter(|outside| outside.symptoms().contains(&symptom))
        .map(|it| super::outside(it).name)
        .collect();
    format!("perhaps: {}", causes.join(", or "))
}

fn observable(observable: O, names: &Scenario) -> String {
    let web = &names.names.web_server;
    match observable {
        O::FirstHopRefused => format!("{web} refuses the caller"),
        O::PageOpens => format!("{web} lets the caller in"),
        O::SecondHopFails => "the page opens, and the back end refuses".to_owned(),
        O::Works => "all of it works".to_owned(),
        O::Asked => "the browser asks for a name and a password".to_owned(),
        O::AskedAgain => "the browser asks for the password again".to_owned(),
        O::NotAskedAgain => "the browser does not ask again".to_owned(),
        O::IisLine(substatus, code) => format!("{web} logs 401.{substatus}, {}", win32(code)),
        O::LogonFailed(status) => format!("the logon at {web} fails: {}", brief_status(status)),
        O::Sends(token) => format!("the browser sends {}", sent(token)),
        O::FrontEndKnowsBy(package) => format!("{web} knows the caller by {}", by(package)),
        O::TicketRejected(code) => format!("{web} refuses the ticket: {}", error(code)),
        O::KdcError(code) => format!("a KDC refuses: {}", error(code)),
        O::TicketRefused(code) => format!("a KDC refuses a ticket for a service: {}", error(code)),
        O::TgtRefused(code) => format!("a KDC refuses a first ticket: {}", error(code)),
        O::KdcStatus(status) => format!("a KDC refuses with {}", brief_status(status)),
        O::TicketFor(AccountKind::Computer) => "the ticket is for a computer’s account".to_owned(),
        O::TicketFor(AccountKind::User) => "the ticket is for a user’s account".to_owned(),
        O::OkAsDelegate(true) => "the ticket has ok_as_delegate".to_owned(),
        O::OkAsDelegate(false) => "the ticket lacks ok_as_delegate".to_owned(),
        O::Forwardable(true) => "the ticket is forwardable".to_owned(),
        O::Forwardable(false) => "the ticket is not forwardable".to_owned(),
        O::NoTicket => format!("no ticket for {web}"),
        O::TgtForwarded => "the user’s TGT is handed over".to_owned(),
        O::AskedOnBehalf => format!("{web} asks for a ticket in the user’s name"),
        O::AsksOtherName => "a ticket is asked for by another name than the address has".to_owned(),
        O::AsksPort => "a ticket is asked for by a name with a port".to_owned(),
        O::BackEnd(BackEndProtocol::Http) => "the back end is a web service".to_owned(),
        O::BackEnd(BackEndProtocol::Sql) => "the back end is SQL Server".to_owned(),
        O::BackEnd(BackEndProtocol::Mapi) => "the back end is called by MAPI".to_owned(),
        O::BackEndAnonymous => "the back end takes the caller for ANONYMOUS LOGON".to_owned(),
        O::BackEndUser(package) => format!("the back end knows the user by {}", by(package)),
        O::BackEndNoRights => "the back end knows the user, who has no rights there".to_owned(),
        O::BackEndNobody => "the back end never knows a caller".to_owned(),
        O::WorksOnServer => format!("it works on {web} itself"),
        O::FailsOnServer => format!("it fails on {web} too"),
        O::FailsOnServerOnly => format!("it fails on {web} only"),
        O::SomeUsersOnly => "it fails for some users only".to_owned(),
        O::AllUsers => "it fails for all users".to_owned(),
        O::OtherNameWorks => "it works by another name".to_owned(),
        O::OtherBrowserWorks => "it works in another browser".to_owned(),
        O::SincePasswordChange => "it fails since a password was changed".to_owned(),
        O::SincePoolChange => "it fails since the pool’s account was changed".to_owned(),
        O::UserOfOtherForest => "the user is of another forest".to_owned(),
        O::SetUpIn(era) => era_name(era).to_owned(),
        O::Is(F::PasswordIsRight(true)) => "the password is right".to_owned(),
        O::Is(F::PasswordIsRight(false)) => "the password is wrong".to_owned(),
        O::Is(F::KeepsAlive(true)) => "connections stay open".to_owned(),
        O::Is(F::KeepsAlive(false)) => "connections do not stay open".to_owned(),
        O::Is(_) => looked_up(observable),
    }
}

/// What somebody finds who looks a setting up, as the answer to its check.
fn looked_up(found: O) -> String {
    let mut checks = Check::ALL.into_iter();
    let check = checks.find(|check| check.options().contains(&found));
    check.map_or_else(String::new, |check| answered(check, CheckAnswer::Is(found)))
}

fn sent(token: SentToken) -> &'static str {
    match token {
        SentToken::Ntlm => "NTLM",
        SentToken::NegotiateNtlm => "NTLM within Negotiate, for want of a ticket",
        SentToken::Ticket => "a ticket",
        SentToken::Basic => "Basic",
        SentToken::Digest => "Digest",
    }
}

fn by(package: Package) -> &'static str {
    match package {
        Package::Ntlm => "NTLM",
        Package::Digest => "Digest",
        Package::Kerberos => "Kerberos",
        Package::LogonUser => "name and password",
    }
}

fn error(code: u32) -> String {
    error_name(i64::from(code))
}
