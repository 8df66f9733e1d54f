//! Every sentence: functions from data to text.
//!
//! A text is derived from what the hosts did (events, their bytes, names, values, statuses), never from which scenario
//! ran. Whoever wants to change a sentence greps for a part of it: it stands here once.

pub mod account_state;
mod authority;
mod back_end;
mod browser;
pub mod compare;
pub mod decode;
mod decode_summary;
mod delegation;
pub mod diagnose;
mod errors;
mod fields;
pub mod first;
mod front_end;
mod glossary;
mod history;
mod http;
pub mod interface;
mod kdc;
mod kerberos;
mod kerberos_messages;
mod links;
pub mod logs;
mod mechanism;
mod messages;
mod names;
mod ntlm;
pub mod opened;
pub mod outcomes;
mod page;
pub mod predict;
mod problems;
mod refusals;
pub mod repair;
pub mod report;
mod roles;
mod rpc;
pub mod seat;
mod settings;
mod source;
mod sql;
mod statuses;
mod step;
mod tampering;
pub mod terminal;
mod terminal_verdict;
mod text;
mod tokens;
pub mod traffic;
mod verdict;
pub mod verify;
mod warnings;
mod watch;

pub use decode_summary::{cut_short, line, note, other_way, parts, title};
pub use errors::ends_here;
pub use fields::sentence;
pub use glossary::Term;
pub use kerberos::{path as ticket_path, used_for};
pub use links::{link_problem, link_refused};
pub use names::{
    connection_name, good_for, holding, holding_details, holding_parts, host_name, place_name,
    scheme_name, value_kind_letter,
};
pub use page::{STORY_ARTICLE, STORY_WIRE, band, place};
pub use problems::{anachronism, problem};
pub use roles::{Emblem, Footing, RoleLook, host_place, look};
pub use settings::{
    back_end_spn_name, clock_name, database_name, delegation_name, era_name, etypes_name,
    forest_name, level_name, logon_name, schemes, service_account_name, spn_name,
};
pub use source::{CitedWork, Source};
pub use step::{StepNarrative, Story, changed, list_item, narrate};
pub use tampering::{STRAYED, attack_name, attack_needs, edit, missed, noticed};
pub use terminal_verdict::reason;
pub use text::{
    Narrate, Piece, Text, challenge, nt_hash, password, response, session_key, strong, token, value,
};
pub use tokens::{form_name, line_of, place as token_place, seen_again, unused};
pub use verdict::{RunVerdict, VerdictState, verdict};
pub use warnings::warning;
