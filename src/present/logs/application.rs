//! The Application log of Exchange 5.5, and what people and programs get to see.

use super::draft::EntryDraft;
use super::reading::Reading;
use crate::hosts::security::InitiateError;
use crate::hosts::{
    BackEndAnswer, BackEndProtocol, CallError, Decision, DenialReason, Era, Identity, Role,
};
use crate::lab::Event;
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::logs as say;
use Confidence::{High, Low, Medium};

/// Writes what a mailbox host logs of its callers, what the application is told, and what the browser shows at the end.
pub fn read(reading: &mut Reading<'_>, event: &Event) {
    let era = reading.era(event.host);
    match event.kind.decision() {
        Some(Decision::Authorizes {
            identity: Identity::User(account),
            admits,
            granted,
            resource,
        }) if reading.scenario.back_end.protocol == BackEndProtocol::Mapi
            && is_exchange(reading, event) =>
        {
            let account = account.to_string();
            let primary = admits.first();
            let is_primary = primary.is_some_and(|it| it.eq_ignore_ascii_case(&account));
            exchange(
                reading, event, &account, resource, *granted, is_primary, era,
            );
        }
        Some(Decision::HearsFromBackEnd(answer)) => heard(reading, event, answer, era),
        Some(Decision::GivesUp { .. } | Decision::CannotSignIn { .. }) => {
            page(reading, event, era);
        }
        _ => {}
    }
}

fn is_exchange(reading: &Reading<'_>, event: &Event) -> bool {
    matches!(
        reading.log.role(event),
        Some(Role::Mailbox | Role::PublicFolders)
    )
}

/// The information store's own events of a logon.
fn exchange(
    reading: &mut Reading<'_>,
    event: &Event,
    account: &str,
    mailbox: &str,
    granted: bool,
    is_primary: bool,
    era: Era,
) {
    const STORE: &str = "MSExchangeIS Private";
    if era == Era::Today {
        let draft = EntryDraft::unsourced(LogSource::Application, say::EXCHANGE_TODAY);
        return reading.write_once(event.host, event, draft);
    }
    let sure = if era == Era::Y1998 { High } else { Medium };
    let fields = || {
        vec![
            ("Account", account.to_owned()),
            ("Mailbox", mailbox.to_owned()),
        ]
    };
    if granted {
        let draft = EntryDraft::event(LogSource::Application, STORE, 1009)
            .with(fields())
            .cited(sure, say::EXCHANGE_LOGON)
            .noting(say::LOGON_DIAGNOSTICS);
        reading.write(event.host, event, draft);
    }
    if !is_primary && reading.log.role(event) == Some(Role::Mailbox) {
        let draft = EntryDraft::event(LogSource::Application, STORE, 1016)
            .with(fields())
            .cited(sure, say::EXCHANGE_OTHER)
            .noting(say::NOT_PRIMARY);
        reading.write(event.host, event, draft);
    }
}

/// What the application is told by the back end.
fn heard(reading: &mut Reading<'_>, event: &Event, answer: &BackEndAnswer, era: Era) {
    let sees = |text: String| EntryDraft::text(LogSource::ApplicationSees, text);
    let draft = match answer {
        answer if answer.succeeded() => return,
        BackEndAnswer::Sql { number, message } => {
            let text = format!("Msg {number}, Level 14, State 1: {message}");
            let sure = if *number == 18456 { High } else { Medium };
            sees(text).cited(sure, say::SQL_18456)
        }
        BackEndAnswer::Broken(CallError::NoAnswer(InitiateError::Service(41)))
            if era == Era::Today =>
        {
            let text = "The target principal name is incorrect. Cannot generate SSPI context.";
            sees(text.to_owned()).cited(High, say::SSPI_CONTEXT)
        }
        BackEndAnswer::Http(401) if era == Era::Today => {
            sees("The remote server returned an error: (401) Unauthorized.".to_owned())
                .cited(High, say::DOTNET)
        }
        BackEndAnswer::Error(_) | BackEndAnswer::Fault(_) if era == Era::Y1998 => {
            sees("Failed to get Inbox".to_owned())
                .cited(High, say::OWA_ERROR)
                .noting(say::OWA_DETAIL)
        }
        _ => EntryDraft::unsourced(LogSource::ApplicationSees, say::SEEN_UNSOURCED),
    };
    reading.write(event.host, event, draft);
}

/// The page of the last 401.
fn page(reading: &mut Reading<'_>, event: &Event, era: Era) {
    let because = reading.decided(event, |decision| match decision {
        Decision::RefusesRequest { because } => Some(because),
        _ => None,
    });
    let shows = |text: &str| EntryDraft::text(LogSource::BrowserShows, text);
    let draft = match (era, because.and_then(DenialReason::sub_status)) {
        (Era::Y1998, Some(1)) => shows("HTTP Error 401 401.1 Unauthorized: Logon Failed"),
        (Era::Y2003, Some(1)) => {
            let draft = shows("HTTP 401.1 - Unauthorized: Logon Failed");
            reading.write(event.host, event, draft.cited(Low, say::IIS_SUPPORT));
            return;
        }
        (Era::Today, _) => {
            shows("HTTP Error 401. The requested resource requires user authentication.")
        }
        _ => {
            let draft = EntryDraft::unsourced(LogSource::BrowserShows, "");
            return reading.write(event.host, event, draft);
        }
    };
    reading.write(event.host, event, draft.cited(High, say::IIS_SUPPORT));
}
