//! `Scenario` → [`run`] → `Log`: the virtual network the hosts run on, and what came of a run.

mod directory;
mod edit;
mod entropy;
mod finding;
pub mod grid;
mod known_attack;
mod log;
mod names;
mod network;
mod noticed;
mod observable;
mod outcome;
pub mod presets;
mod problem;
pub mod repair;
mod scenario;
mod setting;
pub mod space;
pub mod table;
#[cfg(test)]
mod tests;
mod topology;
mod world;

pub use directory::OTHER_ACCOUNT;
pub use edit::{MOST_EDITS, Splice, SpliceError, SplicePlace, arrives, missed, places};
pub use entropy::Seeded;
pub use finding::{AddressKind, KeyOwner, Restriction, SettingFinding, SpnHolder};
pub use known_attack::KnownAttack;
pub use log::{
    Carrier, Connection, Event, EventId, EventKind, Hop, HostId, HostInfo, Inference, Log, Origin,
};
pub use names::{Names, is_dns_name, is_netbios_name};
pub use network::{Network, OutsideEvent};
pub use noticed::{Detection, DetectionMethod, detection};
pub use observable::{AccountKind, Observable, Reached, SentToken, observe};
pub use outcome::{Counts, Outcome, Settled, counts, outcome, settled};
pub use problem::Problem;
pub use scenario::{
    AccountDatabase, BackEnd, BackEndLocation, BrowsingFrom, Client, DelegationTrust, Directory,
    EtypeChoice, FrontEnd, Minutes, RunsAs, Scenario, SpnPlacement, UserForest, Zone,
};
pub use setting::{Setting, SettingValue};
pub use topology::{ComputerId, Service, Topology};
pub use world::{network, run, topology};
