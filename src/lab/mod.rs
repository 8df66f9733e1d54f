//! `Scenario` → [`run`] → `Log`: the virtual network the hosts run on, and what came of a run.

mod edit;
mod entropy;
mod log;
mod names;
mod network;
mod noticed;
mod outcome;
pub mod presets;
mod problem;
mod scenario;
mod setting;
pub mod table;
#[cfg(test)]
mod tests;
mod topology;
mod trick;
mod world;

pub use edit::{MOST_EDITS, Missed, Splice, arrives, missed, replace};
pub use entropy::Seeded;
pub use log::{Connection, Event, EventId, Hop, HostId, HostInfo, Kind, Log};
pub use names::Names;
pub use network::{Network, Outside};
pub use noticed::{How, Noticed, noticed};
pub use outcome::{Counts, Outcome, Settled, counts, outcome, settled};
pub use problem::Problem;
pub use scenario::{
    AccountDatabase, BackEnd, BrowsingFrom, Client, Directory, FrontEnd, Placement, Scenario,
};
pub use setting::{Setting, SettingValue};
pub use topology::{ComputerId, Service, Topology};
pub use trick::Trick;
pub use world::{network, run, topology};
