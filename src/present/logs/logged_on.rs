//! The Security log of a server: a logon, by what the server knows its caller by, and a session of nobody.

use super::draft::EntryDraft;
use super::logon::{LogonProcess, LogonRecord, NtlmVersion};
use super::reading::{Reading, arrived, authenticate};
use crate::hosts::security::kerberos::{TicketPath, TicketUse};
use crate::hosts::{
    AccountName, Decision, Era, ExchangeKind, HowKnown, Identity, LogonType, Mechanism, Package,
    Role,
};
use crate::lab::{Event, EventKind, HostId};
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::Source;
use crate::present::narration::logs as say;
use crate::wire::ntlm::ResponseKind;
use Confidence::{High, Low, Medium};

/// What a logon with NTLM goes through.
pub fn ntlm(era: Era) -> LogonProcess {
    let (process, package) = match era {
        Era::Y1998 => ("NtLmSsp", "MSV1_0"),
        Era::Y2003 => ("NtLmSsp", "NTLM"),
        Era::Today => ("NtLmSsp ", "NTLM"),
    };
    LogonProcess { process, package }
}

/// What a logon with a ticket goes through.
pub const KERBEROS: LogonProcess = LogonProcess {
    process: "Kerberos",
    package: "Kerberos",
};

/// Somebody is known to a server.
pub fn logged_on(
    reading: &mut Reading<'_>,
    event: &Event,
    identity: &Identity,
    logon: LogonType,
    how: HowKnown,
) {
    let era = reading.era(event.host);
    if *identity == Identity::Anonymous {
        return anonymous(reading, event, era);
    }
    if let Some(note) = unsourced(how, era, logon) {
        let draft = EntryDraft::unsourced(LogSource::Security, note);
        return reading.write_once(event.host, event, draft);
    }
    let account = identity.clone();
    let draft = match how.package {
        Package::Ntlm => by_ntlm(reading, event, account, how.mechanism),
        Package::Kerberos => by_ticket(reading, event, account, how.mechanism),
        Package::Digest => {
            let address = reading.address(reading.caller(event).unwrap_or(event.host));
            let through = LogonProcess {
                process: "WDigest",
                package: "WDigest",
            };
            let logon = LogonRecord::network(account, through, String::new(), address);
            success(&logon, era, (Low, say::INFERRED))
        }
        Package::LogonUser => {
            let logon = with_password(reading, event, account, logon);
            if era == Era::Today {
                let draft =
                    EntryDraft::security(4648, logon.explicit()).cited(Medium, say::EVENT_4648);
                reading.write(event.host, event, draft);
            }
            by_password(&logon, era)
        }
    };
    reading.write(event.host, event, draft);
}

/// What is said in place of an entry that no source shows.
fn unsourced(how: HowKnown, era: Era, logon: LogonType) -> Option<&'static str> {
    match (how.package, how.mechanism, era) {
        (_, Mechanism::LocalCall, _) => Some(say::LOCAL_CALL),
        (Package::Kerberos, _, Era::Y1998) => Some(say::NT4_NO_KERBEROS),
        (Package::Digest, _, Era::Y1998 | Era::Y2003) => Some(say::DIGEST_LOGON),
        (Package::LogonUser, _, Era::Y1998) if logon == LogonType::NetworkCleartext => {
            Some(say::NO_CLEARTEXT)
        }
        _ => None,
    }
}

fn by_ntlm(
    reading: &Reading<'_>,
    event: &Event,
    account: Identity,
    mechanism: Mechanism,
) -> EntryDraft {
    let era = reading.era(event.host);
    let caller = reading.caller(event).unwrap_or(event.host);
    let workstation = workstation(reading, event, caller);
    let address = reading.address(caller);
    let mut logon = LogonRecord::network(account, ntlm(era), workstation, address);
    logon.ntlm = NtlmVersion {
        name: ntlm_version(mechanism),
        key_length: "128",
    };
    let mut draft = success(&logon, era, ntlm_source(era));
    if era == Era::Today {
        draft.note = say::ADDRESS_MAY_LACK;
    }
    draft
}

fn by_ticket(
    reading: &Reading<'_>,
    event: &Event,
    account: Identity,
    mechanism: Mechanism,
) -> EntryDraft {
    let era = reading.era(event.host);
    let account = match era {
        Era::Today => in_realm(reading, &account),
        // No sample tells.
        Era::Y1998 | Era::Y2003 => account,
    };
    let address = reading.address(reading.caller(event).unwrap_or(event.host));
    let front_end = reading.log.role(event) == Some(Role::FrontEnd);
    let logon = LogonRecord {
        has_guid: true,
        delegated: front_end && brings_tgt(event),
        services: acting(reading, event, mechanism),
        ..LogonRecord::network(account, KERBEROS, String::new(), address)
    };
    let sure = match era {
        Era::Today if front_end => (Medium, say::EVTX),
        Era::Today => (Medium, say::EVENT_4624),
        Era::Y1998 | Era::Y2003 => (High, say::IIS5_LOGON),
    };
    let mut draft = success(&logon, era, sure);
    if logon.delegated {
        draft.note = say::DELEGATED;
    }
    draft
}

/// An account as an event of Kerberos names it: its realm stands where NTLM's have the domain's short name.
fn in_realm(reading: &Reading<'_>, account: &Identity) -> Identity {
    Identity::User(AccountName {
        domain: super::kdc::realm_of(reading, account.domain()),
        user: account.user().to_owned(),
    })
}

fn by_password(logon: &LogonRecord, era: Era) -> EntryDraft {
    let sure = match (era, logon.kind) {
        (Era::Today, 8) => (High, say::KRINGLECON),
        (Era::Today, _) => (Medium, say::KRINGLECON),
        (Era::Y2003, 8) => (Medium, say::FITZGERALD),
        (_, 2) => (High, say::IIS5_LOGON),
        _ => (Medium, say::IIS5_LOGON),
    };
    let mut draft = success(logon, era, sure);
    if (era, logon.kind) == (Era::Y2003, 8) {
        draft.note = say::CLEARTEXT_2003;
    }
    draft
}

fn success(logon: &LogonRecord, era: Era, (confidence, cited): (Confidence, Source)) -> EntryDraft {
    let (id, fields) = logon.success(era);
    EntryDraft::security(id, fields).cited(confidence, cited)
}

fn ntlm_source(era: Era) -> (Confidence, Source) {
    match era {
        Era::Y1998 => (High, say::NT4_NETWORK),
        Era::Y2003 => (Medium, say::FITZGERALD),
        Era::Today => (High, say::EVTX),
    }
}

/// A session of nobody: it begins as a success, and ends with its connection.
fn anonymous(reading: &mut Reading<'_>, event: &Event, era: Era) {
    let caller = reading.caller(event).unwrap_or(event.host);
    let address = reading.address(caller);
    let workstation = reading.computer(caller).to_owned();
    let mut logon = LogonRecord::network(Identity::Anonymous, ntlm(era), workstation, address);
    logon.ntlm = NtlmVersion {
        name: "NTLM V1",
        key_length: "128 or 0",
    };
    let (sure, note) = match era {
        Era::Y1998 => ((Low, say::INFERRED), say::ANONYMOUS_BLANK),
        Era::Y2003 => ((Medium, say::FORUMS), say::ANONYMOUS_BLANK),
        Era::Today => ((High, say::KB_4090105), say::ANONYMOUS_V1),
    };
    reading.write(event.host, event, success(&logon, era, sure).noting(note));
    let closed = event.kind.connection();
    let end = reading
        .after(
            event,
            |later| matches!(later.kind, EventKind::Closed(id) if Some(id) == closed),
        )
        .unwrap_or(event);
    // It closes before the caller hears that it may not.
    let (id, fields) = logon.logoff(era);
    let (confidence, _) = sure;
    let cited = if era == Era::Today {
        say::EVENT_4634
    } else {
        say::INFERRED
    };
    let draft = EntryDraft::security(id, fields)
        .cited(confidence, cited)
        .noting(say::LOGOFF);
    reading.write(event.host, end, draft);
}

/// A logon with name and password that a program on this computer asks for.
pub fn with_password(
    reading: &Reading<'_>,
    event: &Event,
    account: Identity,
    kind: LogonType,
) -> LogonRecord {
    let era = reading.era(event.host);
    let caller = reading.caller(event).unwrap_or(event.host);
    let (process, package) = match era {
        Era::Y1998 => ("IIS", "MSV1_0"),
        Era::Y2003 => ("Advapi", "Negotiate"),
        Era::Today => ("Advapi  ", "Negotiate"),
    };
    let pool = reading
        .log
        .host(event.host)
        .and_then(|host| host.account.as_deref());
    let (domain, user) = pool
        .unwrap_or_default()
        .split_once('\\')
        .unwrap_or_default();
    LogonRecord {
        kind: kind.number(),
        subject: Some(AccountName {
            domain: domain.to_owned(),
            user: user.to_owned(),
        }),
        process: "w3wp.exe",
        has_guid: true,
        ..LogonRecord::network(
            account,
            LogonProcess { process, package },
            reading.computer(event.host).to_owned(),
            reading.address(caller),
        )
    }
}

/// The workstation that an AUTHENTICATE names, or else the caller's computer.
pub fn workstation(reading: &Reading<'_>, event: &Event, caller: HostId) -> String {
    let sent = authenticate_before(reading, event);
    let named = sent.map(|[_, _, workstation]| workstation);
    let named = named.filter(|name| !name.is_empty());
    named.unwrap_or_else(|| reading.computer(caller).to_owned())
}

/// The last AUTHENTICATE that came on the event's connection: a call may follow it before it is judged.
pub fn authenticate_before(reading: &Reading<'_>, event: &Event) -> Option<[String; 3]> {
    let connection = event.kind.connection()?;
    let mut earlier = reading.before(event);
    earlier.find_map(|it| {
        let own = it.kind.connection() == Some(connection)
            && matches!(it.kind, EventKind::Message { to, .. } if to == event.host);
        own.then(|| authenticate(&arrived(it))).flatten()
    })
}

fn ntlm_version(mechanism: Mechanism) -> &'static str {
    match mechanism {
        Mechanism::Response(ResponseKind::NtlmV2 | ResponseKind::LmV2) => "NTLM V2",
        _ => "NTLM V1",
    }
}

/// Whether the user's own TGT came with the ticket.
fn brings_tgt(event: &Event) -> bool {
    event.gained.iter().any(|holding| {
        let ticket = holding.ticket.as_ref();
        ticket.is_some_and(|ticket| ticket.held_as == TicketUse::ForwardedTgt)
    })
}

/// Who acts for the user, where a ticket of S4U2proxy was shown.
fn acting(reading: &Reading<'_>, event: &Event, mechanism: Mechanism) -> String {
    let by_proxy = matches!(
        mechanism,
        Mechanism::Ticket(TicketPath::Evidence | TicketPath::Transition)
    );
    let asker = reading.decided(event, |decision| match decision {
        Decision::IssuesTicket(ticket) if ticket.exchange == ExchangeKind::Proxy => {
            Some(super::kdc::principal(reading, &ticket.asker))
        }
        _ => None,
    });
    asker.filter(|_| by_proxy).unwrap_or_default()
}
