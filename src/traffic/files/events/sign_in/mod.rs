//! The sign-in that an event of Windows tells of.

mod before_vista;
mod system;

use super::super::leg::{
    Flow, Leg, LoggedStep, Method, Party, Protocol, Sender, SentCredential, Status,
};
use super::super::log_record::{LogFlows, LogRecord};
use crate::wire::kerberos::KdcKind;
use std::sync::Arc;

/// STATUS_NTLM_BLOCKED ([MS-ERREF] 2.3.1).
const NTLM_BLOCKED: u32 = 0xC000_0418;

/// The first port that Windows gives out to clients, since Vista.
const EPHEMERAL: u16 = 49_152;

/// What an event tells, by its number.
struct Told<'a> {
    method: Method,
    status: Option<Status>,
    /// Where to, as the event names it.
    target: Option<&'a str>,
    /// The part of a sign-in that it tells of, where it is not one here.
    step: Option<LoggedStep>,
    /// The fields of the name and its domain.
    names: [&'static str; 2],
    /// Whether somebody signs in from the computer that wrote it to another.
    goes_out: bool,
    /// Who it is of that names nobody, where it may: of what fails the ticket may not open, or the token be none.
    nameless: Option<&'static str>,
}

/// The message that an event is; nothing where it tells of no sign-in.
pub(super) fn leg(record: &LogRecord, flows: &mut LogFlows, message: &[u8]) -> Option<Leg> {
    let Told {
        method,
        status,
        target,
        step,
        names,
        goes_out,
        nameless,
    } = told(record)?;
    let [user, domain] = names;
    let user = record.get(user).or(nameless)?;
    let user = match record.get(domain) {
        Some(domain) if !user.is_empty() && !user.contains(['@', '\\']) => {
            format!("{domain}\\{user}")
        }
        _ => user.to_owned(),
    };
    let address = record.address("IpAddress");
    // Of a logon from afar some versions name the computer itself as the workstation: the address tells more.
    let remote = address.is_some_and(|address| !address.is_loopback());
    let named = record
        .get("WorkstationName")
        .or_else(|| record.get("Workstation"));
    let named = named.filter(|name| !(remote && is_computer(record, name)));
    let other = Party {
        address,
        port: record
            .number("IpPort")
            .and_then(|it| it.try_into().ok())
            .filter(|it| *it != 0),
        name: named.map(str::to_owned),
    };
    // Signing in elsewhere is told by the computer that asks.
    let writer = Party {
        name: record.computer.clone(),
        ..Party::default()
    };
    let (client, server, sender) = match goes_out {
        // Which KDC is asked is not told.
        true if step.is_some() => (writer, Party::default(), Sender::Client),
        true => (writer, called(record, other, target), Sender::Client),
        false => (other, writer, Sender::Server),
    };
    let outer = if goes_out { &server } else { &client };
    let key = (
        outer.address,
        outer.port,
        client.name.clone(),
        server.name.clone(),
    );
    let flow = flows.number(key, || Flow::new(client, server, Protocol::Log));
    let mut leg = Leg::new(flow, sender, record.at, record.location);
    leg.request = Some(title(record));
    leg.target = target.map(str::to_owned);
    leg.credential = Some(SentCredential::Clear(method, user, None));
    leg.logged = step;
    leg.status = status;
    // `0xc0000035 KLIN(0)`: the NTSTATUS that a KDC of Windows adds.
    let closer = record
        .get("ExtendedError")
        .and_then(|it| it.split(' ').next());
    let closer = closer.and_then(|it| u32::from_str_radix(it.strip_prefix("0x")?, 16).ok());
    leg.windows = closer.filter(|it| *it != 0);
    leg.message = Arc::from(message);
    Some(leg)
}

/// Whether an event should tell of a sign-in, and nothing that is said in it was understood.
pub(super) fn is_untold(record: &LogRecord) -> bool {
    const TOLD: [&str; 3] = ["TargetUserName", "Status", "IpAddress"];
    let told = |name: &str| TOLD.iter().any(|it| it.eq_ignore_ascii_case(name));
    matches!(record.id, 4624 | 4625 | 4648 | 4768..=4771 | 4776 | 4777)
        && !record.fields.iter().any(|(name, _)| told(name))
}

fn told(record: &LogRecord) -> Option<Told<'_>> {
    let computer = record.computer.as_deref();
    let mut told = Told {
        method: Method::Other,
        status: None,
        target: None,
        step: None,
        names: ["TargetUserName", "TargetDomainName"],
        goes_out: false,
        nameless: None,
    };
    let nt = |name| record.number(name).map(Status::Nt);
    let id = before_vista::today(record).unwrap_or(record.id);
    if id != record.id && id < 4768 {
        told.names = ["TargetUserName", "DomainName"];
    }
    match id {
        4624 => {
            told.method = package(record);
            told.status = Some(Status::Nt(0));
            told.target = computer;
            told.nameless = before_vista::nobody(record);
        }
        4625 => {
            told.method = package(record);
            let said = before_vista::reason(record).or_else(|| reason(record));
            told.status = Some(said.map_or(Status::Failed, Status::Nt));
            told.target = computer;
            told.nameless = Some("");
        }
        4648 => {
            told.target = record.get("TargetServerName");
            // A service that logs its caller on to its own computer, as for Basic, names where they call from.
            let calls = record.address("IpAddress");
            let called = calls.is_some_and(|it| !it.is_loopback());
            told.goes_out = !(called && told.target.is_some_and(is_own));
        }
        4768..=4771 => {
            told.method = Method::Kerberos;
            let status = record.number("Status").map(i64::from);
            // A ticket is renewed, or nothing is written.
            let given = id == 4770 || before_vista::is_given(record);
            let status = status.or(given.then_some(0));
            told.status = status.map(Status::Kerberos);
            told.target = record.get("ServiceName");
            told.step = Some(LoggedStep::Kdc(match id {
                4769 | 4770 => KdcKind::Tgs,
                _ => KdcKind::As,
            }));
            told.nameless = Some("");
        }
        4776 | 4777 => {
            told.method = Method::Ntlm;
            told.step = Some(LoggedStep::Validation);
            told.status = nt("Status");
        }
        3 | 4 if by(record, "Kerberos") => system::client(record, &mut told)?,
        7 if by(record, "Kerberos") => system::service(record, &mut told),
        11 | 14 | 16 | 26 | 27 if system::by_kdc(record) => system::kdc(record, &mut told)?,
        _ if by(record, "NTLM") || by(record, "Netlogon") => ntlm(record, &mut told)?,
        _ => return None,
    }
    Some(told)
}

/// What the policies "Restrict NTLM" write: what they would block (8001 and on), or do (4001 and on), at a client, at a server,
/// at a server for accounts of the domain, and at a domain controller.
fn ntlm<'a>(record: &'a LogRecord, told: &mut Told<'a>) -> Option<()> {
    let place = match record.id {
        place @ 8001..=8006 => place - 8000,
        place @ 4001..=4006 => place - 4000,
        _ => return None,
    };
    told.method = Method::Ntlm;
    told.status = (record.id < 8000).then_some(Status::Nt(NTLM_BLOCKED));
    told.goes_out = place == 1;
    // A server does not say whose request it is: the names are those of the program that it came to.
    told.nameless = (place == 2).then_some("");
    told.names = match place == 1 && record.get("UserName").is_none() {
        true => ["ClientUserName", "ClientDomainName"],
        false => ["UserName", "DomainName"],
    };
    let named = ["TargetName", "SChannelName"];
    let named = named.into_iter().find_map(|it| record.get(it));
    told.target = named.or(record.computer.as_deref());
    Some(())
}

/// Whether an event is of a source with that in its name.
fn by(record: &LogRecord, name: &str) -> bool {
    let source = record.source.as_deref();
    source.is_some_and(|it| it.contains(name) && !it.contains("Distribution"))
}

/// Whether that names the computer that wrote the event, by its short name or in full.
fn is_computer(record: &LogRecord, name: &str) -> bool {
    let short = |name: &str| {
        name.split('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    };
    let computer = record.computer.as_deref();
    computer.is_some_and(|computer| short(computer) == short(name))
}

fn title(record: &LogRecord) -> String {
    match record.number("LogonType") {
        Some(kind) => format!("event {}, logon type {kind}", record.id),
        None => system::title(record).unwrap_or_else(|| format!("event {}", record.id)),
    }
}

/// The computer that somebody signs in to from this one, by its name or that of a service on it: `HTTP/web01:8080`.
fn called(record: &LogRecord, party: Party, target: Option<&str>) -> Party {
    let host = |name: &str| {
        let host = name.split('/').nth(1).unwrap_or(name);
        host.split([':', '@']).next().map(str::to_owned)
    };
    let name = match target.is_some_and(is_own) {
        true => record.computer.as_deref(),
        false => target,
    };
    // Of a client, on whose behalf it is, the port is one of those that Windows gives out; a service has a lower one.
    let party = match party.port {
        Some(..EPHEMERAL) => party,
        _ => Party {
            name: party.name,
            ..Party::default()
        },
    };
    Party {
        name: party.name.or_else(|| {
            let host = host(name?)?;
            Some(system::answered(record, &host).map_or(host, str::to_owned))
        }),
        ..party
    }
}

/// Whether that means the computer that wrote the event.
fn is_own(target: &str) -> bool {
    target.eq_ignore_ascii_case("localhost")
}

/// Why it failed: the closer reason, where there is one.
fn reason(record: &LogRecord) -> Option<u32> {
    let closer = record.number("SubStatus").filter(|it| *it != 0);
    closer.or_else(|| record.number("Status"))
}

fn package(record: &LogRecord) -> Method {
    let package = record.get("AuthenticationPackageName").unwrap_or_default();
    match package.to_ascii_lowercase().as_str() {
        "kerberos" => Method::Kerberos,
        "ntlm" | "microsoft_authentication_package_v1_0" => Method::Ntlm,
        "negotiate" => Method::Negotiate,
        "wdigest" => Method::Digest,
        _ => Method::Other,
    }
}

#[cfg(test)]
mod tests;
