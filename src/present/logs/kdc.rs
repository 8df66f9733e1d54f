//! What a KDC writes of the tickets that it issues and refuses.

use super::draft::EntryDraft;
use super::logon::NO_SID;
use super::reading::Reading;
use super::{OWN, UNKNOWN};
use crate::crypto::upper;
use crate::hosts::{Decision, Era, ExchangeKind, KdcRule, Package, TicketDecision, same};
use crate::lab::{AccountDatabase, Event, HostId};
use crate::present::log_source::{Confidence, LogSource};
use crate::present::narration::Source;
use crate::present::narration::logs as say;
use crate::wire::LayerValue;
use crate::wire::kerberos::{KRBTGT, KerberosMessage};
use Confidence::{High, Low, Medium};

/// What the event of a ticket tells.
#[derive(Clone, Debug)]
pub struct TicketEvent {
    /// The account of whoever asks for the ticket.
    pub account: String,
    /// The realm of the KDC that writes it.
    pub realm: String,
    /// The account that the ticket is for.
    pub service: String,
    /// The options of the request, in hex.
    pub options: String,
    /// The ticket's encryption type, in hex.
    pub etype: String,
    /// The error of RFC 4120, or 0.
    pub code: i64,
    /// Where the question came from.
    pub address: String,
    /// Who acts for the user, where somebody does.
    pub services: String,
}

/// Writes what a KDC's decision leaves in its logs.
pub fn read(reading: &mut Reading<'_>, event: &Event) {
    let ticket = match event.kind.decision() {
        Some(Decision::IssuesTicket(ticket) | Decision::RefusesTicket(ticket)) => ticket,
        _ => return,
    };
    // Asking for proof comes before every ticket; no source says that the controller writes of it.
    if ticket.rule == KdcRule::ProofFirst {
        return;
    }
    if has_tgt_of_logon(reading, event, ticket) {
        return;
    }
    let era = reading.era(event.host);
    if era == Era::Y1998 {
        let draft = EntryDraft::unsourced(LogSource::Security, say::NT4_NO_KERBEROS);
        return reading.write_once(event.host, event, draft);
    }
    let told = told(reading, event, ticket);
    let unasked = ticket.exchange == ExchangeKind::Proxy && told.code != 0 && !delegates(reading);
    let draft = if ticket.exchange == ExchangeKind::As {
        let known = matches!(told.code, 0 | 6 | 12 | 14 | 18 | 23 | 24);
        let cited = told.initial_source();
        let sure = if known { High } else { Low };
        told.initial(era).cited(sure, cited)
    } else {
        let (sure, cited) = match ticket.exchange {
            _ if unasked => (Low, say::KB_824905),
            ExchangeKind::ToSelf | ExchangeKind::Proxy => (Medium, say::KB_824905),
            ExchangeKind::Referral => (Medium, say::EVENT_4769),
            _ => (High, say::EVENT_4769),
        };
        told.service(era).cited(sure, cited)
    };
    let note = match ticket.exchange {
        _ if is_failed_proof(told.code) => say::FAILURE_AUDIT,
        _ if unasked => say::PERHAPS_UNASKED,
        ExchangeKind::Proxy => say::PROXY,
        ExchangeKind::Referral => say::REFERRAL,
        ExchangeKind::Tgs => say::NO_SPN,
        _ => "",
    };
    reading.write(event.host, event, draft.noting(note));
    beside(reading, event, ticket);
}

/// Whether a TGT is got, or a referral, that Windows has since LogonUser took one with the same password: the logon session keeps
/// it, and its entry is that of the logon. A controller that is the server judges its own logons, and no source says what it writes.
fn has_tgt_of_logon(reading: &Reading<'_>, event: &Event, ticket: &TicketDecision) -> bool {
    let member = reading.scenario.front_end.accounts == AccountDatabase::MemberServer;
    let kept = matches!(ticket.exchange, ExchangeKind::As | ExchangeKind::Referral);
    let caller = reading.caller(event).map(|caller| reading.computer(caller));
    let logged_on = |it: &Event| match it.kind.decision() {
        Some(Decision::MakesToken { identity, how, .. }) => {
            how.package == Package::LogonUser
                && Some(reading.computer(it.host)) == caller
                && same(identity.user(), &ticket.asker)
        }
        _ => false,
    };
    member && kept && ticket.code == 0 && reading.before(event).any(logged_on)
}

/// Whether anything is set up by which IIS could ask for a ticket in somebody's name.
fn delegates(reading: &Reading<'_>) -> bool {
    let scenario = reading.scenario;
    !scenario.delegation_targets().is_empty() || scenario.back_end.lets_front_end_act
}

/// What the KDC writes beside its audit.
fn beside(reading: &mut Reading<'_>, event: &Event, ticket: &TicketDecision) {
    let (source, id, sure) = match (ticket.rule, ticket.exchange) {
        (KdcRule::DuplicateService, _) => (LogSource::System, 11, High),
        (KdcRule::NoCommonEtype, ExchangeKind::As) => (LogSource::System, 14, High),
        (KdcRule::NoCommonEtype, _) => (LogSource::System, 16, High),
        (KdcRule::ProtectedNeedsAes, _) => (LogSource::ProtectedUsers, 104, High),
        _ => return,
    };
    let named = if id == 11 {
        ("Service", ticket.service.clone())
    } else {
        ("Account", ticket.client.clone())
    };
    let draft = EntryDraft::event(source, "KDC", id)
        .with(vec![named])
        .cited(sure, say::MANIFESTS);
    reading.write(event.host, event, draft);
}

fn told(reading: &Reading<'_>, event: &Event, ticket: &TicketDecision) -> TicketEvent {
    let caller = reading.caller(event).unwrap_or(event.host);
    let failed = ticket.code != 0;
    let krbtgt = || {
        let other = ticket.account.as_deref().unwrap_or_default();
        format!("{KRBTGT}/{}", other.trim_end_matches('$'))
    };
    let service = match (ticket.exchange, &ticket.account) {
        (ExchangeKind::As, _) if failed => ticket.service.clone(),
        (ExchangeKind::Referral, _) => krbtgt(),
        (_, Some(account)) => account.clone(),
        (_, None) => UNKNOWN.to_owned(),
    };
    let proxy = ticket.exchange == ExchangeKind::Proxy && !failed;
    TicketEvent {
        account: match ticket.exchange {
            ExchangeKind::As => ticket.asker.clone(),
            _ => asker(reading, event, ticket),
        },
        realm: realm(reading, event.host),
        service,
        options: options(reading, event),
        etype: if failed {
            "0xffffffff".to_owned()
        } else {
            format!("0x{:x}", ticket.etype)
        },
        code: ticket.code,
        address: reading.address(caller),
        services: if proxy {
            principal(reading, &ticket.asker)
        } else {
            String::new()
        },
    }
}

/// Who asks, with the realm of the TGT that they got first; whoever was handed a TGT asks as the one who got it.
fn asker(reading: &Reading<'_>, event: &Event, ticket: &TicketDecision) -> String {
    let first = reading.decided(event, |decision| match decision {
        Decision::GainsTicket(gained) if gained.exchange == ExchangeKind::As => {
            let name = gained.client.split_once('@').map(|(name, _)| name);
            (name == Some(ticket.asker.as_str())).then(|| gained.client.clone())
        }
        _ => None,
    });
    first.unwrap_or_else(|| ticket.asker.clone())
}

/// An account of the servers' realm, as Kerberos writes it.
pub fn principal(reading: &Reading<'_>, account: &str) -> String {
    let realm = upper(&reading.scenario.names.dns_domain);
    format!("{account}@{realm}")
}

/// The realm of a domain controller.
pub fn realm(reading: &Reading<'_>, controller: HostId) -> String {
    let names = &reading.scenario.names;
    realm_name(
        reading,
        reading.computer(controller) == names.other_controller,
    )
}

/// The realm of a domain, by its NetBIOS name.
pub fn realm_of(reading: &Reading<'_>, domain: &str) -> String {
    realm_name(reading, domain == reading.scenario.names.other_domain)
}

fn realm_name(reading: &Reading<'_>, other: bool) -> String {
    let names = &reading.scenario.names;
    upper(if other {
        &names.other_dns_domain
    } else {
        &names.dns_domain
    })
}

/// kdc-options of the request that is answered.
fn options(reading: &Reading<'_>, event: &Event) -> String {
    let layers = reading.asked(event);
    let asked = layers.iter().find_map(|layer| match &layer.value {
        LayerValue::Kerberos(Some(KerberosMessage::KdcRequest(request))) => {
            Some(request.body.options)
        }
        _ => None,
    });
    asked.map_or(UNKNOWN.to_owned(), |options| format!("0x{options:08x}"))
}

/// Errors that a failed proof of the key is written with: they are 4771, and 675 before.
fn is_failed_proof(code: i64) -> bool {
    matches!(code, 0x10 | 0x17 | 0x18)
}

/// The fields of 4768 in the order of its event data.
const TGT: &[&str] = &[
    "TargetUserName",
    "TargetDomainName",
    "TargetSid",
    "ServiceName",
    "ServiceSid",
    "TicketOptions",
    "Status",
    "TicketEncryptionType",
    "PreAuthType",
    "IpAddress",
    "IpPort",
    "CertIssuerName",
    "CertSerialNumber",
    "CertThumbprint",
];
/// The fields of 4771 in the order of its event data.
const FAILED_PROOF: &[&str] = &[
    "TargetUserName",
    "TargetSid",
    "ServiceName",
    "TicketOptions",
    "Status",
    "PreAuthType",
    "IpAddress",
    "IpPort",
    "CertIssuerName",
    "CertSerialNumber",
    "CertThumbprint",
];
/// The fields of 4769 in the order of its event data.
const TICKET: &[&str] = &[
    "TargetUserName",
    "TargetDomainName",
    "ServiceName",
    "ServiceSid",
    "TicketOptions",
    "TicketEncryptionType",
    "IpAddress",
    "IpPort",
    "Status",
    "LogonGuid",
    "TransmittedServices",
];
/// What is known of the fields of 672 and 675.
const OLD_TGT: &[&str] = &["User Name", "Result Code", "Client Address"];
/// The fields of 673 in the order of its text.
const OLD_TICKET: &[&str] = &[
    "User Name",
    "User Domain",
    "Service Name",
    "Service ID",
    "Ticket Options",
    "Ticket Encryption Type",
    "Client Address",
    "Failure Code",
    "Logon GUID",
    "Transited Services",
];

impl TicketEvent {
    /// Of a first ticket: 4768 or 4771, 672 or 675.
    pub fn initial(&self, era: Era) -> EntryDraft {
        let (id, names) = match (era == Era::Today, is_failed_proof(self.code)) {
            (true, false) => (4768, TGT),
            (true, true) => (4771, FAILED_PROOF),
            (false, false) => (672, OLD_TGT),
            (false, true) => (675, OLD_TGT),
        };
        self.event(id, names)
    }

    /// Who describes that event.
    pub fn initial_source(&self) -> Source {
        match is_failed_proof(self.code) {
            true => say::EVENT_4771,
            false => say::EVENT_4768,
        }
    }

    /// Of a ticket for a service: 4769, or 673.
    pub fn service(&self, era: Era) -> EntryDraft {
        let mut told = self.clone();
        if !told.account.contains('@') {
            told.account = format!("{}@{}", told.account, told.realm);
        }
        let (id, names) = match era {
            Era::Today => (4769, TICKET),
            Era::Y1998 | Era::Y2003 => (673, OLD_TICKET),
        };
        told.event(id, names)
    }

    fn event(&self, id: u16, names: &[&'static str]) -> EntryDraft {
        let code = format!("0x{:x}", self.code);
        let fields = names.iter();
        let fields = fields.map(|name| (*name, self.value(name, &code).to_owned()));
        EntryDraft::security(id, fields.collect())
    }

    /// The value of a field, whatever the time calls it.
    fn value<'a>(&'a self, name: &str, code: &'a str) -> &'a str {
        let failed = self.code != 0;
        match name {
            "TargetUserName" | "User Name" => &self.account,
            "TargetDomainName" | "User Domain" => &self.realm,
            "TargetSid" | "ServiceSid" if failed && !is_failed_proof(self.code) => NO_SID,
            "ServiceName" | "Service Name" => &self.service,
            "TicketOptions" | "Ticket Options" => &self.options,
            "Failure Code" if !failed => "-",
            "Status" | "Result Code" | "Failure Code" => code,
            "TicketEncryptionType" | "Ticket Encryption Type" => &self.etype,
            "PreAuthType" if failed && !is_failed_proof(self.code) => "-",
            "PreAuthType" => "2",
            "IpAddress" | "Client Address" => &self.address,
            "CertIssuerName" | "CertSerialNumber" | "CertThumbprint" => "",
            "TransmittedServices" | "Transited Services" if self.services.is_empty() => "-",
            "TransmittedServices" | "Transited Services" => &self.services,
            _ => OWN,
        }
    }
}
