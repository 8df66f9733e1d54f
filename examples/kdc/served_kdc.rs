//! The KDC behind the sockets: the lab's own, with this computer's time and random values.

use crate::common::{OsEntropy, now, say};
use crate::options::Options;
use double_hop::hosts::security::kerberos::account_etypes;
use double_hop::hosts::services::kdc;
use double_hop::hosts::{
    Account, Accounts, ConnectionId, Context, Decision, Domain, Endpoint, Entropy, Era,
    KerberosAccount, Level, Machine, Note, NoteKind, Output, Purpose, Realm,
};
use double_hop::present::narration::terminal::ticket_line;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A KDC with its accounts, its clock and no other state.
pub struct Kdc {
    machine: Mutex<Machine>,
    /// How many minutes its clock is ahead.
    clock_ahead: i64,
}

impl Kdc {
    /// The KDC of a realm with its accounts, and a krbtgt whose key nobody knows.
    pub fn new(options: &Options) -> Self {
        let realm = &options.realm;
        let netbios: String = realm.split('.').take(1).collect();
        let domain = Domain {
            netbios: netbios.clone(),
            dns: realm.to_lowercase(),
            controller: Endpoint::new("dc-01", Endpoint::SMB),
        };
        let mut machine = Machine::new("DC-01", domain, Era::Today, Level::clamped(3));
        machine.kerberos.realms = vec![Realm {
            netbios: netbios.clone(),
            name: realm.clone(),
            kdc: Endpoint::new("dc-01", Endpoint::KDC),
        }];
        let mut accounts = options.accounts.clone();
        accounts.push(krbtgt(&netbios));
        machine.accounts = Accounts::new(netbios, machine.level, accounts);
        Self {
            machine: Mutex::new(machine),
            clock_ahead: options.clock_ahead,
        }
    }

    /// The answer to a request, which it says a line about.
    pub fn answer(&self, request: &[u8], peer: SocketAddr) -> Vec<u8> {
        let (answer, note) = self.with(|context| kdc::answer(request, context));
        if let NoteKind::Decision(
            Decision::IssuesTicket(decision) | Decision::RefusesTicket(decision),
        ) = &note.what
        {
            say(&format!("{peer} {}", ticket_line(decision)));
        }
        answer
    }

    /// An error that is not about what was asked.
    pub fn error(&self, code: i64) -> Vec<u8> {
        self.with(|context| kdc::unasked(code, context))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Context<'_>) -> T) -> T {
        let mut machine = self.machine();
        act(&mut Context {
            now: now().plus_minutes(self.clock_ahead),
            entropy: &mut OsEntropy,
            machine: &mut machine,
            out: &mut Nowhere,
        })
    }

    fn machine(&self) -> MutexGuard<'_, Machine> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn krbtgt(netbios: &str) -> Account {
    let mut password = [0; 32];
    OsEntropy.fill(Purpose::TicketKey, &mut password);
    let password = hex::encode(password);
    let kerberos = KerberosAccount {
        rid: 502,
        ..KerberosAccount::salted(password.clone(), &password, &account_etypes(Era::Today))
    };
    Account::new(netbios, "krbtgt", &password).with_kerberos(kerberos)
}

/// A KDC answers, and does nothing else.
struct Nowhere;

impl Output for Nowhere {
    fn open(&mut self, _: &Endpoint) -> ConnectionId {
        ConnectionId(0)
    }

    fn send(&mut self, _: ConnectionId, _: Vec<u8>) {}

    fn close(&mut self, _: ConnectionId) {}

    fn note(&mut self, _: Box<Note>) {}
}
