//! What a domain controller writes of the logons that it judges for other computers.

use super::draft::EntryDraft;
use super::kdc::{TicketEvent, realm, realm_of};
use super::logon::event_code;
use super::reading::{Reading, arrived};
use super::{LogField, OWN};
use crate::hosts::{AccountName, Computation, Decision, Era, Refusal, Role, account_of};
use crate::lab::{Event, EventKind, HostId};
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::logs as say;
use crate::wire::kerberos::KRBTGT;
use crate::wire::kerberos::error_code::KDC_ERR_POLICY;
use crate::wire::netlogon::{Logon, LogonRequest};
use crate::wire::ntstatus::STATUS_AUTHENTICATION_FIREWALL_FAILED;
use crate::wire::{Layer, LayerValue};
use Confidence::{High, Low, Medium};

const PACKAGE: &str = "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0";

/// Writes what a judgement leaves on the domain controller.
pub fn read(reading: &mut Reading<'_>, event: &Event) {
    let Some(Decision::Validates { account, outcome }) = event.kind.decision() else {
        return;
    };
    if reading.log.role(event) != Some(Role::DomainController) {
        return;
    }
    let layers = reading.asked(event);
    let Some(request) = logon_request(&layers) else {
        return;
    };
    let era = reading.era(event.host);
    if era == Era::Y1998 {
        let draft = EntryDraft::silence(LogSource::Security, say::NT4_PASS_THROUGH)
            .cited(High, say::NT4_CONTROLLER);
        return reading.write_once(event.host, event, draft);
    }
    match &request.logon {
        Logon::Generic { .. } => {
            let draft = EntryDraft::unsourced(LogSource::Security, say::DIGEST_CONTROLLER);
            reading.write_once(event.host, event, draft);
        }
        Logon::Interactive { .. } => with_password(reading, event, request, account),
        Logon::Network(network) if own_question(reading, event, network.challenge) => {
            with_password(reading, event, request, account);
        }
        Logon::Network(_) => response(reading, event, request, era),
    }
    if *outcome == Err(Refusal::ProtectedUser) && era == Era::Today {
        let draft = EntryDraft::event(LogSource::ProtectedUsers, "NTLM", 100)
            .with(vec![("User Name", request.user.clone())])
            .cited(High, say::MANIFESTS)
            .noting(say::PROTECTED_USER);
        reading.write(event.host, event, draft);
    }
}

/// Whether the server that asks had a password and put the question to itself.
fn own_question(reading: &Reading<'_>, event: &Event, wanted: [u8; 8]) -> bool {
    reading.before(event).any(|earlier| {
        matches!(
            &earlier.kind,
            EventKind::Computation { computation: Computation::OwnChallenge { challenge }, .. }
                if *challenge == wanted
        )
    })
}

/// What the controller answered.
fn status(reading: &Reading<'_>, event: &Event) -> Option<u32> {
    let connection = event.kind.connection();
    let answer = reading.after(event, |later| {
        later.host == event.host
            && later.kind.connection() == connection
            && matches!(later.kind, EventKind::Message { .. })
    })?;
    arrived(answer).iter().find_map(|layer| match &layer.value {
        LayerValue::LogonResponse(Some(response)) => Some(response.status),
        _ => None,
    })
}

/// The server that wants a logon judged: a controller passes on what a server of its own domain asks.
fn server(reading: &Reading<'_>, event: &Event) -> HostId {
    let caller = reading.caller(event).unwrap_or(event.host);
    let host = reading.log.host(caller);
    if host.and_then(|host| host.role) != Some(Role::DomainController) {
        return caller;
    }
    let asked = reading.before(event).find(|it| {
        let reaches = matches!(it.kind, EventKind::Message { to, .. } if to == caller);
        reaches && logon_request(&arrived(it)).is_some()
    });
    asked.and_then(|it| reading.caller(it)).unwrap_or(caller)
}

fn logon_request(layers: &[Layer]) -> Option<&LogonRequest> {
    layers.iter().find_map(|layer| match &layer.value {
        LayerValue::LogonRequest(request) => request.as_ref(),
        _ => None,
    })
}

/// A response of NTLM: 4776, or 680.
fn response(reading: &mut Reading<'_>, event: &Event, request: &LogonRequest, era: Era) {
    let Some(status) = status(reading, event) else {
        return;
    };
    let (user, workstation) = (request.user.clone(), request.workstation.clone());
    let draft = if era == Era::Today {
        let fields: Vec<LogField> = vec![
            ("PackageName", PACKAGE.to_owned()),
            ("TargetUserName", user),
            ("Workstation", workstation),
            ("Status", event_code(status)),
        ];
        let sure = match status {
            0xC000_006E => Medium,
            // No source has an event of the controller for it; the server's is known.
            STATUS_AUTHENTICATION_FIREWALL_FAILED => Low,
            _ => High,
        };
        EntryDraft::security(4776, fields).cited(sure, say::EVENT_4776)
    } else {
        let fields: Vec<LogField> = vec![
            ("Logon attempt by", PACKAGE.to_owned()),
            ("Logon account", user),
            ("Source Workstation", workstation),
            ("Error Code", event_code(status)),
        ];
        EntryDraft::security(680, fields).cited(Medium, say::UWS)
    };
    let note = if status == 0 { "" } else { say::FAILURE_AUDIT };
    reading.write(event.host, event, draft.noting(note));
    if era == Era::Today {
        audit(reading, event, request);
    }
}

/// Where policy audits NTLM in the domain: 8003 at the server, and 8004, which names the computer whose secure channel it
/// came by.
fn audit(reading: &mut Reading<'_>, event: &Event, request: &LogonRequest) {
    /// WorkstationSecureChannel ([MS-NRPC] 2.2.1.3.13): the server is a member of the domain.
    const MEMBER: &str = "2";
    /// TrustedDnsDomainSecureChannel: the controller of a domain that trusts this one passes it on.
    const TRUST: &str = "3";
    let server = server(reading, event);
    let caller = reading.caller(event).unwrap_or(event.host);
    let channel = if caller == server { MEMBER } else { TRUST };
    let audited = |provider, id, fields| {
        EntryDraft::event(LogSource::NtlmOperational, provider, id)
            .with(fields)
            .cited(Medium, say::MANIFESTS)
            .noting(say::NTLM_AUDIT)
    };
    let fields: Vec<LogField> = vec![
        ("UserName", request.user.clone()),
        ("DomainName", request.domain.clone()),
        ("Workstation", request.workstation.clone()),
        ("LogonType", "3".to_owned()),
    ];
    reading.write(server, event, audited("NTLM", 8003, fields));
    let fields: Vec<LogField> = vec![
        ("SChannelName", reading.computer(caller).to_owned()),
        ("UserName", request.user.clone()),
        ("DomainName", request.domain.clone()),
        ("WorkstationName", request.workstation.clone()),
        ("SChannelType", channel.to_owned()),
    ];
    reading.write(
        event.host,
        event,
        audited("Security-Netlogon", 8004, fields),
    );
}

/// LogonUser takes a TGT with the password, and a ticket for the computer: of a user of another domain by way of a referral, for
/// which its own controller is asked next.
fn with_password(
    reading: &mut Reading<'_>,
    event: &Event,
    request: &LogonRequest,
    account: &AccountName,
) {
    let era = reading.era(event.host);
    let Some(status) = status(reading, event) else {
        return;
    };
    let code = match status {
        // The users' own domain gave the TGT; this one refuses the ticket for the computer.
        0 | STATUS_AUTHENTICATION_FIREWALL_FAILED => 0,
        0xC000_0064 => 0x6,
        0xC000_006A | 0xC000_006D => 0x18,
        0xC000_0071 | 0xC000_0224 => 0x17,
        _ => 0x12,
    };
    let server = server(reading, event);
    let own = realm(reading, event.host);
    let first = TicketEvent {
        account: request.user.clone(),
        realm: own.clone(),
        service: if code == 0 {
            KRBTGT.to_owned()
        } else {
            format!("{KRBTGT}/{own}")
        },
        options: OWN.to_owned(),
        etype: OWN.to_owned(),
        code,
        address: reading.address(server),
        services: String::new(),
    };
    let sure = if era == Era::Today { Medium } else { Low };
    let note = if code == 0 {
        say::LOGON_USER
    } else {
        say::FAILURE_AUDIT
    };
    let refused = status == STATUS_AUTHENTICATION_FIREWALL_FAILED;
    if !refused {
        let draft = first.initial(era).cited(sure, first.initial_source());
        reading.write(event.host, event, draft.noting(note));
    }
    if code != 0 {
        return;
    }
    // A ticket that is refused here is of a user of another domain.
    let of_user = if refused {
        realm_of(reading, &account.domain)
    } else {
        own
    };
    let code = if refused { KDC_ERR_POLICY } else { 0 };
    for (controller, service) in tickets(reading, event, server) {
        let ticket = TicketEvent {
            account: format!("{}@{of_user}", account_of(&request.user)),
            realm: realm(reading, controller),
            service,
            code,
            ..first.clone()
        };
        let draft = ticket.service(era).cited(sure, say::EVENT_4769);
        reading.write(controller, event, draft.noting(say::LOGON_USER));
    }
}

/// Which controller writes of a ticket on the way to that for the server's computer, and for which account it is.
fn tickets(reading: &Reading<'_>, event: &Event, server: HostId) -> Vec<(HostId, String)> {
    let computer = format!("{}$", reading.computer(server));
    let caller = reading.caller(event).unwrap_or(event.host);
    if caller == server {
        return vec![(event.host, computer)];
    }
    let referral = format!("{KRBTGT}/{}", realm(reading, caller));
    // A trust that is selective refuses the second: that is written where it is decided.
    let selective = reading.scenario.directory.selective_authentication;
    let second = (!selective).then_some((caller, computer));
    [(event.host, referral)].into_iter().chain(second).collect()
}
