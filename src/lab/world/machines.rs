//! The computers of a scenario, as they are set up.

use super::endpoints::{controller, host};
use crate::hosts::{Domain, Endpoint, KerberosHost, Machine};
use crate::lab::directory::Directories;
use crate::lab::topology::{ComputerId, Topology};
use crate::lab::{AccountDatabase, BackEndLocation, BrowsingFrom, Scenario};

/// The computers, in the order in which they are drawn.
pub struct Machines {
    /// The web server.
    pub front_end: Machine,
    /// The person's own, unless they sit at the web server.
    pub desktop: Option<Machine>,
    /// The back end's, where that is not on the web server.
    pub back_end: Option<Machine>,
    /// That of the public folders, where they are on a host of their own.
    pub folders: Option<Machine>,
    /// The domain controller of the servers' forest.
    pub controller: Machine,
    /// The domain controller of the other forest, where the person's account is there.
    pub other_controller: Option<Machine>,
}

/// Where what runs on the computers is placed.
pub struct Placements {
    /// The computer of IIS.
    pub front_end: ComputerId,
    /// The computer at which the person sits.
    pub browser: ComputerId,
    /// The mailbox server, the database or the store.
    pub back_end: ComputerId,
    /// The public folders, where they are on a host of their own.
    pub folders: Option<ComputerId>,
    /// The domain controller of the servers' forest.
    pub controller: ComputerId,
    /// The domain controller of the other forest.
    pub other_controller: Option<ComputerId>,
}

impl Machines {
    /// Those of a scenario, which hold its accounts and keys.
    pub fn of(scenario: &Scenario) -> Self {
        let names = &scenario.names;
        let own_host = host(&names.domain_controller);
        let other_host = host(&names.other_controller);
        let known = Directories::of(scenario, [&own_host, &other_host]);
        let machine = |name: &str, kerberos: &KerberosHost| Machine {
            kerberos: kerberos.clone(),
            ..machine(scenario, name)
        };
        let member = |name: &str| machine(name, &known.member);
        let mut front_end = machine(&names.web_server, &known.front_end);
        front_end.loopback_check = scenario.front_end.loopback_check;
        front_end.clock_ahead = scenario.front_end.clock_ahead.0;
        if scenario.front_end.accounts == AccountDatabase::DomainController {
            front_end.accounts = known.own.clone();
        }
        Self {
            front_end,
            desktop: match scenario.client.from {
                BrowsingFrom::Desk => Some(member(&names.desktop)),
                BrowsingFrom::Server => None,
            },
            back_end: match scenario.back_end.placement {
                BackEndLocation::SameHost => None,
                BackEndLocation::AnotherHost => Some(machine(&names.back_end, &known.back_end)),
            },
            folders: scenario
                .back_end
                .has_folder_server()
                .then(|| machine(&names.folder_server, &known.folders)),
            controller: Machine {
                accounts: known.own,
                ..member(&names.domain_controller)
            },
            other_controller: known.other.map(|accounts| Machine {
                domain: Domain {
                    netbios: names.other_domain.clone(),
                    dns: names.other_dns_domain.clone(),
                    controller: Endpoint::new(&*other_host, Endpoint::SMB),
                },
                accounts,
                ..machine(&names.other_controller, &known.other_member)
            }),
        }
    }

    /// Adds them to a topology. What has no computer of its own runs on the web server.
    pub fn place(self, topology: &mut Topology) -> Placements {
        let mut add = |machine: Machine| topology.computer(machine);
        let front_end = add(self.front_end);
        Placements {
            front_end,
            browser: self.desktop.map_or(front_end, &mut add),
            back_end: self.back_end.map_or(front_end, &mut add),
            folders: self.folders.map(&mut add),
            controller: add(self.controller),
            other_controller: self.other_controller.map(&mut add),
        }
    }
}

fn machine(scenario: &Scenario, name: &str) -> Machine {
    let domain = Domain {
        netbios: scenario.names.domain.clone(),
        dns: scenario.names.dns_domain.clone(),
        controller: controller(scenario),
    };
    Machine::new(name, domain, scenario.era, scenario.client_level)
}
