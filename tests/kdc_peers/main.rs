//! Clients of Kerberos that others wrote get tickets of the lab's KDC and sign in to its IIS with them, or are refused as they
//! should be; so is whatever else comes over a network.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
#[path = "../support/example.rs"]
mod example;
mod heimdal;
mod mit;
mod negotiate;
#[path = "../support/program.rs"]
mod program;
mod realm;
#[path = "../support/skip.rs"]
mod skip;
mod sockets;
