//! What runs on computers: a browser, IIS, a mailbox host, a domain controller, and what they share to speak HTTP and
//! RPC. Each is a [`Host`](super::Host).

pub mod back_end_call;
pub mod browser;
pub mod domain_controller;
pub mod http_client;
pub mod http_server;
pub mod iis;
pub mod mailbox;
pub mod pass_through;
mod rpc_inbox;
