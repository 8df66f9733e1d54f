//! A log in the forms of other programs. It may come from the lab or from traffic: hosts without roles, events without times.

pub mod har;
mod http_head;
pub mod mermaid;
pub mod pcapng;
pub mod plantuml;
mod sequence;
