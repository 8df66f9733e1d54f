//! Files of browsers, proxies and computers' own logs → the messages in them that have to do with signing in.

pub mod burp;
mod characters;
mod day_order;
mod dissections;
pub mod events;
mod flows;
pub mod format;
pub mod har;
mod hex_dump;
mod http_legs;
pub mod iis;
mod json;
pub mod klist;
mod log_record;
mod logon_details;
pub mod mitmproxy;
mod net_error;
pub mod netlog;
mod order;
pub mod pieces;
pub mod saz;
mod timestamp;
mod tnetstring;
mod xml;
mod zip;

pub use super::file_format::Format;
pub use characters::utf8;
pub use events::EvtxPieces;
pub use format::format_of;
pub use har::{Completeness, HarPieces};
pub use iis::IisPieces;
pub use klist::{ListedTicket, TicketMark};
pub use log_record::{LogRecord, is_no_value};
pub use logon_details::LogonDetails;
pub use netlog::NetLogPieces;
pub use netlog::{AuthControllerTrace, Failure};
pub use zip::{is_cut, parts};

use super::leg;
use leg::{Contents, FileLocation};

/// So many bytes of a file are read as a whole at most: a browser keeps several copies of them. What can be read piece by
/// piece may have more.
pub const MOST_WHOLE: usize = 150_000_000;

/// What a file tells besides its messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileExtras {
    /// What a browser's own part in signing in was, of a NetLog.
    pub auth_traces: Vec<AuthControllerTrace>,
    /// How much of a sign-in each entry shows, of a HAR.
    pub completeness: Vec<(FileLocation, Completeness)>,
    /// What events tell of logons and tickets, of an event log.
    pub logons: Vec<(FileLocation, LogonDetails)>,
    /// The tickets that `klist` printed.
    pub tickets: Vec<ListedTicket>,
}

/// What a HAR holds, as every file gives it.
pub(super) fn of_har(har: har::Har) -> (Contents, FileExtras) {
    let extras = FileExtras {
        completeness: har.completeness,
        ..FileExtras::default()
    };
    (har.contents, extras)
}

/// What a NetLog holds, as every file gives it.
pub(super) fn of_netlog(log: netlog::NetLog) -> (Contents, FileExtras) {
    let extras = FileExtras {
        auth_traces: log.traces,
        ..FileExtras::default()
    };
    (log.contents, extras)
}

/// What an event log holds, as every file gives it.
fn of_events(events: events::Events) -> (Contents, FileExtras) {
    let logons = events.records.iter();
    let extras = FileExtras {
        logons: logons
            .filter_map(|it| Some((it.location, LogonDetails::of(it)?)))
            .collect(),
        ..FileExtras::default()
    };
    (events.contents, extras)
}

/// Reads a file of that format; nothing where it is none of these.
pub fn read(format: Format, bytes: &[u8]) -> Option<(Contents, FileExtras)> {
    let mut extras = FileExtras::default();
    let contents = match format {
        Format::Har => return Some(of_har(har::read(bytes))),
        Format::NetLog => return Some(of_netlog(netlog::read(bytes))),
        Format::Saz => saz::read(bytes).contents,
        Format::Burp => burp::read(bytes).contents,
        Format::Mitmproxy => mitmproxy::read(bytes).contents,
        Format::WindowsEvents => return Some(of_events(events::read(bytes))),
        Format::Evtx => {
            let mut pieces = EvtxPieces::default();
            pieces.push(bytes);
            return Some(pieces.finish());
        }
        Format::Iis | Format::IisNative | Format::Ncsa => iis::read(bytes),
        Format::Klist => {
            let klist = klist::read(bytes);
            extras.tickets = klist.tickets;
            klist.contents
        }
        Format::Zip | Format::Evt | Format::KeyLog | Format::Dissections | Format::Packed => {
            format.unread()
        }
        Format::Pcap
        | Format::Pcapng
        | Format::Snoop
        | Format::NetMon
        | Format::Etl
        | Format::Gzip
        | Format::HexDump
        | Format::Text
        | Format::Unknown => return None,
    };
    Some((contents, extras))
}
