//! What runs on computers: a browser, IIS, a mailbox host, SQL Server, a domain controller, and what they share to speak HTTP,
//! RPC and TDS. Each is a [`Host`](super::Host).

mod admission;
pub mod back_end_call;
pub mod browser;
pub mod domain_controller;
pub mod http_client;
pub mod http_server;
pub mod iis;
pub mod kdc;
pub mod kdc_client;
pub mod mailbox;
pub mod pass_through;
mod rpc_inbox;
pub mod scheme;
pub mod sql_server;
mod tds_inbox;
