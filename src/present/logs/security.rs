//! The Security log of a computer: whose decisions leave a line in it, and the logon of whoever sits at it.

use super::draft::EntryDraft;
use super::logged_on::logged_on;
use super::logon::{LogonProcess, LogonRecord};
use super::reading::Reading;
use super::refused::refused;
use crate::hosts::{
    AccountName, Decision, DenialReason, Era, ExchangeKind, Identity, LogonType, Role,
};
use crate::lab::Event;
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::logs as say;
use Confidence::{High, Medium};

/// Writes what a decision leaves in the Security log of its own computer.
pub fn read(reading: &mut Reading<'_>, event: &Event) {
    let Some(decision) = event.kind.decision() else {
        return;
    };
    match decision {
        Decision::SignsIn { .. } if reading.log.role(event) == Some(Role::Browser) => {
            desk(reading, event);
        }
        Decision::MakesToken {
            identity,
            logon,
            how,
            ..
        } => match reading.log.role(event) {
            Some(Role::Browser) => at_the_keyboard(reading, event, identity),
            _ => logged_on(reading, event, identity, *logon, *how),
        },
        Decision::Authenticates { identity, how } => {
            logged_on(reading, event, identity, LogonType::Network, *how);
        }
        Decision::CannotLogOn {
            because: DenialReason::LogonFailed(status),
        } => turned_away_at_the_keyboard(reading, event, *status),
        Decision::RefusesRequest { because } | Decision::AuthenticationFails { because } => {
            refused(reading, event, because);
        }
        Decision::GainsTicket(ticket)
            if ticket.exchange == ExchangeKind::ToSelf
                && reading.log.role(event) == Some(Role::FrontEnd) =>
        {
            let draft = EntryDraft::unsourced(LogSource::Security, say::S4U_SELF);
            reading.write_once(event.host, event, draft);
        }
        _ => {}
    }
}

/// A desk has nothing more than its own logon, which was before.
fn desk(reading: &mut Reading<'_>, event: &Event) {
    let own = reading.computer(event.host);
    let iis = reading.log.host_of(Role::FrontEnd);
    if iis.is_some_and(|iis| iis.name != own) {
        let draft =
            EntryDraft::silence(LogSource::Security, say::DESK).cited(Medium, say::INFERRED);
        reading.write_once(event.host, event, draft);
    }
}

/// The logon of somebody at the console.
fn keyboard_logon(
    reading: &Reading<'_>,
    event: &Event,
    identity: Identity,
    era: Era,
) -> LogonRecord {
    let computer = reading.computer(event.host).to_owned();
    let own = AccountName {
        domain: reading.scenario.names.domain.clone(),
        user: format!("{computer}$"),
    };
    let (process, package) = match era {
        Era::Y1998 => ("User32", "MSV1_0"),
        Era::Y2003 => ("User32", "Negotiate"),
        Era::Today => ("User32 ", "Negotiate"),
    };
    LogonRecord {
        kind: 2,
        subject: Some(own),
        process: "winlogon.exe",
        has_guid: true,
        ..LogonRecord::network(
            identity,
            LogonProcess { process, package },
            computer,
            "127.0.0.1".to_owned(),
        )
    }
}

/// Somebody sits down and is not let in.
fn turned_away_at_the_keyboard(reading: &mut Reading<'_>, event: &Event, status: u32) {
    let era = reading.era(event.host);
    let client = &reading.scenario.client;
    let typed = Identity::User(AccountName {
        domain: client.domain.clone(),
        user: client.user.clone(),
    });
    let logon = keyboard_logon(reading, event, typed, era);
    let (id, fields) = logon.failure(era, status);
    let draft = EntryDraft::security(id, fields).cited(Medium, say::INFERRED);
    reading.write(event.host, event, draft);
}

/// Somebody sits down and logs on.
fn at_the_keyboard(reading: &mut Reading<'_>, event: &Event, identity: &Identity) {
    let era = reading.era(event.host);
    let logon = keyboard_logon(reading, event, identity.clone(), era);
    let cited = if era == Era::Today {
        say::EVTX
    } else {
        say::NT4_LOGON
    };
    if era == Era::Today {
        let draft = EntryDraft::security(4648, logon.explicit()).cited(High, say::EVENT_4648);
        reading.write(event.host, event, draft);
    }
    let (id, fields) = logon.success(era);
    reading.write(
        event.host,
        event,
        EntryDraft::security(id, fields).cited(High, cited),
    );
}
