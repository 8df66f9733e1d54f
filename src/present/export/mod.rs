//! A log in the forms of other programs. It may come from the lab or from traffic: hosts without roles, events without times.

mod diagnosis;
mod form;
pub mod har;
mod masked;
pub mod mermaid;
pub mod pcapng;
pub mod plantuml;
mod sequence;
pub mod tokens;

pub use diagnosis::diagnosis;
pub use form::{ExportFormat, ExportInput};
pub use masked::masked;
