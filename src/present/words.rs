//! All sentences and names: functions from data to text.
//!
//! Each is derived from what the hosts did (events, their bytes, names, values, statuses), never from which scenario ran.

mod names;
mod page;
mod problems;
pub(in crate::present) mod read;
mod reason;
pub(in crate::present) mod said;
mod tamper;
pub(in crate::present) mod text;
mod verdict;
mod watch;

pub use super::told::{changed, heading, label, list_item};
pub use names::{
    connection_name, database_name, era_name, fault, holding, host_name, host_subtitle, level_name,
    logon_kind, logon_name, mapi_translation, place_name, placement_name, protocol_name,
    response_name, return_value, scheme_name, secret_letter, secret_name, status,
};
pub use page::{STORY_ARTICLE, STORY_WIRE, band, link_problem, place, schemes};
pub use problems::problem;
pub use reason::reason;
pub use tamper::{edit, missed, noticed};
pub use verdict::{Verdict, VerdictState, verdict};

pub(in crate::present) use names::{a_token, brief_status, hex32};
pub(in crate::present) use verdict::{admitted, cause};
