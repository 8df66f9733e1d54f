//! Reads a run for what it shows: decisions of the hosts, and the bytes that the browser sent.

use super::{AccountKind, Observable, SentToken};
use crate::crypto::lower;
use crate::hosts::security::kerberos::TicketFlags;
use crate::hosts::{
    Decision, DenialReason, ExchangeKind, Identity, Role, Scheme, TicketDecision, account_of, same,
};
use crate::lab::finding::findings;
use crate::lab::{EventKind, Hop, Log, Outcome, Scenario, UserForest, outcome};
use crate::wire::from_base64;
use crate::wire::http::Request;
use crate::wire::ntlm::is_ntlmssp;
use crate::wire::ntstatus::STATUS_LOGON_FAILURE;

/// What a run shows, each once, in order. What takes a second run to be seen is not among it.
pub fn observe(scenario: &Scenario, log: &Log) -> Vec<Observable> {
    let mut seen = Seen {
        scenario,
        log,
        shows: vec![
            Observable::SetUpIn(scenario.era),
            Observable::BackEnd(scenario.back_end.protocol),
        ],
        scheme: None,
        asked: 0,
    };
    for event in &log.events {
        match &event.kind {
            EventKind::Decision { decision, .. } => seen.decision(log.role(event), decision),
            EventKind::Message { sent, .. }
                if log.role(event) == Some(Role::Browser) && log.hop(event) == Some(Hop::FIRST) =>
            {
                seen.request(sent);
            }
            _ => {}
        }
    }
    seen.outcome();
    let mut shows = seen.shows;
    shows.extend(findings(scenario).map(Observable::Is));
    shows
}

struct Seen<'a> {
    scenario: &'a Scenario,
    log: &'a Log,
    shows: Vec<Observable>,
    scheme: Option<Scheme>,
    asked: u8,
}

impl Seen<'_> {
    fn show(&mut self, observable: Observable) {
        if !self.shows.contains(&observable) {
            self.shows.push(observable);
        }
    }

    fn decision(&mut self, role: Option<Role>, decision: &Decision) {
        let browser = role == Some(Role::Browser);
        let front_end = role == Some(Role::FrontEnd);
        match decision {
            Decision::SignsIn { scheme, prompt, .. } => {
                self.scheme = Some(*scheme);
                self.asked += u8::from(prompt.is_some());
            }
            Decision::RefusesRequest { because } if front_end => self.refusal(because),
            Decision::MakesToken { how, .. } if front_end => {
                self.show(Observable::FrontEndKnowsBy(how.package));
            }
            Decision::FallsBack { .. } if browser => self.show(Observable::NoTicket),
            Decision::IssuesTicket(ticket) => self.issued(ticket),
            Decision::RefusesTicket(ticket) => self.refused(ticket),
            Decision::Authenticates { identity, how } if !front_end => self.show(match identity {
                Identity::Anonymous => Observable::BackEndAnonymous,
                Identity::User(_) => Observable::BackEndUser(how.package),
            }),
            Decision::Authorizes {
                identity: Identity::User(_),
                granted: false,
                ..
            } => self.show(Observable::BackEndNoRights),
            _ => {}
        }
    }

    fn refusal(&mut self, because: &DenialReason) {
        let basic = self.scheme == Some(Scheme::Basic);
        let win32 = match because {
            DenialReason::LogonFailed(_) if basic => Some(ERROR_LOGON_FAILURE),
            DenialReason::LogonFailed(_) | DenialReason::Loopback => Some(SEC_E_LOGON_DENIED),
            DenialReason::Kerberos(37) => Some(SEC_E_INVALID_HANDLE),
            DenialReason::Kerberos(_) => Some(SEC_E_SECPKG_NOT_FOUND),
            _ => None,
        };
        if let (Some(sub), Some(win32)) = (because.sub_status(), win32) {
            self.show(Observable::IisLine(sub, win32));
        }
        match because {
            DenialReason::LogonFailed(status) => self.show(Observable::LogonFailed(*status)),
            // So the Security log has it.
            DenialReason::Loopback => self.show(Observable::LogonFailed(STATUS_LOGON_FAILURE)),
            DenialReason::Kerberos(code) => {
                self.show(Observable::TicketRejected(number(*code)));
            }
            _ => {}
        }
    }

    fn issued(&mut self, ticket: &TicketDecision) {
        use ExchangeKind::{Forwarded, Proxy, Tgs, ToSelf};
        match ticket.exchange {
            Forwarded => self.show(Observable::TgtForwarded),
            ToSelf | Proxy => self.show(Observable::AskedOnBehalf),
            Tgs if ticket.service.starts_with(HTTP) && self.is_person(&ticket.asker) => {
                let account = ticket.account.as_deref().unwrap_or_default();
                if self.is_back_end(account) {
                    return;
                }
                self.show(Observable::TicketFor(match account.ends_with('$') {
                    true => AccountKind::Computer,
                    false => AccountKind::User,
                }));
                let has = |flag| ticket.flags.contains(flag);
                self.show(Observable::OkAsDelegate(has(TicketFlags::OK_AS_DELEGATE)));
                self.show(Observable::Forwardable(has(TicketFlags::FORWARDABLE)));
                self.asked_for(&ticket.service);
            }
            _ => {}
        }
    }

    fn refused(&mut self, ticket: &TicketDecision) {
        let code = number(ticket.code);
        // An AS exchange begins with a refusal that asks for proof.
        if code == 25 {
            return;
        }
        self.show(Observable::KdcError(code));
        self.show(match ticket.exchange {
            ExchangeKind::As => Observable::TgtRefused(code),
            _ => Observable::TicketRefused(code),
        });
        if let Some(status) = ticket.status {
            self.show(Observable::KdcStatus(status));
        }
        match ticket.exchange {
            ExchangeKind::ToSelf | ExchangeKind::Proxy => self.show(Observable::AskedOnBehalf),
            ExchangeKind::Tgs => self.asked_for(&ticket.service),
            _ => {}
        }
    }

    /// A ticket for IIS is asked for by that name.
    fn asked_for(&mut self, service: &str) {
        let Some(host) = service.strip_prefix(HTTP) else {
            return;
        };
        let (address, _) = self.scenario.client.host_and_port();
        let name = host.split(':').next().unwrap_or_default();
        if name.len() < host.len() {
            self.show(Observable::AsksPort);
        }
        if !address.is_empty() && !same(name, address) {
            self.show(Observable::AsksOtherName);
        }
    }

    fn request(&mut self, sent: &[u8]) {
        let Ok(request) = Request::decode(sent).value else {
            return;
        };
        let Some(value) = request.headers.get("Authorization") else {
            return;
        };
        let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
        let ntlm = from_base64(token.trim_start()).is_ok_and(|it| is_ntlmssp(&it));
        let token = match Scheme::named(scheme) {
            Some(Scheme::Negotiate) if ntlm => SentToken::NegotiateNtlm,
            Some(Scheme::Negotiate) => SentToken::Ticket,
            Some(Scheme::Ntlm) => SentToken::Ntlm,
            Some(Scheme::Basic) => SentToken::Basic,
            Some(Scheme::Digest) => SentToken::Digest,
            None => return,
        };
        self.show(Observable::Sends(token));
    }

    fn outcome(&mut self) {
        if self.asked > 0 {
            self.show(Observable::Asked);
        }
        let asked_again = self.asked > 1;
        self.show(match asked_again {
            true => Observable::AskedAgain,
            false => Observable::NotAskedAgain,
        });
        if self.scenario.client.forest == UserForest::Trusted {
            self.show(Observable::UserOfOtherForest);
        }
        let outcome = outcome(self.log).map(|settled| settled.outcome);
        if let Some(Outcome::FirstHop(_)) | None = outcome {
            return self.show(Observable::FirstHopRefused);
        }
        self.show(Observable::PageOpens);
        if outcome.as_ref().is_some_and(Outcome::succeeded) {
            self.show(Observable::Works);
        } else {
            self.show(Observable::SecondHopFails);
        }
        if outcome == Some(Outcome::NotAuthenticated) {
            self.show(Observable::BackEndNobody);
        }
    }

    fn is_person(&self, asker: &str) -> bool {
        lower(account_of(asker)) == lower(self.scenario.client.account())
    }

    fn is_back_end(&self, account: &str) -> bool {
        let name = account.trim_end_matches('$');
        lower(name) == lower(&self.scenario.names.back_end)
    }
}

fn number(code: i64) -> u32 {
    u32::try_from(code).unwrap_or_default()
}

/// The class of a web server's SPN.
const HTTP: &str = "HTTP/";

/// Win32 1326, as IIS's log has it for Basic.
const ERROR_LOGON_FAILURE: u32 = 1326;
/// SEC_E_LOGON_DENIED, as IIS's log has it for NTLM.
const SEC_E_LOGON_DENIED: u32 = 0x8009_030C;
/// SEC_E_INVALID_HANDLE, as a sample of IIS's log has it for a clock that is off.
const SEC_E_INVALID_HANDLE: u32 = 0x8009_0301;
/// SEC_E_SECPKG_NOT_FOUND, as a sample of IIS's log has it for AP_ERR_MODIFIED.
const SEC_E_SECPKG_NOT_FOUND: u32 = 0x8009_0305;
