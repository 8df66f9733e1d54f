//! What `klist` prints: the tickets that a session of Windows or a cache of MIT Kerberos or of Heimdal holds.

mod heimdal;
mod mit;
mod table;
mod tgt;

use super::characters::text;
use super::flows::Flows;
use super::leg::{
    Contents, Flow, Leg, Method, Party, SentCredential, SkipReason, Skipped, Timestamp,
};
use super::leg::{FileLocation, Protocol, Sender, Status, Unit};
use super::timestamp;
use std::sync::Arc;
use table::Table;

/// The forms that print a cache.
const TABLES: [Table; 2] = [mit::TABLE, heimdal::TABLE];

/// What `klist` printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Klist {
    /// A message for each ticket that was got.
    pub contents: Contents,
    /// The tickets.
    pub tickets: Vec<ListedTicket>,
    /// The session or the cache that holds them, as it is printed: `0:0x184bfdc`, `FILE:/tmp/krb5cc_0`.
    pub holder: Option<String>,
}

/// A ticket, as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTicket {
    /// Its lines.
    pub location: FileLocation,
    /// Whose it is: `alice @ CONTOSO.TEST`.
    pub client: String,
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
    /// Their names: `DELEGATION`.
    pub cache_flag_names: Vec<String>,
    /// From when, by the computer's clock, taken as UTC.
    pub start: Option<Timestamp>,
    /// Until when, by the same clock.
    pub end: Option<Timestamp>,
    /// Until when it can be renewed, by the same clock.
    pub renew: Option<Timestamp>,
    /// The KDC that was asked.
    pub kdc: Option<String>,
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
    /// No TGT is to be forwarded to the service: `DISABLE-TGT-DELEGATION` among the flags of the cache.
    NoTgtDelegation,
}

impl ListedTicket {
    /// Which flags of that kind it has.
    pub fn marks(&self) -> Vec<TicketMark> {
        let marks = [
            (self.cache_flags & 2, TicketMark::Delegation),
            (self.flags & 0x2000_0000, TicketMark::Forwarded),
            (self.flags & 0x4000_0000, TicketMark::Forwardable),
            (self.flags & 0x0004_0000, TicketMark::OkAsDelegate),
            (self.cache_flags & 0x200, TicketMark::NoTgtDelegation),
        ];
        let has = marks.into_iter().filter(|(flag, _)| *flag != 0);
        has.map(|(_, mark)| mark).collect()
    }
}

/// Whether this, which may be the beginning of a file, was printed by `klist`.
pub fn is(bytes: &[u8]) -> bool {
    let text = text(bytes);
    TABLES.iter().any(|table| table.is(&text))
        || tgt::is(&text)
        || text.contains("Cached Tickets:")
        || (text.contains("#0>") && text.contains("KerbTicket"))
}

/// Reads what `klist` printed, also in the middle of a console's other text.
pub fn read(bytes: &[u8]) -> Klist {
    let text = text(bytes);
    let mut klist = Klist::default();
    klist.contents.format = "klist".to_owned();
    let mut flows = Flows::new();
    for table in TABLES.iter().filter(|table| table.is(&text)) {
        klist.holder = table.read(&text, |ticket, lines| {
            klist.add(Some((ticket, lines)), &mut flows);
        });
    }
    klist.add(tgt::read(&text), &mut flows);
    let mut open: Option<(ListedTicket, String)> = None;
    for (number, line) in (1_u32..).zip(text.lines()) {
        let trimmed = line.trim();
        if let Some(id) = trimmed.strip_prefix("Current LogonId is ") {
            klist.holder = Some(id.to_owned());
        }
        let numbered = trimmed.strip_prefix('#').and_then(|it| it.split_once('>'));
        let begins = numbered.filter(|(digits, _)| digits.parse::<u32>().is_ok());
        if begins.is_some() {
            klist.add(open.take(), &mut flows);
            open = Some((ListedTicket::new(number), String::new()));
        }
        let Some((ticket, printed)) = &mut open else {
            continue;
        };
        if begins.is_some() || ticket.line(trimmed) {
            ticket.line(begins.map_or("", |(_, rest)| rest));
            ticket.location.last = number;
            printed.push_str(line);
            printed.push('\n');
        } else if !trimmed.is_empty() {
            klist.add(open.take(), &mut flows);
        }
    }
    klist.add(open, &mut flows);
    klist.contents.count = klist.tickets.len() as u64;
    klist.contents.flows = flows.into_vec();
    if klist.tickets.is_empty() {
        let is_empty = text.contains("Cached Tickets: (0)");
        klist.contents.skipped.push(Skipped {
            reason: if is_empty {
                SkipReason::NoTickets
            } else {
                SkipReason::Unknown
            },
            location: None,
        });
    }
    klist
}

impl Klist {
    fn add(&mut self, ticket: Option<(ListedTicket, String)>, flows: &mut Flows<Option<String>>) {
        let Some((ticket, printed)) = ticket.filter(|it| !it.0.server.is_empty()) else {
            return;
        };
        let flow = flows.number(ticket.kdc.clone(), || Flow {
            file: 0,
            client: Party::default(),
            server: Party {
                name: ticket.kdc.clone(),
                ..Party::default()
            },
            protocol: Protocol::Log,
        });
        let mut leg = Leg::new(flow, Sender::Client, ticket.start, ticket.location);
        leg.request = Some("ticket in the cache".to_owned());
        leg.target = Some(ticket.server.replace(" @ ", "@"));
        let user = ticket.client.replace(" @ ", "@");
        leg.credential = Some(SentCredential::Clear(Method::Kerberos, user, None));
        leg.status = Some(Status::Kerberos(0));
        leg.message = Arc::from(printed.into_bytes());
        self.contents.legs.push(leg);
        self.tickets.push(ticket);
    }
}

impl ListedTicket {
    fn new(line: u32) -> Self {
        Self {
            location: FileLocation {
                unit: Unit::Line,
                first: line,
                last: line,
            },
            client: String::new(),
            server: String::new(),
            encryption: None,
            session_key: None,
            flags: 0,
            flag_names: Vec::new(),
            cache_flags: 0,
            cache_flag_names: Vec::new(),
            start: None,
            end: None,
            renew: None,
            kdc: None,
        }
    }

    /// Takes a line in; whether it is one of a ticket.
    fn line(&mut self, line: &str) -> bool {
        // "Ticket Flags" has no colon.
        if let Some(flags) = line.trim().strip_prefix("Ticket Flags") {
            (self.flags, self.flag_names) = flags_of(flags);
            return true;
        }
        let Some((key, value)) = line.trim().split_once(':') else {
            return false;
        };
        let value = value.trim();
        let filled = (!value.is_empty()).then(|| value.to_owned());
        let time = || timestamp::local(value.trim_end_matches("(local)"));
        match key.trim() {
            "Client" => value.clone_into(&mut self.client),
            "Server" => value.clone_into(&mut self.server),
            "KerbTicket Encryption Type" => self.encryption = filled,
            "Session Key Type" => self.session_key = filled,
            "Cache Flags" => (self.cache_flags, self.cache_flag_names) = flags_of(value),
            "Start Time" => self.start = time(),
            "End Time" => self.end = time(),
            "Renew Time" => self.renew = time(),
            "Kdc Called" => self.kdc = filled,
            _ => return false,
        }
        true
    }
}

/// `0x40a50000 -> forwardable renewable`
fn flags_of(text: &str) -> (u32, Vec<String>) {
    let (number, names) = text.split_once("->").unwrap_or((text, ""));
    let number = number.trim().trim_start_matches(':').trim();
    let number = number.strip_prefix("0x").unwrap_or(number);
    let names = names.split_whitespace().map(str::to_owned).collect();
    (u32::from_str_radix(number, 16).unwrap_or_default(), names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_delegation_are_told() {
        let text = "Cached Tickets: (1)\n\n#0>\tClient: a @ C\n\tServer: krbtgt/C @ C\n\
            \tTicket Flags 0x60a50000 -> forwardable forwarded\n\tCache Flags: 0x202 -> DELEGATION\n";
        let marks = read(text.as_bytes()).tickets[0].marks();
        let expected = [
            TicketMark::Delegation,
            TicketMark::Forwarded,
            TicketMark::Forwardable,
            TicketMark::OkAsDelegate,
            TicketMark::NoTgtDelegation,
        ];
        assert_eq!(marks, expected);
    }

    #[test]
    fn a_list_without_tickets_says_so() {
        let text = "Current LogonId is 0:0x1\n\nCached Tickets: (0)\n";
        assert_eq!(
            read(text.as_bytes()).contents.skipped[0].reason,
            SkipReason::NoTickets
        );
    }

    #[test]
    fn the_table_of_mit() {
        let text = "Ticket cache: FILE:/tmp/krb5cc_0\nDefault principal: alice@C.TEST\n\n\
            Valid starting       Expires              Service principal\n\
            11/26/2026 17:01:35  11/27/2026 03:01:35  krbtgt/C.TEST@C.TEST\n\
            \trenew until 11/27/2026 17:01:35, Flags: FRIA\n\
            \tEtype (skey, tkt): aes256-cts-hmac-sha1-96, arcfour-hmac\n\
            11/26/26 17:02:00  11/27/26 03:01:35  HTTP/iis@C.TEST\n\tFlags: FAO\n";
        assert!(is(text.as_bytes()));
        let read = read(text.as_bytes());
        assert_eq!(read.holder.as_deref(), Some("FILE:/tmp/krb5cc_0"));
        assert_eq!(read.tickets.len(), 2);
        assert_eq!(read.tickets[0].flags, 0x40e0_0000);
        assert_eq!(read.tickets[0].encryption.as_deref(), Some("arcfour-hmac"));
        assert_eq!(
            read.tickets[1].flag_names,
            ["forwardable", "pre_authent", "ok_as_delegate"]
        );
        assert_eq!(read.tickets[1].start, timestamp::iso("2026-11-26T17:02:00"));
        assert_eq!(
            (
                read.tickets[0].location.first,
                read.tickets[0].location.last
            ),
            (5, 7)
        );
    }
}
