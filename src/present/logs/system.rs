//! The System log: Kerberos' errors at whoever asked or called, and what IIS and LSASRV say of a logon.

use super::draft::EntryDraft;
use super::reading::{Reading, scheme};
use crate::hosts::{Decision, DenialReason, Era, ExchangeKind, KdcRule, Role, TicketDecision};
use crate::lab::{Event, EventKind};
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::logs as say;
use crate::wire::kerberos::error_code::KDC_ERR_S_PRINCIPAL_UNKNOWN;
use Confidence::{High, Medium};

/// Writes what a refusal leaves in the System logs of those it concerns.
pub fn read(reading: &mut Reading<'_>, event: &Event) {
    match event.kind.decision() {
        Some(Decision::RefusesRequest { because } | Decision::AuthenticationFails { because }) => {
            refused(reading, event, because)
        }
        Some(Decision::RefusesTicket(ticket)) => no_ticket(reading, event, ticket),
        _ => {}
    }
}

fn refused(reading: &mut Reading<'_>, event: &Event, because: &DenialReason) {
    let era = reading.era(event.host);
    match because {
        DenialReason::Kerberos(41) if era != Era::Y1998 => {
            let Some(caller) = reading.caller(event) else {
                return;
            };
            // The client knows when the answer is there.
            let connection = event.kind.connection();
            let told = reading.after(event, |later| {
                later.host == event.host
                    && later.kind.connection() == connection
                    && matches!(later.kind, EventKind::Message { .. })
            });
            let server = reading.computer(event.host).to_owned();
            let own = reading.before(event).filter(|it| it.host == caller);
            let shown = own
                .filter_map(|it| it.kind.decision())
                .find_map(|it| match it {
                    Decision::GainsTicket(gained) if gained.exchange != ExchangeKind::As => {
                        Some(gained.service.clone())
                    }
                    _ => None,
                });
            let mut about = vec![
                ("Error", "KRB_AP_ERR_MODIFIED".to_owned()),
                ("Server", server),
            ];
            about.extend(shown.map(|service| ("Target Name", service)));
            let draft = EntryDraft::event(LogSource::System, "Kerberos", 4)
                .with(about)
                .cited(Medium, say::IIS_SUPPORT)
                .noting(say::MODIFIED);
            reading.write(caller, told.unwrap_or(event), draft);
        }
        DenialReason::Loopback if era != Era::Y1998 => {
            let draft =
                EntryDraft::event(LogSource::System, "LSASRV", 6037).cited(Medium, say::MANIFESTS);
            reading.write(event.host, event, draft);
        }
        DenialReason::LogonFailed(_)
            if era != Era::Today
                && reading.log.role(event) == Some(Role::FrontEnd)
                && scheme(&reading.asked(event)).eq_ignore_ascii_case("Basic") =>
        {
            let draft =
                EntryDraft::event(LogSource::System, "W3SVC", 100).cited(Medium, say::KB_922730);
            reading.write(event.host, event, draft);
        }
        _ => {}
    }
}

/// A KDC's error, at whoever asked.
fn no_ticket(reading: &mut Reading<'_>, event: &Event, ticket: &TicketDecision) {
    let asker = reading.caller(event);
    let Some(asker) = asker.filter(|_| ticket.rule != KdcRule::ProofFirst) else {
        return;
    };
    let era = reading.era(asker);
    if era == Era::Y1998 {
        return;
    }
    let about = vec![
        ("Error Code", format!("0x{:x}", ticket.code)),
        ("Server Name", ticket.service.clone()),
    ];
    let draft = EntryDraft::event(LogSource::System, "Kerberos", 3)
        .with(about)
        .cited(High, say::MANIFESTS)
        .noting(say::LOG_LEVEL);
    reading.write(asker, event, draft);
    let id = match (ticket.rule, ticket.code) {
        (KdcRule::NoSuchService, KDC_ERR_S_PRINCIPAL_UNKNOWN) => 100,
        (KdcRule::DuplicateService, _) => 101,
        _ => return,
    };
    if era == Era::Today {
        let draft = EntryDraft::event(LogSource::KerberosOperational, "Security-Kerberos", id)
            .with(vec![("Service", ticket.service.clone())])
            .cited(High, say::MANIFESTS)
            .noting(say::CHANNEL_OFF);
        reading.write(asker, event, draft);
    }
}
