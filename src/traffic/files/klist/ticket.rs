//! A ticket of Windows' `klist`, line by line.

use crate::traffic::files::day_order::DayOrder;
use crate::traffic::files::leg::{FileLocation, Timestamp, Unit};
use crate::traffic::files::timestamp;
use crate::wire::kerberos::TicketFlags;

/// A ticket, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTicket {
    /// The lines of the list that it takes, from 1.
    pub location: FileLocation,
    /// Whose it is: `alice @ CONTOSO.TEST`.
    pub client: String,
    /// Who asked for it in the client's name, as MIT prints it: `svc_web@CONTOSO.TEST`.
    pub asker: Option<String>,
    /// For whom: `HTTP/iis.contoso.test @ CONTOSO.TEST`.
    pub server: String,
    /// How it is encrypted: `AES-256-CTS-HMAC-SHA1-96`.
    pub encryption: Option<String>,
    /// How its session key is used.
    pub session_key: Option<String>,
    /// The flags of RFC 4120 2, the first of them in the highest bit.
    pub flags: u32,
    /// Their names: `ok_as_delegate`.
    pub flag_names: Vec<String>,
    /// The flags of the cache: 1 primary, 2 delegation, 4 S4U, 8 ASC, 0x200 without delegation of a TGT
    /// ([MS-KERB] does not have them; `KERB_TICKET_CACHE_INFO_EX2` of ntsecapi.h and `klist` do).
    pub cache_flags: u32,
    /// The names of the cache's flags: `DELEGATION`.
    pub cache_flag_names: Vec<String>,
    /// From when, by the computer's clock, taken as UTC.
    pub start: Option<Timestamp>,
    /// Until when, by the same clock.
    pub end: Option<Timestamp>,
    /// It had ended when it was printed: Heimdal says so in the place of the time.
    pub expired: bool,
    /// Until when it can be renewed, by the same clock.
    pub renew: Option<Timestamp>,
    /// The KDC that was asked.
    pub kdc: Option<String>,
    /// Whether day or month comes first in the dates of its list.
    day_order: DayOrder,
}

/// A flag of a ticket that decides who may act for its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TicketMark {
    /// A TGT that was got to be forwarded: `DELEGATION` among the flags of the cache.
    Delegation,
    /// A forwarded TGT, or a ticket that was got with one (RFC 4120 2.6).
    Forwarded,
    /// A ticket that may be had again for another address (RFC 4120 2.6).
    Forwardable,
    /// The KDC says that the service may be trusted with a forwarded TGT (RFC 4120 2.8).
    OkAsDelegate,
    /// A service got it in the client's name: `S4U` among the flags of the cache.
    ForUser,
    /// No TGT is to be forwarded to the service: `DISABLE-TGT-DELEGATION` among the flags of the cache.
    NoTgtDelegation,
    /// It had ended when it was printed.
    Expired,
}

impl ListedTicket {
    /// Which flags of that kind it has.
    pub fn marks(&self) -> Vec<TicketMark> {
        let flags = TicketFlags::from_bits_retain(self.flags);
        let cached = |bit: u32| self.cache_flags & bit != 0;
        let marks = [
            (cached(2), TicketMark::Delegation),
            (
                flags.contains(TicketFlags::FORWARDED),
                TicketMark::Forwarded,
            ),
            (
                flags.contains(TicketFlags::FORWARDABLE),
                TicketMark::Forwardable,
            ),
            (
                flags.contains(TicketFlags::OK_AS_DELEGATE),
                TicketMark::OkAsDelegate,
            ),
            (cached(4), TicketMark::ForUser),
            (cached(0x200), TicketMark::NoTgtDelegation),
        ];
        let for_user = |mark| mark == TicketMark::ForUser && self.asker.is_some();
        let has = marks
            .into_iter()
            .filter(|(is_set, mark)| *is_set || for_user(*mark));
        let expired = self.expired.then_some(TicketMark::Expired);
        has.map(|(_, mark)| mark).chain(expired).collect()
    }

    /// One that begins at that line, of which nothing is known yet.
    pub(super) fn new(line: u32, day_order: DayOrder) -> Self {
        Self {
            location: FileLocation {
                unit: Unit::Line,
                first: line,
                last: line,
            },
            client: String::new(),
            asker: None,
            server: String::new(),
            encryption: None,
            session_key: None,
            flags: 0,
            flag_names: Vec::new(),
            cache_flags: 0,
            cache_flag_names: Vec::new(),
            start: None,
            end: None,
            expired: false,
            renew: None,
            kdc: None,
            day_order,
        }
    }

    /// A time by the computer's clock, taken as UTC.
    pub(super) fn local(&self, text: &str) -> Option<Timestamp> {
        timestamp::local_in(text, self.day_order)
    }

    /// Takes a line in; whether it is one of a ticket. Windows prints them in its own language: those of a foreign one are
    /// told by their order.
    pub(super) fn line(&mut self, line: &str, foreign: bool) -> bool {
        let line = line.trim();
        if let Some(flags) = flags(line) {
            (self.flags, self.flag_names) = flags_of(flags);
            return true;
        }
        let Some((key, value)) = line.split_once(':') else {
            return false;
        };
        let value = value.trim();
        let filled = (!value.is_empty()).then(|| value.to_owned());
        let local = value.split('(').next().unwrap_or(value);
        let known = TicketLine::of(key.trim());
        match known.or_else(|| self.next_line(value).filter(|_| foreign)) {
            Some(TicketLine::Client) => value.clone_into(&mut self.client),
            Some(TicketLine::Server) => value.clone_into(&mut self.server),
            Some(TicketLine::Encryption) => self.encryption = filled,
            Some(TicketLine::Start) => self.start = self.local(local),
            Some(TicketLine::End) => self.end = self.local(local),
            Some(TicketLine::Renew) => self.renew = self.local(local),
            Some(TicketLine::SessionKey) => self.session_key = filled,
            Some(TicketLine::CacheFlags) => {
                (self.cache_flags, self.cache_flag_names) = flags_of(value)
            }
            Some(TicketLine::Kdc) => self.kdc = filled,
            None => return false,
        }
        true
    }

    /// Which line comes after those that are read.
    fn next_line(&self, value: &str) -> Option<TicketLine> {
        let times = [
            (TicketLine::Start, self.start),
            (TicketLine::End, self.end),
            (TicketLine::Renew, self.renew),
        ];
        // A ticket that cannot be renewed has 0 for that time.
        let is_time = (value == "0" && self.session_key.is_none())
            || timestamp::local(value.split('(').next()?).is_some();
        let time = times.into_iter().find(|(_, known)| known.is_none());
        let flags = value == "0" || value.starts_with("0x");
        match value.contains(" @ ") {
            true if self.client.is_empty() => Some(TicketLine::Client),
            true if self.server.is_empty() => Some(TicketLine::Server),
            _ if self.encryption.is_none() => Some(TicketLine::Encryption),
            _ if is_time => time.map(|(line, _)| line),
            _ if self.session_key.is_none() => Some(TicketLine::SessionKey),
            _ if flags => Some(TicketLine::CacheFlags),
            _ if self.kdc.is_none() => Some(TicketLine::Kdc),
            _ => None,
        }
    }
}

/// Which line of a ticket it is.
#[derive(Clone, Copy)]
enum TicketLine {
    Client,
    Server,
    Encryption,
    Start,
    End,
    Renew,
    SessionKey,
    CacheFlags,
    Kdc,
}

impl TicketLine {
    /// Which one begins so in English.
    fn of(key: &str) -> Option<Self> {
        Some(match key {
            "Client" => Self::Client,
            "Server" => Self::Server,
            "KerbTicket Encryption Type" => Self::Encryption,
            "Session Key Type" => Self::SessionKey,
            "Cache Flags" => Self::CacheFlags,
            "Start Time" => Self::Start,
            "End Time" => Self::End,
            "Renew Time" => Self::Renew,
            "Kdc Called" => Self::Kdc,
            _ => return None,
        })
    }
}

/// What is behind `Ticket Flags 0x`, which has no colon: only there eight digits stand in front of an arrow.
pub(super) fn flags(line: &str) -> Option<&str> {
    let (_, flags) = line.split_once(" 0x")?;
    flags.get(8..)?.starts_with(" ->").then_some(flags)
}

/// `0x40a50000 -> forwardable renewable`
pub(super) fn flags_of(text: &str) -> (u32, Vec<String>) {
    let (number, names) = text.split_once("->").unwrap_or((text, ""));
    let number = number.trim().trim_start_matches(':').trim();
    let number = number.strip_prefix("0x").unwrap_or(number);
    let names = names.split_whitespace().map(str::to_owned).collect();
    (u32::from_str_radix(number, 16).unwrap_or_default(), names)
}
