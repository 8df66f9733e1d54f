//! A scenario's computers and services, and the run.

mod endpoints;
mod machines;
mod programs;
mod services;

use super::topology::Topology;
use super::{HostId, Log, Network, Scenario};
use crate::hosts::{DomainController, Iis, TrustScope};
use endpoints::Endpoints;
use machines::Machines;
use programs::iis_settings;
use services::Services;

/// Runs a scenario to its end.
pub fn run(scenario: &Scenario) -> Log {
    let (browser, mut network) = network(scenario);
    network.tamper(&scenario.edits);
    network.start(browser);
    network.run();
    network.take_log()
}

/// The network of a scenario, and which of its hosts is the browser.
pub fn network(scenario: &Scenario) -> (HostId, Network) {
    // The browser is the first service of every topology here.
    let browser = HostId(0);
    (browser, Network::new(topology(scenario), scenario.start))
}

/// The computers and services of a scenario.
pub fn topology(scenario: &Scenario) -> Topology {
    let endpoints = Endpoints::of(scenario);
    let machines = Machines::of(scenario);
    // These look at the computer that they are set up on.
    let iis = Iis::new(iis_settings(scenario, &endpoints), &machines.front_end);
    let mut controller = DomainController::new(&machines.controller);
    let other = machines.other_controller.as_ref();
    if let Some(other) = other {
        let scope = match scenario.directory.selective_authentication {
            true => TrustScope::Selective,
            false => TrustScope::ForestWide,
        };
        controller = controller.trusting(other.domain.clone(), scope);
    }
    let other_controller = other.map(DomainController::new);

    let mut topology = Topology::default();
    let places = machines.place(&mut topology);
    let services = Services {
        scenario,
        endpoints: &endpoints,
    };
    topology.service(services.browser(places.browser));
    topology.service(services.front_end(iis, places.front_end));
    topology.service(services.back_end(places.back_end));
    if let Some(computer) = places.folders {
        topology.service(services.folders(computer));
    }
    topology.service(services.controller(controller, places.controller));
    if let Some((program, computer)) = other_controller.zip(places.other_controller) {
        topology.service(services.other_controller(program, computer));
    }
    topology
}
