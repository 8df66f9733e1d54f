//! The domain controller: it alone holds the accounts' keys and NT hashes, judges what the others were sent (Netlogon), and
//! issues tickets (KDC).

use super::kdc;
use super::kdc_client::{KdcInbox, ReplyTooLong, framed};
use super::pass_through::validation_note;
use crate::crypto;
use crate::hosts::{
    Account, ConnectionId, Context, Decision, Holding, Host, Input, Machine, Note, PeerError,
    Refusal, StorageLocation, Validated,
};
use crate::secret::Secret;
use crate::wire::netlogon::{
    LogonRequest, LogonResponse, STATUS_LOGON_FAILURE, STATUS_NO_SUCH_USER,
};
use std::collections::BTreeMap;

/// The domain controller of the domain its computer's accounts belong to.
#[derive(Debug, Default)]
pub struct DomainController {
    holdings: Vec<Holding>,
    /// Connections that speak Kerberos.
    kdc: BTreeMap<ConnectionId, KdcInbox>,
}

impl DomainController {
    /// A domain controller on that computer.
    pub fn new(machine: &Machine) -> Self {
        Self {
            holdings: account_holdings(machine),
            kdc: BTreeMap::new(),
        }
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
        let of = format!("{authority}\\{}", account.name);
        Holding::new(Secret::NtHash, of, StorageLocation::AccountDatabase).valued(&account.nt_owf)
    };
    machine.accounts.all().iter().map(hold).collect()
}

impl Host for DomainController {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        let (connection, bytes) = match input {
            Input::Received(connection, bytes) => (connection, bytes),
            Input::Closed(connection) => {
                self.kdc.remove(&connection);
                return;
            }
            _ => return,
        };
        if self.kdc.contains_key(&connection) || is_kerberos(&bytes) {
            return self.kerberos(connection, &bytes, context);
        }
        let response = match LogonRequest::decode(&bytes).value {
            Ok(request) => {
                let validated = judge(&request, context.machine);
                let response = validated.response.clone();
                context
                    .out
                    .note(validation_note(&request, validated).on(connection));
                response
            }
            Err(error) => {
                let error = PeerError::Malformed(error);
                context
                    .out
                    .note(Note::decision(Decision::PeerMisbehaved { error }));
                LogonResponse {
                    status: STATUS_LOGON_FAILURE,
                    validation: None,
                }
            }
        };
        context.out.send(connection, response.encode());
    }

    fn holdings(&self) -> Vec<Holding> {
        self.holdings.clone()
    }
}

/// A domain controller answers for its own domain, by either name.
fn judge(request: &LogonRequest, machine: &Machine) -> Validated {
    let asked = crypto::upper(&request.domain);
    let own = [&machine.domain.netbios, &machine.domain.dns];
    if own.iter().any(|name| crypto::upper(name) == asked) {
        return machine.accounts.validate(request);
    }
    Validated {
        response: LogonResponse {
            status: STATUS_NO_SUCH_USER,
            validation: None,
        },
        outcome: Err(Refusal::NoSuchUser),
        steps: Vec::new(),
        comparisons: Vec::new(),
    }
}
