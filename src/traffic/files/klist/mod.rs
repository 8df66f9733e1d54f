//! What `klist` prints: the tickets that a session of Windows or a cache of MIT Kerberos or of Heimdal holds.

mod heimdal;
mod mit;
mod mit_heimdal;
mod tgt;
mod ticket;

use super::characters::text;
use super::day_order::DayOrder;
use super::flows::Flows;
use super::leg::{
    Contents, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, SkipReason, Skipped,
    Status,
};
use crate::traffic::file_format::Format;
use mit_heimdal::Table;
use std::sync::Arc;
pub use ticket::{ListedTicket, TicketMark};
use ticket::{flags, flags_of};

/// The forms that print a cache.
const TABLES: [Table; 2] = [mit::TABLE, heimdal::TABLE];

/// So many bytes stand before the number of a session at most.
const MOST_WORDS: usize = 64;

/// What `klist` printed, as messages and as the list that it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Klist {
    /// A message for each ticket that was got.
    pub contents: Contents,
    /// The tickets, in the order in which they are listed.
    pub tickets: Vec<ListedTicket>,
    /// The session or the cache that holds them, as it is printed: `0:0x184bfdc`, `FILE:/tmp/krb5cc_0`.
    pub holder: Option<String>,
}

/// Whether this, which may be the beginning of a file, was printed by `klist`.
pub fn is(bytes: &[u8]) -> bool {
    let text = text(bytes);
    // In any language a ticket has a number and names somebody, and its flags have names.
    let ticket = |line| begun(line).is_some_and(|it| it.contains(" @ "));
    let flagged = || text.lines().any(|it| flags(it).is_some());
    TABLES.iter().any(|table| table.is(&text))
        || tgt::is(&text)
        || text.contains("Cached Tickets:")
        || text.lines().any(|it| session(it).is_some())
        || (text.lines().any(ticket) && (text.contains("KerbTicket") || flagged()))
}

/// Reads what `klist` printed, also in the middle of a console's other text.
pub fn read(bytes: &[u8]) -> Klist {
    let text = text(bytes);
    let (order, doubtful) = DayOrder::of(&text);
    let mut klist = Klist::default();
    klist.contents.format = Format::Klist.into();
    let mut flows = Flows::new();
    for table in TABLES.iter().filter(|table| table.is(&text)) {
        klist.holder = table.read(&text, order, |ticket, lines| {
            klist.add(Some((ticket, lines)), &mut flows);
        });
    }
    klist.add(tgt::read(&text, order), &mut flows);
    let foreign = !text.contains("Encryption Type");
    let mut open: Option<(ListedTicket, String)> = None;
    for (number, line) in (1_u32..).zip(text.lines()) {
        let trimmed = line.trim();
        if let Some(id) = session(trimmed) {
            klist.holder = Some(id.to_owned());
        }
        let begins = begun(trimmed);
        if begins.is_some() {
            klist.add(open.take(), &mut flows);
            open = Some((ListedTicket::new(number, order), String::new()));
        }
        let Some((ticket, printed)) = &mut open else {
            continue;
        };
        if begins.is_some() || ticket.line(trimmed, foreign) {
            ticket.line(begins.unwrap_or_default(), foreign);
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
    let counted = counted(&text);
    // What it prints of sessions, or when it removes tickets, lists none either.
    let is_empty = text.contains("Cached Tickets: (0)")
        || (klist.holder.is_some() && !text.contains("#0>") && counted == 0);
    let reason = match klist.tickets.len() {
        0 if text.contains("klist failed with 0x") => Some(SkipReason::KlistFailed),
        0 if is_empty => Some(SkipReason::NoTickets),
        0 => Some(SkipReason::Unknown),
        found if found < counted => Some(SkipReason::CutShort),
        _ => None,
    };
    let zoneless = klist.tickets.iter().any(|it| it.start.is_some());
    let reason = reason
        .into_iter()
        .chain(zoneless.then_some(SkipReason::NoZone))
        .chain((zoneless && doubtful).then_some(SkipReason::NoDayOrder));
    klist.contents.skipped.extend(reason.map(|reason| Skipped {
        reason,
        location: None,
    }));
    klist
}

/// The session that a line names, with which all that `klist` of Windows prints begins: a few words of any language, and a LUID at
/// the end (`Current LogonId is 0:0x3e7a1`).
fn session(line: &str) -> Option<&str> {
    let (words, id) = line.trim_end().rsplit_once(' ')?;
    let (high, low) = id.split_once(":0x")?;
    let hex = |it: &str| u32::from_str_radix(it, 16).is_ok();
    let is_prose = words
        .chars()
        .all(|c| c.is_alphabetic() || " -'’:".contains(c));
    (is_prose && words.len() <= MOST_WORDS && hex(high) && hex(low)).then_some(id)
}

/// What stands behind the number of a ticket that begins: `#0>     Client: alice @ CONTOSO.TEST`.
fn begun(line: &str) -> Option<&str> {
    let (digits, rest) = line.trim_start().strip_prefix('#')?.split_once('>')?;
    digits.parse::<u32>().is_ok().then_some(rest)
}

/// How many tickets it says that there are, in all sessions.
fn counted(text: &str) -> usize {
    let counts = text.split("Cached Tickets: (").skip(1);
    let counts = counts.filter_map(|it| it.split(')').next()?.parse::<usize>().ok());
    counts.fold(0, usize::saturating_add)
}

impl Klist {
    fn add(&mut self, ticket: Option<(ListedTicket, String)>, flows: &mut Flows<Option<String>>) {
        let Some((ticket, printed)) = ticket.filter(|it| !it.0.server.is_empty()) else {
            return;
        };
        let flow = flows.number(ticket.kdc.clone(), || {
            let server = Party {
                name: ticket.kdc.clone(),
                ..Party::default()
            };
            Flow::new(Party::default(), server, Protocol::Log)
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

#[cfg(test)]
mod tests {
    use super::super::timestamp;
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
    fn a_ticket_that_a_service_got_for_somebody_is_theirs() {
        let text = "Ticket cache: FILE:/tmp/x\nDefault principal: svc@C.TEST\n\n\
            Valid starting       Expires              Service principal\n\
            11/26/2026 17:01:35  11/27/2026 03:01:35  krbtgt/C.TEST@C.TEST\n\
            11/26/2026 17:01:36  11/27/2026 03:01:35  cifs/fs@C.TEST\n\
            \tfor client bob@C.TEST, renew until 11/27/2026 17:01:35, Flags: FA\n";
        let tickets = read(text.as_bytes()).tickets;
        let told = tickets.iter().map(|it| (&*it.client, it.asker.as_deref()));
        let told: Vec<_> = told.collect();
        assert_eq!(
            told,
            [("svc@C.TEST", None), ("bob@C.TEST", Some("svc@C.TEST"))]
        );
        assert!(tickets[1].renew.is_some() && tickets[1].flags != 0);
        let windows = "Cached Tickets: (1)\n\n#0>\tClient: bob @ C\n\tServer: web$ @ C\n\
            \tTicket Flags 0x40a10000 -> forwardable\n\tCache Flags: 0xc -> S4U ASC\n";
        let marks = read(windows.as_bytes()).tickets[0].marks();
        assert_eq!(marks, [TicketMark::Forwardable, TicketMark::ForUser]);
    }

    #[test]
    fn a_list_that_has_fewer_tickets_than_it_counts_is_cut_short() {
        let text = "Cached Tickets: (3)\n\n#0>\tClient: a @ C\n\tServer: krbtgt/C @ C\n\tKerbTicket Encryption Type: AES\n";
        let skipped = |text: &str| read(text.as_bytes()).contents.skipped;
        assert_eq!(skipped(text)[0].reason, SkipReason::CutShort);
        assert_eq!(skipped(&text.replace("(3)", "(1)")), []);
        // Its times are the computer's own.
        let timed = text.replace("(3)", "(1)") + "\tStart Time: 4/16/2022 9:53:54 (local)\n";
        assert_eq!(skipped(&timed)[0].reason, SkipReason::NoZone);
    }

    #[test]
    fn one_date_of_a_list_tells_the_order_of_day_and_month() {
        let mit = "Ticket cache: FILE:/tmp/x\nDefault principal: a@C\n\nValid starting\n\
            13/03/2025 09:00:00  13/03/2025 19:00:00  krbtgt/C@C\n02/03/2025 09:00:02  13/03/2025 19:00:00  HTTP/w@C\n";
        let last = |text: &str| read(text.as_bytes()).tickets.pop().unwrap().start;
        assert_eq!(last(mit), timestamp::iso("2025-03-02T09:00:02"));
        let windows = "Cached Tickets: (1)\n\n#0>\tClient: a @ C\n\tServer: web$ @ C\n\
            \tStart Time: 3/1/2025 9:00:00 (local)\n\tRenew Time: 15/1/2025 9:00:00 (local)\n";
        assert_eq!(last(windows), timestamp::iso("2025-01-03T09:00:00"));
        let doubtful = |text: &str| {
            let mut skipped = read(text.as_bytes()).contents.skipped.into_iter();
            skipped.any(|it| it.reason == SkipReason::NoDayOrder)
        };
        assert!(!doubtful(mit) && !doubtful(windows));
        assert!(doubtful(&windows.replace("15/1", "8/1")));
    }

    #[test]
    fn a_list_without_tickets_says_so() {
        for printed in [
            "\nCached Tickets: (0)\n",
            "\tDeleting all tickets:\n\tTicket(s) purged!\n",
            "[0] Session 1 0:0x1 CONTOSO\\alice Kerberos:Interactive\n",
        ] {
            let text = format!("\nCurrent LogonId is 0:0x1\n{printed}");
            assert!(is(text.as_bytes()), "{text}");
            let skipped = read(text.as_bytes()).contents.skipped;
            assert_eq!(skipped[0].reason, SkipReason::NoTickets, "{text}");
        }
    }

    #[test]
    fn a_list_without_tickets_says_so_in_any_language() {
        for printed in [
            "Aktuelle Anmelde-ID ist 0:0x3e7a1\n\nZwischengespeicherte Tickets: (0)\n",
            "LogonId est 0:0x12b14cd\n\tSuppression de tous les tickets :\n\tticket(s) supprimé(s) !\n",
        ] {
            assert!(is(printed.as_bytes()), "{printed}");
            let klist = read(printed.as_bytes());
            assert_eq!(klist.contents.skipped[0].reason, SkipReason::NoTickets);
            assert!(klist.holder.is_some());
        }
        for other in [
            "TargetLogonId = 0:0x3e7",
            "a 1:0x",
            "10.0.0.1 - 0:0x3e7",
            "0:0x3e7",
        ] {
            assert!(!is(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn a_ticket_that_is_not_got_is_no_empty_list() {
        let text = "\nCurrent LogonId is 0:0x3e7a1\nError calling API LsaCallAuthenticationPackage (GetTicket substatus): 0x6fb\n\n\
            klist failed with 0xc000018b/-1073741429: The SAM database does not have a computer account\n";
        assert!(is(text.as_bytes()));
        let skipped = read(text.as_bytes()).contents.skipped;
        assert_eq!(skipped[0].reason, SkipReason::KlistFailed);
    }

    #[test]
    fn the_table_of_mit() {
        let text = "Ticket cache: FILE:/tmp/krb5cc_0\nDefault principal: alice@C.TEST\n\n\
            Valid starting       Expires              Service principal\n\
            11/26/2026 17:01:35  11/27/2026 03:01:35  krbtgt/C.TEST@C.TEST\n\
            \trenew until 11/27/2026 17:01:35, Flags: FRIA\n\
            \tEtype (skey, tkt): aes256-cts-hmac-sha1-96, arcfour-hmac\n\
            11/26/26 17:02:00  11/27/26 03:01:35  HTTP/iis@\n\tFlags: FAO\n\
            \tTicket server: HTTP/iis@C.TEST\n";
        assert!(is(text.as_bytes()));
        let read = read(text.as_bytes());
        assert_eq!(read.holder.as_deref(), Some("FILE:/tmp/krb5cc_0"));
        assert_eq!(read.tickets.len(), 2);
        assert_eq!(read.tickets[1].server, "HTTP/iis@C.TEST");
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

    #[test]
    fn the_times_of_mit_may_be_in_one_word_or_in_three() {
        let iso = "Ticket cache: FILE:/tmp/krb5cc_0\nDefault principal: alice@C.TEST\n\n\
            Valid starting       Expires              Service principal\n\
            2026-11-26T17:01:35  2026-11-27T03:01:35  krbtgt/C.TEST@C.TEST\n\trenew until 2026-11-27T17:01:35, Flags: FRIA\n";
        let halves = iso
            .replace("2026-11-26T17:01:35", "11/26/2026 05:01:35 PM")
            .replace("2026-11-27T03:01:35", "11/27/2026 03:01:35 AM")
            .replace("2026-11-27T17:01:35", "11/27/2026 05:01:35 PM");
        let times = ["26T17:01:35", "27T03:01:35", "27T17:01:35"];
        let times = times.map(|it| timestamp::iso(&format!("2026-11-{it}")));
        for text in [iso, &halves] {
            let tickets = read(text.as_bytes()).tickets;
            let [ticket] = &tickets[..] else { panic!() };
            assert_eq!([ticket.start, ticket.end, ticket.renew], times);
            assert_eq!(
                (&*ticket.server, ticket.flags),
                ("krbtgt/C.TEST@C.TEST", 0x40e0_0000)
            );
        }
    }

    #[test]
    fn a_list_in_another_language_is_read_by_its_order() {
        let text = "Zwischengespeicherte Tickets: (1)\n\n#0>\tClient: a @ C\n\tServer: HTTP/w @ C\n\
            \tKerbTicket (Verschlüsselungstyp): AES-256\n\tTicketkennzeichen 0x40a50000 -> forwardable\n\
            \tStartzeit: 7/16/2026 9:58:41 (lokal)\n\tEndzeit:   7/16/2026 19:58:40 (lokal)\n\
            \tErneuerungszeit: 0\n\tSitzungsschlüsseltyp: AES-256\n\
            \tCachekennzeichen: 0x1 -> PRIMARY\n\tKDC aufgerufen: DC01\n\nC:\\>dir\n";
        assert!(is(text.as_bytes()));
        let tickets = read(text.as_bytes()).tickets;
        let [ticket] = &tickets[..] else { panic!() };
        assert_eq!((&*ticket.client, &*ticket.server), ("a @ C", "HTTP/w @ C"));
        assert_eq!((ticket.flags, ticket.cache_flags), (0x40a5_0000, 1));
        assert!(ticket.start < ticket.end && ticket.start.is_some());
        assert_eq!(ticket.kdc.as_deref(), Some("DC01"));
    }

    /// Copied from anywhere in a list, quoted, or in the code page of a console.
    #[test]
    fn tickets_are_known_by_their_own_lines() {
        let text = "       #2> Клиент: alice @ C\n       Сервер: HTTP/w @ C\n       Тип шифрования KerbTicket: AES-256\n       \
            флаги билета 0x40a10000 -> forwardable renewable\n       Время начала: 7/24/2026 11:22:54 (локально)\n";
        let english = "#1>     Client: alice @ C\n        Server: HTTP/w @ C\n        KerbTicket Encryption Type: AES-256\n        \
            Ticket Flags 0x40a10000 -> forwardable renewable\n        Start Time: 7/24/2026 11:22:54 (local)\n";
        let quoted: String = english.lines().map(|it| format!(">{it}\n")).collect();
        // 客户端, 服务器 and so on of GBK.
        let gbk = [
            &b"#0>     \xbf\xcd\xbb\xa7\xb6\xcb: alice @ C\n        \xb7\xfe\xce\xf1\xc6\xf7: HTTP/w @ C\n"[..],
            b"        Kerberos \xc6\xb1\xd6\xa4\xbc\xd3\xc3\xdc: AES-256\n",
            b"        \xc6\xb1\xd6\xa4\xb1\xea\xd6\xbe 0x40a10000 -> forwardable renewable\n",
            b"        \xbf\xaa\xca\xbc\xca\xb1\xbc\xe4: 7/24/2026 11:22:54 (\xb1\xbe\xb5\xd8)\n",
        ]
        .concat();
        for text in [text.as_bytes(), english.as_bytes(), quoted.as_bytes(), &gbk] {
            assert!(is(text));
            let tickets = read(text).tickets;
            let [ticket] = &tickets[..] else { panic!() };
            assert_eq!(
                (&*ticket.client, &*ticket.server),
                ("alice @ C", "HTTP/w @ C")
            );
            assert_eq!(ticket.encryption.as_deref(), Some("AES-256"));
            assert_eq!(ticket.flags, 0x40a1_0000);
            assert_eq!(ticket.start, timestamp::iso("2026-07-24T11:22:54"));
        }
        assert!(!is(b"#1> write to alice @ work"));
    }
}
