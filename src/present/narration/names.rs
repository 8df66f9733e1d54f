//! What hosts, people, connections and values are called.

use super::kerberos;
use super::roles::look;
use crate::hosts::security::kerberos::{TicketSummary, TicketUse};
use crate::hosts::{
    ConnectionId, FileTime, Holding, HoldingOwner, Identity, LogonType, Role, Scheme,
    StorageLocation,
};
use crate::lab::{Event, Hop, HostId, Log};
use crate::present::foreign::cut;
use crate::present::head;
use crate::value_kind::ValueKind;
use crate::wire::ntlm::ResponseKind;

/// Longest name in a label, in characters.
pub const BRIEF: usize = 14;
/// Longest name of a computer in a label, in characters: as long as a NetBIOS name can be (RFC 1001 14.1).
pub const COMPUTER: usize = 15;
/// Longest name in a sentence, in characters.
pub const LONG: usize = 40;

/// What a host is called.
pub fn host_name(role: Role) -> &'static str {
    look(role).name
}

/// The name of a host: by its role, or the computer's.
pub fn host(log: &Log, id: HostId) -> String {
    by_role(log, id, host_name)
}

/// A host in the middle of a sentence: `the mailbox host`.
pub fn object(log: &Log, id: HostId) -> String {
    in_sentence(log, id, |role| look(role).object)
}

/// A host at the beginning of a sentence: `The mailbox host`.
pub fn subject(log: &Log, id: HostId) -> String {
    in_sentence(log, id, |role| look(role).subject)
}

/// By its role, and where several have that by the computer's name too.
fn in_sentence(log: &Log, id: HostId, named: fn(Role) -> &'static str) -> String {
    let several = log.host(id).filter(|info| {
        let same = log.hosts.iter().filter(|other| other.role == info.role);
        info.role.is_some() && same.count() > 1
    });
    let name = by_role(log, id, named);
    match several {
        Some(info) => format!("{name} {}", cut(&info.name, LONG)),
        None => name,
    }
}

fn by_role(log: &Log, id: HostId, named: impl Fn(Role) -> &'static str) -> String {
    match log.host(id) {
        None => "a host".to_owned(),
        Some(info) => match info.role {
            Some(role) => named(role).to_owned(),
            None => cut(&info.name, LONG),
        },
    }
}

/// The name of the computer that an event happened on.
pub fn computer(log: &Log, event: &Event) -> String {
    let info = log.host(event.host);
    info.map_or_else(|| "the computer".to_owned(), |info| cut(&info.name, LONG))
}

/// A connection's name: its ports where traffic shows them, by which it is found in a capture. Else those of the two hops are
/// counted in the order they were opened, and so, apart from them, are the channels to the domain controller.
pub fn connection_name(log: &Log, id: ConnectionId) -> String {
    let Some(connection) = log.connection(id) else {
        return "an unknown connection".to_owned();
    };
    if connection.carrier.told {
        return "told by a log".to_owned();
    }
    let directory = |hop: Hop| hop == Hop::Directory;
    let what = match directory(connection.hop) {
        true => "channel",
        false => "connection",
    };
    if let Some([client, server]) = connection.carrier.ports {
        return format!("{what} {client} → {server}");
    }
    let number = log
        .connections
        .iter()
        .take_while(|other| other.id != id)
        .filter(|other| !other.carrier.told)
        .filter(|other| directory(other.hop) == directory(connection.hop))
        .count()
        + 1;
    format!("{what} {number}")
}

/// Who somebody is. `most` is the longest name without its domain, in characters.
pub fn identity(identity: &Identity, most: usize) -> String {
    match identity {
        Identity::Anonymous => "ANONYMOUS LOGON".to_owned(),
        Identity::User(known) => account(&known.domain, &known.user, most),
    }
}

/// An account by domain and name.
pub fn account(domain: &str, name: &str, most: usize) -> String {
    let name = if name.is_empty() {
        "(no name)".to_owned()
    } else {
        cut(name, most)
    };
    if domain.is_empty() {
        name
    } else {
        format!("{}\\{name}", cut(domain, most))
    }
}

/// An account written as one text, `DOMAIN\name`.
pub fn whole_account(text: &str, most: usize) -> String {
    match text.split_once('\\') {
        Some((domain, name)) => account(domain, name, most),
        None => account("", text, most),
    }
}

/// The letter of a kind of value: it says what the colour says.
pub fn value_kind_letter(kind: ValueKind) -> char {
    match kind {
        ValueKind::Password => 'P',
        ValueKind::NtHash => 'H',
        ValueKind::Challenge => 'C',
        ValueKind::Response => 'R',
        ValueKind::SessionKey => 'K',
        ValueKind::Ticket => 'T',
        ValueKind::Token => 'I',
    }
}

/// Something held, in a few words, and the first bytes by which it is known again, where it has any.
pub fn holding_parts(holding: &Holding) -> (String, Option<String>) {
    let name = value_kind_name(holding.kind).to_owned();
    let name = match (holding.kind, holding.place) {
        (ValueKind::Password, StorageLocation::LogonSession(_)) => "kept password".to_owned(),
        (ValueKind::Challenge | ValueKind::Response, _) => {
            return (name, holding.value.as_deref().map(|value| head(value, 3)));
        }
        // Kerberos makes other keys of the password than NTLM; RC4’s is the NT hash.
        (ValueKind::NtHash, StorageLocation::Process)
            if holding.value.as_ref().is_some_and(|key| key.len() != 16) =>
        {
            "Kerberos key".to_owned()
        }
        (ValueKind::NtHash, StorageLocation::AccountDatabase) => {
            format!("NT hash of {}", cut(holding.of.user(), BRIEF))
        }
        (ValueKind::Token, _) if holding.of == HoldingOwner::Anonymous => {
            "session: ANONYMOUS LOGON".to_owned()
        }
        (ValueKind::Token, _) => match holding.logon {
            Some(logon) => format!("{} token", logon_kind(logon)),
            None => format!("token of {}", cut(holding.of.user(), BRIEF)),
        },
        (ValueKind::Ticket, _) => match &holding.ticket {
            Some(ticket) => ticket_name(holding, ticket),
            None => name,
        },
        (ValueKind::SessionKey, _) => match &holding.ticket {
            Some(ticket) => format!("key: {}", ticket_name(holding, ticket)),
            None => name,
        },
        _ => name,
    };
    (name, None)
}

/// What a kind of value is called.
fn value_kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Password => "password",
        ValueKind::NtHash => "NT hash",
        ValueKind::Challenge => "challenge",
        ValueKind::Response => "response",
        ValueKind::SessionKey => "session key",
        ValueKind::Ticket => "ticket",
        ValueKind::Token => "token",
    }
}

/// A ticket by what it is: a TGT by its owner, another by its service.
fn ticket_name(holding: &Holding, ticket: &TicketSummary) -> String {
    let what = kerberos::use_name(ticket.held_as);
    match ticket.held_as {
        TicketUse::Tgt | TicketUse::ForwardedTgt => {
            format!("{what} of {}", cut(holding.of.user(), BRIEF))
        }
        TicketUse::Service | TicketUse::Evidence => {
            format!("{what} {}", cut(&ticket.service, BRIEF))
        }
    }
}

/// Where something is, and how long it stays; before that, of a ticket or its session key, whose it is, for which service,
/// its flags and its end.
pub fn holding_details(holding: &Holding) -> String {
    let place = place_name(&holding.place);
    let Some(ticket) = &holding.ticket else {
        return place;
    };
    let (of, service) = (
        cut(holding.of.to_string(), LONG),
        cut(&ticket.service, LONG),
    );
    if holding.kind != ValueKind::Ticket {
        return format!("of {of}’s ticket for {service}, {place}");
    }
    let flags = kerberos::flag_names(ticket.flags);
    let end = date_and_time(ticket.end);
    format!("of {of} for {service}: {flags}; good until {end}; {place}")
}

/// What something is good for to whoever holds it.
pub fn good_for(holding: &Holding) -> &'static str {
    match (holding.kind, &holding.ticket) {
        (ValueKind::Token, _) if holding.of == HoldingOwner::Anonymous => {
            "nobody in particular calls here"
        }
        (ValueKind::Password, _) => "answers any challenge",
        (ValueKind::NtHash, _) => "as good as the password",
        (ValueKind::Challenge, _) => "a question, and proves nothing",
        (ValueKind::Response, _) => "answers its one challenge and no other",
        (ValueKind::SessionKey, None) => "protects this session and answers no challenge",
        (ValueKind::SessionKey, Some(_)) => "without it the ticket is of no use",
        (ValueKind::Ticket, Some(ticket)) => match ticket.held_as {
            TicketUse::Tgt | TicketUse::ForwardedTgt => "gets tickets to other services",
            TicketUse::Service => "is shown to that service alone",
            TicketUse::Evidence => "shows the KDC who came",
        },
        (ValueKind::Ticket, None) => "is shown to one service",
        (ValueKind::Token, _) => "acts for its owner on this computer",
    }
}

/// In UTC, to the minute: `2026-11-02 09:00 UTC`.
fn date_and_time(time: FileTime) -> String {
    let text = time.kerberos_time().unwrap_or_default();
    let part = |range| text.get(range).unwrap_or_default();
    let (date, clock) = (
        [part(0..4), part(4..6), part(6..8)],
        [part(8..10), part(10..12)],
    );
    format!("{} {} UTC", date.join("-"), clock.join(":"))
}

/// Something held, in a few words.
pub fn holding(holding: &Holding) -> String {
    match holding_parts(holding) {
        (name, None) => name,
        (name, Some(bytes)) => format!("{name} {bytes}"),
    }
}

/// Where a computer holds something.
pub fn place_name(place: &StorageLocation) -> String {
    match place {
        StorageLocation::Process => "in the process, until it ends".to_owned(),
        StorageLocation::Connection(_) => "with the connection, until it closes".to_owned(),
        StorageLocation::LogonSession(number) => {
            format!("in logon session {number}, behind the token, until it is logged off")
        }
        StorageLocation::AccountDatabase => "in the account database, for good".to_owned(),
    }
}

/// A kind of logon, as a token is named for it.
pub fn logon_kind(logon: LogonType) -> &'static str {
    match logon {
        LogonType::Network => "Network",
        LogonType::Interactive => "Interactive",
        LogonType::Batch => "Batch",
        LogonType::NetworkCleartext => "ClearText",
    }
}

/// `a Network token`, `an Interactive token`.
pub fn a_token(logon: LogonType) -> String {
    let article = match logon {
        LogonType::Interactive => "an",
        LogonType::Network | LogonType::Batch | LogonType::NetworkCleartext => "a",
    };
    format!("{article} {} token", logon_kind(logon))
}

/// A scheme by the name that HTTP has for it.
pub fn scheme_name(scheme: Scheme) -> &'static str {
    scheme.name()
}

/// A kind of response, as administrators call it.
pub fn response_name(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::Lm => "LM",
        ResponseKind::Ntlm => "NTLMv1",
        ResponseKind::Ntlm2Session => "NTLM2 session",
        ResponseKind::LmV2 => "LMv2",
        ResponseKind::NtlmV2 => "NTLMv2",
        ResponseKind::Zero24 => "24 zero bytes",
        ResponseKind::Anonymous => "anonymous",
        ResponseKind::LocalCall => "local call",
        ResponseKind::Empty => "empty",
        ResponseKind::Other => "unknown",
    }
}
