//! The Security log of a computer that refuses a logon.

use super::EntryKind;
use super::draft::EntryDraft;
use super::logged_on::{KERBEROS, authenticate_before, ntlm, with_password, workstation};
use super::logon::{FailureStatus, LogonRecord};
use super::reading::{Reading, scheme};
use crate::hosts::{AccountName, DenialReason, Era, Identity, LogonType, Role};
use crate::lab::Event;
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::Source;
use crate::present::narration::logs as say;
use crate::wire::LayerValue;
use Confidence::{High, Low, Medium};

/// What the Security log has of a logon that was refused, if any source says.
pub fn refused(reading: &mut Reading<'_>, event: &Event, because: &DenialReason) {
    let era = reading.era(event.host);
    let unsourced = |note| EntryDraft::unsourced(LogSource::Security, note);
    let draft = match because {
        DenialReason::PageAsks | DenialReason::AnonymousOff | DenialReason::NoCredentials => return,
        DenialReason::Kerberos(_) if era == Era::Y1998 => {
            return reading.write_once(event.host, event, unsourced(say::NT4_NO_KERBEROS));
        }
        DenialReason::Kerberos(37) => {
            let caller = reading.caller(event).unwrap_or(event.host);
            let nobody = Identity::User(AccountName::default());
            let address = reading.address(caller);
            let logon = LogonRecord::network(nobody, KERBEROS, String::new(), address);
            let sure = if era == Era::Today { Medium } else { High };
            failure(logon, era, 0xC000_0133, (sure, say::ASIATECH))
        }
        DenialReason::Kerberos(41) => unsourced(say::TICKET_REFUSED),
        DenialReason::Loopback if era == Era::Y1998 => unsourced(say::LOOPBACK_NT4),
        DenialReason::Loopback => loopback(reading, event, era),
        DenialReason::LogonFailed(status) => match logon_that_failed(reading, event, era) {
            Some(logon) => {
                let sure = failed_source(era, *status, &logon);
                failure(logon, era, *status, sure)
            }
            None => unsourced(say::FAILURE_UNSOURCED),
        },
        _ => unsourced(say::FAILURE_UNSOURCED),
    };
    if draft.record == EntryKind::Unsourced {
        reading.write_once(event.host, event, draft);
    } else {
        reading.write(event.host, event, draft);
    }
}

fn failure(
    logon: LogonRecord,
    era: Era,
    status: u32,
    (confidence, cited): (Confidence, Source),
) -> EntryDraft {
    let (id, fields) = logon.failure(era, status);
    EntryDraft::security(id, fields).cited(confidence, cited)
}

fn failed_source(era: Era, status: u32, logon: &LogonRecord) -> (Confidence, Source) {
    let usual = matches!(status, 0xC000_0064 | 0xC000_006A);
    match era {
        Era::Today if usual && logon.kind == 3 => (High, say::KRINGLECON),
        Era::Today if usual => (Medium, say::KRINGLECON),
        Era::Today if status == 0xC000_006E => (Low, say::INFERRED),
        Era::Today => (Medium, say::EVENT_4625),
        _ if status == 0xC000_006E => (Low, say::INFERRED),
        Era::Y1998 | Era::Y2003 => (Medium, say::NT4_LOGON),
    }
}

/// 537, or 4625 with 0xC000006D and nothing more.
fn loopback(reading: &Reading<'_>, event: &Event, era: Era) -> EntryDraft {
    let caller = reading.caller(event).unwrap_or(event.host);
    let account = sent_account(reading, event);
    let workstation = workstation(reading, event, caller);
    let logon = LogonRecord {
        status: FailureStatus {
            status: "0xC000006D".to_owned(),
            sub_status: "0x0".to_owned(),
        },
        ..LogonRecord::network(account, ntlm(era), workstation, reading.address(caller))
    };
    let sure = if era == Era::Today { Medium } else { High };
    failure(logon, era, 0, (sure, say::LOOPBACK))
}

/// What was tried; none where the scheme's failures have no known event.
fn logon_that_failed(reading: &Reading<'_>, event: &Event, era: Era) -> Option<LogonRecord> {
    let layers = reading.asked(event);
    let caller = reading.caller(event).unwrap_or(event.host);
    let basic = layers.iter().find_map(|layer| match &layer.value {
        LayerValue::Basic(Some(basic)) => Some(typed(&basic.user)),
        _ => None,
    });
    if let Some(account) = basic {
        let front_end = reading.log.role(event) == Some(Role::FrontEnd);
        let kind = match front_end {
            true => reading.scenario.front_end.basic_logon,
            false => LogonType::Network,
        };
        return Some(with_password(reading, event, account, kind));
    }
    if scheme(&layers).eq_ignore_ascii_case("Digest") {
        return None;
    }
    let workstation = workstation(reading, event, caller);
    let account = sent_account(reading, event);
    let address = reading.address(caller);
    Some(LogonRecord::network(
        account,
        ntlm(era),
        workstation,
        address,
    ))
}

/// A name as it was typed, with its domain before it.
fn typed(name: &str) -> Identity {
    let (domain, user) = name.split_once('\\').unwrap_or(("", name));
    Identity::User(AccountName {
        domain: domain.to_owned(),
        user: user.to_owned(),
    })
}

/// The account that an AUTHENTICATE names.
fn sent_account(reading: &Reading<'_>, event: &Event) -> Identity {
    let sent = authenticate_before(reading, event);
    let sent = sent.map(|[domain, user, _]| AccountName { domain, user });
    Identity::User(sent.unwrap_or_default())
}
