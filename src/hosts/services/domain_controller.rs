//! The domain controller: it alone holds the accounts' keys and NT hashes, judges what the others were sent (Netlogon), and
//! issues tickets (KDC).

use super::kdc;
use super::kdc_client::{KdcInbox, ReplyTooLong, framed};
use super::pass_through::{PassThrough, validation_note};
use crate::hosts::accounts::domain_and_account;
use crate::hosts::{
    Account, AccountName, ConnectionId, Context, Decision, Domain, Holding, HoldingOwner, Host,
    Input, Machine, Note, PeerError, Refusal, StorageLocation, Validated, same,
};
use crate::value_kind::ValueKind;
use crate::wire::netlogon::{LogonRequest, LogonResponse};
use crate::wire::ntstatus::{
    STATUS_AUTHENTICATION_FIREWALL_FAILED, STATUS_LOGON_FAILURE, STATUS_NO_LOGON_SERVERS,
    STATUS_NO_SUCH_USER,
};
use std::collections::HashMap;

/// The domain controller of the domain its computer's accounts belong to.
#[derive(Debug, Default)]
pub struct DomainController {
    holdings: Vec<Holding>,
    /// Connections that speak Kerberos.
    kdc: HashMap<ConnectionId, KdcInbox>,
    /// The domains it trusts, whose controllers it asks about their accounts.
    trusted: Vec<TrustedDomain>,
}

/// A domain that is trusted, and who waits for answers of its controller.
#[derive(Debug)]
struct TrustedDomain {
    domain: Domain,
    authority: PassThrough<ConnectionId>,
    scope: TrustScope,
}

/// Where users of a trusted domain may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustScope {
    /// At every computer.
    ForestWide,
    /// Where they have leave; they have it for none.
    Selective,
}

impl DomainController {
    /// A domain controller on that computer.
    pub fn new(machine: &Machine) -> Self {
        Self {
            holdings: account_holdings(machine),
            kdc: HashMap::new(),
            trusted: Vec::new(),
        }
    }

    /// It passes on what it is asked of users of that domain, as far as the trust reaches.
    pub fn trusting(mut self, domain: Domain, scope: TrustScope) -> Self {
        self.trusted.push(TrustedDomain {
            domain,
            authority: PassThrough::default(),
            scope,
        });
        self
    }

    /// A logon request: judged here, passed on to the controller of a trusted domain (`[MS-APDS]` 3.1.5), or refused. Without a
    /// domain it is of this one; Windows goes on to ask those that it trusts (KB103390).
    fn log_on(
        &mut self,
        request: &LogonRequest,
        connection: ConnectionId,
        context: &mut Context<'_>,
    ) {
        let (sought, _) = domain_and_account(request);
        let is_of = |domain: &Domain| {
            let names = [&domain.netbios, &domain.dns];
            names.iter().any(|name| same(name, sought))
        };
        let own = sought.is_empty() || is_of(&context.machine.domain);
        let mut trusted = self.trusted.iter_mut().filter(|_| !own);
        if let Some(TrustedDomain {
            domain, authority, ..
        }) = trusted.find(|it| is_of(&it.domain))
        {
            return authority.pass_on(request, &domain.controller, connection, context);
        }
        let validated = match own {
            true => context.machine.accounts.validate(request),
            false => unknown_user(),
        };
        let response = validated.response.encode();
        let note = validation_note(request, validated).on(connection);
        context.out.note(note);
        context.out.send(connection, response);
    }

    /// Hands on what the controller of a trusted domain answers.
    fn hand_on(&mut self, channel: ConnectionId, bytes: &[u8], context: &mut Context<'_>) -> bool {
        let mut trusted = self.trusted.iter_mut();
        let Some(asked) = trusted.find(|it| it.authority.is_channel(channel)) else {
            return false;
        };
        if let Some((waiting, mut response)) = asked.authority.answer(bytes) {
            if let Some(known) = response
                .validation
                .take_if(|_| asked.scope == TrustScope::Selective)
            {
                let note = Note::decision(Decision::Validates {
                    account: (&known).into(),
                    outcome: Err(Refusal::SelectiveTrust),
                });
                context.out.note(note.on(waiting));
                response = refusal(STATUS_AUTHENTICATION_FIREWALL_FAILED);
            }
            context.out.send(waiting, response.encode());
        }
        true
    }

    /// Bytes for the KDC: each whole request is answered.
    fn kerberos(&mut self, connection: ConnectionId, bytes: &[u8], context: &mut Context<'_>) {
        let inbox = self.kdc.entry(connection).or_default();
        let mut arrived = inbox.push(bytes);
        loop {
            match arrived {
                Ok(None) => return,
                Ok(Some(request)) => {
                    let (answer, note) = kdc::answer(&request, context);
                    context.out.note(note.on(connection));
                    context.out.send(connection, framed(&answer));
                    arrived = inbox.push(&[]);
                }
                Err(ReplyTooLong) => {
                    self.kdc.remove(&connection);
                    return context.out.close(connection);
                }
            }
        }
    }
}

/// Whether a connection's first bytes are Kerberos: a length before the message, and none that a logon request begins
/// with. Real services tell it by the port.
fn is_kerberos(bytes: &[u8]) -> bool {
    matches!(bytes, [0, _, _, _, 0x6a | 0x6c, ..])
}

/// The NT hashes in a computer's database of accounts.
pub fn account_holdings(machine: &Machine) -> Vec<Holding> {
    let authority = machine.accounts.authority();
    let hold = |account: &Account| {
        let domain = authority.to_owned();
        let of = match account.is_krbtgt() {
            true => HoldingOwner::Krbtgt { domain },
            false => HoldingOwner::Account(AccountName {
                domain,
                user: account.name.clone(),
            }),
        };
        Holding::new(ValueKind::NtHash, of, StorageLocation::AccountDatabase)
            .valued(&account.nt_owf)
    };
    machine.accounts.all().iter().map(hold).collect()
}

impl Host for DomainController {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        let (connection, bytes) = match input {
            Input::Received(connection, bytes) => (connection, bytes),
            Input::Closed(connection) => {
                self.kdc.remove(&connection);
                let mut trusted = self.trusted.iter_mut();
                let lost = trusted.find(|it| it.authority.is_channel(connection));
                for waiting in lost.into_iter().flat_map(|it| it.authority.lost()) {
                    let response = refusal(STATUS_NO_LOGON_SERVERS);
                    context.out.send(waiting, response.encode());
                }
                return;
            }
            _ => return,
        };
        if self.hand_on(connection, &bytes, context) {
            return;
        }
        if self.kdc.contains_key(&connection) || is_kerberos(&bytes) {
            return self.kerberos(connection, &bytes, context);
        }
        match LogonRequest::decode(&bytes).value {
            Ok(request) => self.log_on(&request, connection, context),
            Err(error) => {
                let error = PeerError::Malformed(error);
                let note = Note::decision(Decision::PeerMisbehaved { error });
                context.out.note(note);
                let response = refusal(STATUS_LOGON_FAILURE);
                context.out.send(connection, response.encode());
            }
        }
    }

    fn holdings(&self) -> Vec<Holding> {
        self.holdings.clone()
    }
}

fn refusal(status: u32) -> LogonResponse {
    LogonResponse {
        status,
        validation: None,
    }
}

/// Of a domain that is neither its own nor trusted.
fn unknown_user() -> Validated {
    Validated {
        response: refusal(STATUS_NO_SUCH_USER),
        outcome: Err(Refusal::NoSuchUser),
        steps: Vec::new(),
        comparisons: Vec::new(),
    }
}
