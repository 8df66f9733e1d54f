//! What is spoken, by the first bytes that an end sends after the other has spoken. A file may begin in the middle of a
//! connection, so several turns are looked at.

use super::inbox::Inbox;
use super::protocol_dissector::{Framing, ProtocolDissector, Recognition};
use super::{Stamp, dce_rpc, dns, http, kdc_messages, ldap, mail, proxy_header, smb, tds, tls};
use crate::traffic::leg::Sender;
use mail::SaidBefore;
use std::net::IpAddr;

/// So many bytes of a turn are looked at.
pub const WINDOW: usize = 512;
/// So many turns of a connection are looked at.
const TURNS: u32 = 32;
/// So many proxies stand behind each other at most.
const PROXY_HEADERS: u32 = 4;

/// Says what is spoken.
pub struct Recogniser {
    ports: [u16; 2],
    /// Whether who is client and who is server is known for sure.
    pub settled: bool,
    /// Whether somebody asked for a connection by SOCKS before.
    pub by_socks: bool,
    /// Whom a proxy says that it calls for.
    pub caller: Option<IpAddr>,
    /// Who speaks, and what has come of it; nothing more is looked at where that is known to be nothing.
    turn: Option<(Sender, Option<Inbox>)>,
    turns: u32,
    /// How many PROXY headers were stepped over.
    headers: u32,
    /// What turns before said of which nobody knows what it is.
    before: SaidBefore,
}

/// What the bytes so far are.
pub enum Recognised {
    /// That cannot be told yet.
    NotYet,
    /// Nothing that is read here.
    Nothing,
    /// A protocol that is read here.
    Protocol {
        /// Reads it from the first byte on.
        dissector: Box<dyn ProtocolDissector + Send>,
        /// Whom the bytes of this turn come from.
        sender: Sender,
    },
}

/// What one test of the first bytes says.
enum Guess {
    No,
    Unsure,
    /// The connection holds nothing that can be read.
    Nothing,
    /// A protocol, and who says such a thing; `None` where both may.
    Yes(Box<dyn ProtocolDissector + Send>, Option<Sender>),
}

impl Recogniser {
    /// For a connection between those ports.
    pub fn new(ports: [u16; 2]) -> Self {
        Self {
            ports,
            settled: false,
            by_socks: false,
            caller: None,
            turn: None,
            turns: 0,
            headers: 0,
            before: SaidBefore::Nothing,
        }
    }

    /// Something is missing: what comes next is a turn of its own.
    pub fn interrupt(&mut self) {
        self.turn = None;
    }

    /// What the turn under way has brought.
    pub fn hand_over(&mut self) -> Inbox {
        let turn = self.turn.take();
        turn.and_then(|(_, inbox)| inbox).unwrap_or_default()
    }

    /// Takes the next bytes.
    pub fn take(&mut self, from: Sender, bytes: &[u8], stamp: Stamp) -> Recognised {
        if self.turn.as_ref().is_none_or(|(who, _)| *who != from) {
            self.turns += 1;
            if self.turns > TURNS {
                return Recognised::Nothing;
            }
            self.turn = Some((from, Some(Inbox::default())));
        }
        let Some((_, slot)) = &mut self.turn else {
            return Recognised::NotYet;
        };
        let Some(inbox) = slot else {
            return Recognised::NotYet;
        };
        inbox.push(bytes, stamp);
        while self.headers < PROXY_HEADERS && self.turns == 1 && !inbox.unread().is_empty() {
            match proxy_header::frame(inbox.unread()) {
                Framing::Whole(length) => {
                    let header = inbox.unread().get(..length).unwrap_or_default();
                    self.caller = proxy_header::caller(header).or(self.caller);
                    inbox.take(length);
                    self.headers += 1;
                }
                Framing::More | Framing::Partial(_) => return Recognised::NotYet,
                _ => break,
            }
        }
        if inbox.unread().is_empty() {
            return Recognised::NotYet;
        }
        let unread = inbox.unread();
        let window = unread.get(..WINDOW).unwrap_or(unread);
        let guess = guess(window, self.ports, self.before);
        self.by_socks |= !matches!(guess, Guess::Yes(..)) && is_socks(window);
        match guess {
            Guess::Unsure if window.len() < WINDOW => Recognised::NotYet,
            Guess::Unsure | Guess::No => {
                if window.first().is_some_and(u8::is_ascii_graphic) {
                    self.before = SaidBefore::Lines;
                }
                *slot = None;
                Recognised::NotYet
            }
            Guess::Nothing => Recognised::Nothing,
            Guess::Yes(dissector, sender) => {
                let sender = sender.filter(|_| !self.settled).unwrap_or(from);
                Recognised::Protocol { dissector, sender }
            }
        }
    }
}

/// Asks one protocol after the other. Where one is unsure none after it is asked: more bytes never change an answer.
fn guess(bytes: &[u8], ports: [u16; 2], before: SaidBefore) -> Guess {
    let tests: [&dyn Fn() -> Guess; 10] = [
        &|| ssh(bytes),
        &|| candidate(dns::recognise(bytes, ports), dns::Dns::default),
        &|| candidate(tls::recognise(bytes), tls::Tls::default),
        &|| candidate(smb::recognise(bytes), smb::Smb::default),
        &|| {
            candidate(
                kdc_messages::recognise(bytes),
                kdc_messages::Kerberos::default,
            )
        },
        &|| candidate(dce_rpc::recognise(bytes), dce_rpc::Rpc::default),
        &|| candidate(ldap::recognise(bytes), ldap::Ldap::default),
        &|| candidate(tds::recognise(bytes), tds::Tds::default),
        &|| match http::recognise(bytes) {
            (Recognition::Yes, None) => Guess::Nothing,
            told => candidate(told, http::Http::default),
        },
        &|| match mail::recognise(bytes, ports, before) {
            (verdict, Some((mail, sender))) => {
                candidate((verdict, Some(sender)), || mail::Mail::new(mail))
            }
            (Recognition::Unsure, None) => Guess::Unsure,
            (_, None) => Guess::No,
        },
    ];
    tests
        .iter()
        .map(|test| test())
        .find(|guess| !matches!(guess, Guess::No))
        .unwrap_or(Guess::No)
}

fn candidate<T: ProtocolDissector + Send + 'static>(
    (verdict, sender): (Recognition, Option<Sender>),
    new: impl FnOnce() -> T,
) -> Guess {
    match verdict {
        Recognition::Yes => Guess::Yes(Box::new(new()), sender),
        Recognition::No => Guess::No,
        Recognition::Unsure => Guess::Unsure,
    }
}

/// Whether that is a request of SOCKS for a connection to an address or a name: of version 5 (RFC 1928 4), or of version 4, which
/// ends with who asks, and perhaps a name.
fn is_socks(bytes: &[u8]) -> bool {
    match bytes {
        [5, 1, 0, 1 | 3 | 4, ..] => true,
        [4, 1, _, _, _, _, _, _, names @ .., 0] => {
            names.iter().all(|it| *it == 0 || it.is_ascii_graphic())
        }
        _ => false,
    }
}

/// SSH's version, which either end sends first (RFC 4253 4.2).
fn ssh(bytes: &[u8]) -> Guess {
    match Recognition::prefix(bytes, b"SSH-") {
        Recognition::Yes => Guess::Nothing,
        Recognition::Unsure => Guess::Unsure,
        Recognition::No => Guess::No,
    }
}
