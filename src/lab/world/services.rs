//! The services of a scenario: where each is reached, whom it may call, and as whom it runs.

use super::endpoints::{Endpoints, host};
use super::programs::{browser, mailbox, sql_server};
use crate::hosts::{BackEndProtocol, DomainController, Endpoint, Era, Host, Iis, Role, Scheme};
use crate::lab::topology::{ComputerId, Service};
use crate::lab::{RunsAs, Scenario, Seeded, UserForest};

/// What all services follow from.
pub struct Services<'a> {
    /// The settings that decide which services there are.
    pub scenario: &'a Scenario,
    /// Host names and ports, by which services are reached and call each other.
    pub endpoints: &'a Endpoints,
}

impl Services<'_> {
    /// The browser, which nobody calls.
    pub fn browser(&self, computer: ComputerId) -> Service {
        let Endpoints {
            address, directory, ..
        } = self.endpoints;
        let program = browser(self.scenario, address.clone());
        let mut links = vec![address.clone()];
        links.extend(self.scenario.uses_kerberos().then(|| directory.clone()));
        Service {
            links,
            ..self.service(Role::Browser, Box::new(program), computer)
        }
    }

    /// The web server, under its own name and the one that the person calls it by.
    pub fn front_end(&self, program: Iis, computer: ComputerId) -> Service {
        let endpoints = self.endpoints;
        let mut links = vec![endpoints.back_end.clone()];
        links.extend(endpoints.folders.clone());
        links.push(endpoints.directory.clone());
        Service {
            endpoints: vec![endpoints.web.clone(), endpoints.address.clone()],
            links,
            ..self.service(Role::FrontEnd, Box::new(program), computer)
        }
    }

    /// The database, or the server of mailboxes.
    pub fn back_end(&self, computer: ComputerId) -> Service {
        let scenario = self.scenario;
        let (role, program): (_, Box<dyn Host>) = match scenario.back_end.protocol {
            BackEndProtocol::Sql => (Role::SqlServer, Box::new(sql_server(scenario))),
            BackEndProtocol::Mapi | BackEndProtocol::Http => {
                (Role::Mailbox, Box::new(mailbox(scenario)))
            }
        };
        Service {
            endpoints: vec![self.endpoints.back_end.clone()],
            ..self.service(role, program, computer)
        }
    }

    /// The server of the public folders, where they are on a host of their own.
    pub fn folders(&self, computer: ComputerId) -> Service {
        let program = Box::new(mailbox(self.scenario));
        Service {
            endpoints: self.endpoints.folders.iter().cloned().collect(),
            ..self.service(Role::PublicFolders, program, computer)
        }
    }

    /// The domain controller of the servers' forest.
    pub fn controller(&self, program: DomainController, computer: ComputerId) -> Service {
        let directory = &self.endpoints.directory;
        Service {
            endpoints: vec![
                directory.clone(),
                Endpoint::new(directory.host.clone(), Endpoint::KDC),
            ],
            links: self.trusted_controller().into_iter().collect(),
            ..self.service(Role::DomainController, Box::new(program), computer)
        }
    }

    /// The domain controller of the other forest.
    pub fn other_controller(&self, program: DomainController, computer: ComputerId) -> Service {
        let name = host(&self.scenario.names.other_controller);
        let at = |port| Endpoint::new(name.clone(), port);
        Service {
            endpoints: vec![at(Endpoint::SMB), at(Endpoint::KDC)],
            links: Vec::new(),
            entropy: Box::new(Seeded::new(self.scenario.seed, "other domain controller")),
            ..self.controller(program, computer)
        }
    }

    /// Where the controller of the other forest takes logon requests, where that is trusted.
    fn trusted_controller(&self) -> Option<Endpoint> {
        let trusted = self.scenario.client.forest == UserForest::Trusted;
        let name = host(&self.scenario.names.other_controller);
        trusted.then(|| Endpoint::new(name, Endpoint::SMB))
    }

    /// A service that nobody calls and that may ask the domain controller.
    fn service(&self, role: Role, host: Box<dyn Host>, computer: ComputerId) -> Service {
        Service {
            role,
            host,
            computer,
            account: account(role, self.scenario),
            takes_tickets: takes_tickets(role, self.scenario),
            endpoints: Vec::new(),
            links: vec![self.endpoints.directory.clone()],
            entropy: Box::new(Seeded::new(self.scenario.seed, entropy_label(role))),
        }
    }
}

/// A host's name among the others, part of what its random values are derived from. It never changes.
fn entropy_label(role: Role) -> &'static str {
    match role {
        Role::Browser => "browser",
        Role::FrontEnd => "front end",
        Role::Mailbox => "mailbox host",
        Role::PublicFolders => "public folder server",
        Role::SqlServer => "SQL Server",
        Role::DomainController => "domain controller",
    }
}

/// Whether callers may show a service of that role a ticket. MAPI knows NTLM only.
fn takes_tickets(role: Role, scenario: &Scenario) -> bool {
    match role {
        Role::FrontEnd => scenario.offers(Scheme::Negotiate),
        Role::Mailbox | Role::PublicFolders | Role::SqlServer => {
            scenario.back_end.protocol != BackEndProtocol::Mapi
                && scenario.back_end.schemes.contains(&Scheme::Negotiate)
        }
        Role::Browser | Role::DomainController => false,
    }
}

/// The account a service runs as.
fn account(role: Role, scenario: &Scenario) -> String {
    match (role, scenario.era) {
        (Role::Browser, _) => scenario.client.user.clone(),
        (Role::FrontEnd, _) if scenario.front_end.pool == RunsAs::Domain => {
            let names = &scenario.names;
            format!("{}\\{}", names.domain, names.pool_account)
        }
        (Role::Mailbox | Role::SqlServer, _) if scenario.back_end.runs_as == RunsAs::Domain => {
            let names = &scenario.names;
            format!("{}\\{}", names.domain, names.back_end_account)
        }
        (Role::FrontEnd, Era::Y2003) => "NT AUTHORITY\\NETWORK SERVICE".to_owned(),
        (Role::FrontEnd, Era::Today) => "IIS APPPOOL\\DefaultAppPool".to_owned(),
        _ => "NT AUTHORITY\\SYSTEM".to_owned(),
    }
}
