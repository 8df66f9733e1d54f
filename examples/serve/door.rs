//! The hosts behind the sockets: an IIS and its domain controller in one network, which forgets what is over.

use crate::common::{OsEntropy, now};
use crate::options::Options;
use double_hop::hosts::security::kerberos::TicketUse;
use double_hop::hosts::{
    Account, Accounts, Application, ConnectionId, Domain, DomainController, Endpoint, Era, Iis,
    IisSettings, Input, Level, LogonType, Machine, Role, WebSettings,
};
use double_hop::lab::{HostId, Log, Network, OutsideEvent, Service, Topology};
use double_hop::present;
use double_hop::present::narration::terminal::forwarded_line;
use double_hop::value_kind::ValueKind;
use double_hop::wire::http::MessageLimits;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How large a request may be. Every connection can hold one.
pub const LIMITS: MessageLimits = MessageLimits {
    head: 64 << 10,
    headers: 100,
    body: 256 << 10,
};

/// The way from a socket to the hosts: what arrives is handed to IIS, what it sends comes back.
pub struct Door {
    network: Mutex<Network>,
    front_end: HostId,
    /// Whether to say which TGTs were forwarded.
    delegate: bool,
}

/// What a client's bytes led to.
pub struct Reply {
    /// What to send to the client, perhaps several responses' bytes.
    pub bytes: Vec<u8>,
    /// Whether the connection ends.
    pub closed: bool,
    /// Why the request came out as it did.
    pub reason: String,
    /// The TGTs that were forwarded with it, where they are to be shown.
    pub forwarded: Vec<String>,
}

impl Door {
    /// The hosts, set up.
    pub fn new(options: &Options) -> Self {
        let account = options.account.as_ref();
        let account =
            account.map(|(name, password)| Account::new(&options.domain, name.as_str(), password));
        let mut web = machine("WEB-01", options, options.client_level);
        let mut controller = machine("DC-01", options, options.dc_level);
        controller.accounts = Accounts::new(
            options.domain.as_str(),
            options.dc_level,
            account.into_iter().collect(),
        );
        web.kerberos.accepts_as.clone_from(&options.keys);
        let iis = Iis::new(settings(options), &web);
        let domain_controller = DomainController::new(&controller);
        let directory = web.domain.controller.clone();

        let mut topology = Topology::default();
        let (web, controller) = (topology.computer(web), topology.computer(controller));
        topology.service(Service {
            role: Role::FrontEnd,
            host: Box::new(iis),
            computer: web,
            account: "NT AUTHORITY\\NETWORK SERVICE".to_owned(),
            endpoints: Vec::new(),
            takes_tickets: !options.keys.is_empty(),
            links: vec![directory.clone()],
            entropy: Box::new(OsEntropy),
        });
        topology.service(Service {
            role: Role::DomainController,
            host: Box::new(domain_controller),
            computer: controller,
            account: "NT AUTHORITY\\SYSTEM".to_owned(),
            endpoints: vec![directory],
            takes_tickets: false,
            links: Vec::new(),
            entropy: Box::new(OsEntropy),
        });
        let network = Network::new(topology, now());
        let front_end = HostId(0);
        Self {
            network: Mutex::new(network),
            front_end,
            delegate: options.delegate,
        }
    }

    /// A client connects.
    pub fn open(&self) -> ConnectionId {
        let mut network = self.network();
        let id = network.open_from_outside(self.front_end);
        network.run();
        id
    }

    /// A client sent a request, or what it takes for one.
    pub fn receive(&self, id: ConnectionId, bytes: Vec<u8>) -> Reply {
        let mut network = self.network();
        network.arrive(self.front_end, Input::Received(id, bytes));
        let mut reply = Reply {
            bytes: Vec::new(),
            closed: false,
            reason: String::new(),
            forwarded: Vec::new(),
        };
        // All hosts but the client are in this network, so whatever comes out is for this client.
        for (_, out) in network.run().into_iter().filter(|(to, _)| *to == id) {
            match out {
                OutsideEvent::Bytes(bytes) => reply.bytes.extend(bytes),
                OutsideEvent::Closed => reply.closed = true,
                OutsideEvent::Opened(_) => {}
            }
        }
        reply.reason = present::narration::reason(network.log());
        if self.delegate {
            reply.forwarded = forwarded(network.log());
        }
        network.forget_events();
        reply
    }

    /// A client is gone.
    pub fn close(&self, id: ConnectionId) {
        let mut network = self.network();
        network.arrive(self.front_end, Input::Closed(id));
        network.run();
        network.forget_events();
    }

    fn network(&self) -> MutexGuard<'_, Network> {
        let mut network = self.network.lock().unwrap_or_else(PoisonError::into_inner);
        network.set_time(now());
        network
    }
}

/// The TGTs that clients handed over.
fn forwarded(log: &Log) -> Vec<String> {
    let gained = log.events.iter().flat_map(|event| &event.gained);
    let tgts = gained.filter_map(|holding| {
        let ticket = holding.ticket.as_deref()?;
        let forwarded =
            holding.kind == ValueKind::Ticket && ticket.held_as == TicketUse::ForwardedTgt;
        forwarded.then(|| forwarded_line(&holding.of.to_string(), ticket))
    });
    tgts.collect()
}

fn settings(options: &Options) -> IisSettings {
    IisSettings {
        web: WebSettings {
            schemes: options.schemes.clone(),
            keep_alive: true,
            single_request: false,
            basic_logon: LogonType::NetworkCleartext,
            default_domain: options.domain.clone(),
            product: Era::Today.server(),
        },
        limits: LIMITS,
        anonymous: false,
        application: Application::WhoAmI,
    }
}

fn machine(name: &str, options: &Options, level: Level) -> Machine {
    let domain = Domain {
        netbios: options.domain.clone(),
        dns: match options.keys.first() {
            Some(key) => key.realm.to_lowercase(),
            None => format!("{}.example", options.domain.to_lowercase()),
        },
        controller: Endpoint::new("dc-01", Endpoint::SMB),
    };
    Machine::new(name, domain, Era::Today, level)
}
