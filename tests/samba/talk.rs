//! Our clients and services in conversation with a KDC, whichever it is.

use super::accounts::{REALM, now, password};
use super::controller::Controller;
use double_hop::hosts::security::kerberos::{
    AcceptedTicket, Acquired, ApError, HeldTicket, KerberosFailure, OnBehalf, Owner, TicketPlan,
    TicketSource, accept, acquire, ap_req, service_principal,
};
use double_hop::hosts::security::{InitiateError, Initiated};
use double_hop::hosts::services::kdc;
use double_hop::hosts::{
    Account, ConnectionId, Context, Domain, Endpoint, Entropy, Era, Level, Machine, Note, Output,
    Purpose, Realm, ServiceAccount, UserPassword,
};
use std::sync::{Arc, Mutex};

/// Whom the clients ask.
pub enum Kdc<'a> {
    /// Ours, on a domain controller.
    Ours(Box<Machine>),
    /// Samba's.
    Samba(&'a Controller),
}

impl Kdc<'_> {
    fn ask(&mut self, request: &[u8]) -> Vec<u8> {
        match self {
            Self::Samba(controller) => controller.ask(request),
            Self::Ours(machine) => kdc::answer(request, &mut context(machine, 0)).0,
        }
    }
}

/// What was said.
pub enum Said {
    /// A KDC was asked and answered.
    Exchange { request: Vec<u8>, answer: Vec<u8> },
    /// A service was shown a ticket, and what it made of it.
    Shown(String),
}

/// A conversation.
pub struct Talk<'a> {
    pub kdc: Kdc<'a>,
    pub accounts: &'a [Account],
    pub said: Vec<Said>,
}

/// A computer of the domain, with its clock.
pub struct Computer {
    pub machine: Machine,
    /// So many minutes ahead.
    pub ahead: i64,
}

impl Computer {
    pub fn new() -> Self {
        Self::of_era(Era::Today)
    }

    pub fn of_era(era: Era) -> Self {
        Self {
            machine: member("DESKTOP", era),
            ahead: 0,
        }
    }
}

impl Talk<'_> {
    /// Somebody asks for a ticket, with a password.
    pub fn ticket(
        &mut self,
        computer: &mut Computer,
        name: &str,
        spn: &str,
        delegate: bool,
    ) -> Result<Acquired, KerberosFailure> {
        let account = name.split('@').next().unwrap().to_lowercase();
        self.ticket_by(computer, name, &password(&account), spn, delegate)
    }

    /// Somebody asks for a ticket, with that password.
    pub fn ticket_by(
        &mut self,
        computer: &mut Computer,
        name: &str,
        password: &str,
        spn: &str,
        delegate: bool,
    ) -> Result<Acquired, KerberosFailure> {
        let typed = UserPassword {
            domain: "CONTOSO".to_owned(),
            user: name.to_owned(),
            password: password.to_owned(),
        };
        let owner = Owner::Typed(name.to_owned());
        let plan = TicketPlan::new(
            owner,
            TicketSource::Password(typed),
            REALM,
            service_principal(spn),
        );
        self.get(computer, TicketPlan { delegate, ..plan })
    }

    /// A service asks for a ticket for a user: with the ticket the user has shown, or without one.
    pub fn onward(
        &mut self,
        computer: &mut Computer,
        service: &str,
        user: &str,
        evidence: Option<HeldTicket>,
        spn: &str,
    ) -> Result<Acquired, KerberosFailure> {
        let source = TicketSource::Account(self.service(service));
        let plan = TicketPlan::new(Owner::Session(1), source, REALM, service_principal(spn));
        let on_behalf = Some(OnBehalf {
            realm: REALM.to_owned(),
            name: user.to_owned(),
            evidence,
        });
        self.get(computer, TicketPlan { on_behalf, ..plan })
    }

    /// A service asks for a ticket with a TGT it was given.
    pub fn with_forwarded(
        &mut self,
        computer: &mut Computer,
        tgt: HeldTicket,
        spn: &str,
    ) -> Result<Acquired, KerberosFailure> {
        let plan = TicketPlan::new(
            Owner::Session(1),
            TicketSource::Tgt(Box::new(tgt)),
            REALM,
            service_principal(spn),
        );
        self.get(computer, plan)
    }

    /// A service that runs as that account is shown a ticket.
    pub fn show(&mut self, acquired: Acquired, service: &str) -> Option<AcceptedTicket> {
        let token = ap_req(acquired, &mut context(&mut Computer::new().machine, 0));
        let accounts = [self.service(service)];
        let mut server = Computer::new().machine;
        let known = accept(&token.token, &accounts, &mut context(&mut server, 0));
        self.said.push(Said::Shown(match &known {
            Ok(known) => format!(
                "{}, {:?}, {}",
                known.identity,
                known.path,
                if known.forwarded.is_some() {
                    "with a TGT"
                } else {
                    "without a TGT"
                }
            ),
            Err(ApError { code, .. }) => format!("refused: {code}"),
        }));
        known.ok()
    }

    fn service(&self, name: &str) -> ServiceAccount {
        let account = self.accounts.iter().find(|account| account.name == name);
        ServiceAccount::of(REALM, name, &account.unwrap().kerberos)
    }

    fn get(
        &mut self,
        computer: &mut Computer,
        plan: TicketPlan,
    ) -> Result<Acquired, KerberosFailure> {
        let result = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&result);
        let then = Box::new(
            move |got: Result<Acquired, KerberosFailure>, _: &mut Context<'_>| {
                *slot.lock().unwrap() = Some(got);
                Err(InitiateError::NoCredential)
            },
        );
        let ahead = computer.ahead;
        let machine = &mut computer.machine;
        let mut next = acquire(plan, then, &mut context(machine, ahead));
        while let Ok(Initiated::Asks(inquiry)) = next {
            let answer = self.kdc.ask(&inquiry.request);
            let again = &mut context(machine, ahead);
            next = inquiry.asker.answered(Some(&answer), again);
            let request = inquiry.request;
            self.said.push(Said::Exchange { request, answer });
        }
        let got = result.lock().unwrap().take();
        got.unwrap()
    }
}

/// A computer of the domain.
pub fn member(name: &str, era: Era) -> Machine {
    let domain = Domain {
        netbios: "CONTOSO".to_owned(),
        dns: "contoso.example".to_owned(),
        controller: Endpoint::new("dc01", Endpoint::SMB),
    };
    let mut machine = Machine::new(name, domain, era, Level::clamped(5));
    machine.kerberos.realms = vec![Realm {
        netbios: "CONTOSO".to_owned(),
        name: REALM.to_owned(),
        kdc: Endpoint::new("dc01", Endpoint::KDC),
    }];
    machine
}

fn context(machine: &mut Machine, ahead: i64) -> Context<'_> {
    Context {
        now: now().plus_minutes(ahead),
        // They have no size, so nothing is left behind.
        entropy: Box::leak(Box::new(OsEntropy)),
        machine,
        out: Box::leak(Box::new(Nowhere)),
    }
}

struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&mut self, _: Purpose, out: &mut [u8]) {
        getrandom::fill(out).unwrap();
    }
}

/// There is no network but the conversation itself.
struct Nowhere;

impl Output for Nowhere {
    fn open(&mut self, _: &Endpoint) -> ConnectionId {
        ConnectionId(0)
    }
    fn send(&mut self, _: ConnectionId, _: Vec<u8>) {}
    fn close(&mut self, _: ConnectionId) {}
    fn note(&mut self, _: Box<Note>) {}
}
