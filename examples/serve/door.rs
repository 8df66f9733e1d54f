//! The hosts behind the sockets: an IIS and its domain controller in one network, which forgets what is over.

use crate::common::{OsEntropy, now};
use crate::options::Options;
use double_hop::hosts::{
    Account, Accounts, Application, ConnectionId, Domain, DomainController, Endpoint, Era, Iis,
    IisSettings, Input, Level, LogonType, Machine, Role, WebSettings,
};
use double_hop::lab::{HostId, Network, Outside, Service, Topology};
use double_hop::present;
use double_hop::wire::http::Limits;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How large a request may be. Every connection can hold one.
pub const LIMITS: Limits = Limits {
    head: 64 << 10,
    headers: 100,
    body: 256 << 10,
};

/// The way in.
pub struct Door {
    network: Mutex<Network>,
    front_end: HostId,
}

/// What a client's bytes led to.
pub struct Reply {
    /// What to send.
    pub bytes: Vec<u8>,
    /// Whether the connection ends.
    pub closed: bool,
    /// Why the request came out as it did.
    pub reason: String,
}

impl Door {
    /// The hosts, set up.
    pub fn new(options: &Options) -> Self {
        let account = Account::new(&options.domain, options.user.as_str(), &options.password);
        let web = machine("WEB-01", options, options.client_level);
        let mut controller = machine("DC-01", options, options.dc_level);
        controller.accounts =
            Accounts::new(options.domain.as_str(), options.dc_level, vec![account]);
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
            links: vec![directory.clone()],
            entropy: Box::new(OsEntropy),
        });
        topology.service(Service {
            role: Role::DomainController,
            host: Box::new(domain_controller),
            computer: controller,
            account: "NT AUTHORITY\\SYSTEM".to_owned(),
            endpoints: vec![directory],
            links: Vec::new(),
            entropy: Box::new(OsEntropy),
        });
        let network = Network::new(topology, now());
        let front_end = HostId(0);
        Self {
            network: Mutex::new(network),
            front_end,
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
        };
        // All hosts but the client are in this network, so whatever comes out is for this client.
        for (_, out) in network.run().into_iter().filter(|(to, _)| *to == id) {
            match out {
                Outside::Bytes(bytes) => reply.bytes.extend(bytes),
                Outside::Closed => reply.closed = true,
                Outside::Opened(_) => {}
            }
        }
        reply.reason = present::words::reason(network.log());
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
        dns: format!("{}.example", options.domain.to_lowercase()),
        controller: Endpoint::new("dc-01", Endpoint::SMB),
    };
    Machine::new(name, domain, Era::Today, level)
}
