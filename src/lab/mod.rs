//! `Scenario` → [`run`] → `Log`: the virtual network the hosts run on, and what came of a run.

mod entropy;
mod log;
mod network;
mod outcome;
pub mod presets;
mod problem;
mod scenario;
pub mod table;
mod world;

pub use entropy::Seeded;
pub use log::{Connection, Event, EventId, Hop, HostId, HostInfo, Kind, Log, Origin};
pub use network::{Network, Outside};
pub use outcome::{Counts, Outcome, Settled, counts, outcome, settled};
pub use problem::{Problem, Setting};
pub use scenario::{AccountDatabase, BackEnd, Client, Directory, FrontEnd, Placement, Scenario};
pub use world::{hosts, run};
