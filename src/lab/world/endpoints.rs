//! Where the services of a scenario are reached.

use crate::crypto::lower;
use crate::hosts::{BackEndProtocol, Endpoint};
use crate::lab::{BackEndLocation, Scenario};

/// Where the services of a scenario are reached.
pub struct Endpoints {
    /// The web server by its own name.
    pub web: Endpoint,
    /// The web server as the person calls it.
    pub address: Endpoint,
    /// The mailbox server, the database or the store, on whatever host that is.
    pub back_end: Endpoint,
    /// The public folders, where they are on a host of their own.
    pub folders: Option<Endpoint>,
    /// The domain controller of the servers' domain.
    pub directory: Endpoint,
}

impl Endpoints {
    /// Those of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let names = &scenario.names;
        let (computer, http) = match scenario.back_end.placement {
            BackEndLocation::SameHost => (names.web_server.clone(), Endpoint::HTTP_BACK_END),
            BackEndLocation::AnotherHost => (scenario.back_end_host(), Endpoint::HTTP),
        };
        let port = match scenario.back_end.protocol {
            BackEndProtocol::Mapi => Endpoint::STORE,
            BackEndProtocol::Http => http,
            BackEndProtocol::Sql => Endpoint::SQL,
        };
        let web = host(&names.web_server);
        let (address, at) = scenario.client.host_and_port();
        let address = match address {
            "" => web.clone(),
            address => host(address),
        };
        Self {
            web: Endpoint::new(web, Endpoint::HTTP),
            address: Endpoint::new(address, at),
            back_end: Endpoint::new(host(&computer), port),
            folders: scenario.back_end.has_folder_server().then(|| {
                let port = match scenario.back_end.protocol {
                    BackEndProtocol::Mapi => Endpoint::STORE,
                    BackEndProtocol::Http | BackEndProtocol::Sql => Endpoint::HTTP,
                };
                Endpoint::new(host(&names.folder_server), port)
            }),
            directory: controller(scenario),
        }
    }
}

/// The domain controller of the servers' domain, where it validates sign-ins.
pub fn controller(scenario: &Scenario) -> Endpoint {
    let name = host(&scenario.names.domain_controller);
    Endpoint::new(name, Endpoint::SMB)
}

/// A computer's name as a host name. What an address cannot hold becomes a hyphen; that such a name cannot be is said
/// beside its setting.
pub fn host(name: &str) -> String {
    let allowed = |c: char| {
        if c.is_control() || c.is_whitespace() || "/?#@\\:".contains(c) {
            '-'
        } else {
            c
        }
    };
    lower(name).chars().map(allowed).collect()
}
