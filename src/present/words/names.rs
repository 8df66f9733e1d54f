//! Names of the fixed things: hosts, values, places, settings, statuses.

use super::text::{self, cut};
use crate::hosts::{Era, Holding, Level, LogonType, MailboxAnswer, Place, Protocol, Role, Scheme};
use crate::lab::{AccountDatabase, Hop, Log, Placement, Scenario};
use crate::present::head;
use crate::present::told::fill;
use crate::secret::Secret;
use crate::wire::netlogon::status_name;
use crate::wire::ntlm::ResponseKind;
use crate::wire::rpc::{emsmdb, status as fault_status};

/// What a host is called.
pub fn host_name(role: Role) -> &'static str {
    match role {
        Role::Browser => "Browser",
        Role::FrontEnd => "IIS",
        Role::Mailbox => "Mailbox host",
        Role::DomainController => "Domain controller",
    }
}

/// What a host is in this scenario, and on which computer it runs.
pub fn host_subtitle(scenario: &Scenario, role: Role, name: &str) -> String {
    let computer = cut(name, text::BRIEF);
    let mapi = scenario.back_end.protocol == Protocol::Mapi;
    match role {
        Role::Browser if scenario.client.user.is_empty() => format!("desktop · {computer}"),
        Role::Browser => {
            let user = cut(&scenario.client.user, text::BRIEF);
            format!("{user}’s desktop · {computer}")
        }
        Role::FrontEnd if scenario.era == Era::Today => format!("ASP.NET front end · {computer}"),
        Role::FrontEnd => format!("OWA front end · {computer}"),
        Role::Mailbox => {
            let what = if mapi || scenario.era != Era::Today {
                "Exchange store"
            } else {
                "Web service"
            };
            match scenario.back_end.placement {
                Placement::SameHost => format!("{what} · also on {computer}"),
                Placement::AnotherHost => format!("{what} · {computer}"),
            }
        }
        Role::DomainController => format!("Accounts of {} · {computer}", scenario.names.domain),
    }
}

/// A connection's name: those of the two hops are counted in the order they were opened, and so, apart from them, are
/// the channels to the domain controller.
pub fn connection_name(log: &Log, id: crate::hosts::ConnectionId) -> String {
    let Some(connection) = log.connection(id) else {
        return "an unknown connection".to_owned();
    };
    let directory = |hop: Hop| hop == Hop::Directory;
    let number = log
        .connections
        .iter()
        .take_while(|other| other.id != id)
        .filter(|other| directory(other.hop) == directory(connection.hop))
        .count()
        + 1;
    if directory(connection.hop) {
        format!("channel {number}")
    } else {
        format!("connection {number}")
    }
}

/// What a kind of value is called.
pub fn secret_name(secret: Secret) -> &'static str {
    match secret {
        Secret::Password => "password",
        Secret::NtHash => "NT hash",
        Secret::Challenge => "challenge",
        Secret::Response => "response",
        Secret::SessionKey => "session key",
        Secret::Token => "token",
    }
}

/// The letter of a kind of value: it says what the colour says.
pub fn secret_letter(secret: Secret) -> char {
    match secret {
        Secret::Password => 'P',
        Secret::NtHash => 'H',
        Secret::Challenge => 'C',
        Secret::Response => 'R',
        Secret::SessionKey => 'K',
        Secret::Token => 'T',
    }
}

/// Something held, in a few words.
pub fn holding(holding: &Holding) -> String {
    let value = holding.value.as_deref();
    let name = secret_name(holding.secret);
    match (holding.secret, holding.place) {
        (Secret::Password, Place::LogonSession(_)) => "kept password".to_owned(),
        (Secret::Challenge | Secret::Response, _) => match value {
            Some(value) => format!("{name} {}", head(value, 3)),
            None => name.to_owned(),
        },
        (Secret::NtHash, Place::AccountDatabase) => {
            let user = holding.of.rsplit('\\').next().unwrap_or_default();
            format!("NT hash of {}", cut(user, text::BRIEF))
        }
        (Secret::Token, _) if holding.of.ends_with("ANONYMOUS LOGON") => {
            "session: ANONYMOUS LOGON".to_owned()
        }
        (Secret::Token, _) => match holding.logon {
            Some(logon) => format!("{} token", logon_kind(logon)),
            None => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

/// Where a computer holds something.
pub fn place_name(place: &Place) -> String {
    match place {
        Place::Process => "in the process, until it ends".to_owned(),
        Place::Connection(_) => "with the connection, until it closes".to_owned(),
        Place::LogonSession(number) => format!("in logon session {number}, behind the token"),
        Place::AccountDatabase => "in the account database".to_owned(),
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
        _ => "a",
    };
    format!("{article} {} token", logon_kind(logon))
}

/// A kind of logon with the number that IIS's LogonMethod has for it.
pub fn logon_name(logon: LogonType) -> &'static str {
    match logon {
        LogonType::Interactive => "Interactive (0)",
        LogonType::Batch => "Batch (1)",
        LogonType::Network => "Network (2)",
        LogonType::NetworkCleartext => "ClearText (3)",
    }
}

/// A level with what it means for the one who sends and the one who takes.
pub fn level_name(level: Level) -> &'static str {
    match level.number() {
        0 => "0 · sends LM and NTLM; accepts all",
        1 => "1 · as 0, with NTLMv2 session security if agreed",
        2 => "2 · sends NTLMv1; accepts all",
        3 => "3 · sends NTLMv2; accepts all",
        4 => "4 · sends NTLMv2; refuses LM",
        _ => "5 · sends NTLMv2; refuses LM and NTLMv1",
    }
}

/// An era and what ran then.
pub fn era_name(era: Era) -> &'static str {
    match era {
        Era::Y1998 => "1998 · NT 4.0, IIS 4, Exchange 5.5",
        Era::Y2003 => "2003 · Windows Server 2003, IIS 6, Exchange 2003",
        Era::Today => "Today · Windows Server 2022, IIS 10",
    }
}

/// How the mailbox host is called.
pub fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Mapi => "MAPI",
        Protocol::Http => "HTTP",
    }
}

/// Where the mailbox is.
pub fn placement_name(placement: Placement) -> &'static str {
    match placement {
        Placement::SameHost => "same host",
        Placement::AnotherHost => "another host",
    }
}

/// A scheme.
pub fn scheme_name(scheme: Scheme) -> &'static str {
    scheme.name()
}

/// Whose accounts IIS's computer holds.
pub fn database_name(database: AccountDatabase) -> &'static str {
    match database {
        AccountDatabase::MemberServer => "member server: its own accounts",
        AccountDatabase::DomainController => "domain controller: the domain’s accounts",
    }
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

/// A number as Windows writes its codes: `0x` and eight digits.
pub fn hex32(number: u32) -> String {
    let mut text = "0x".to_owned();
    for shift in (0..8).rev() {
        text.extend(
            char::from_digit(number >> (4 * shift) & 15, 16).map(|c| c.to_ascii_uppercase()),
        );
    }
    text
}

fn named(name: Option<&str>, number: u32) -> String {
    let number = hex32(number);
    match name {
        Some(name) => format!("{name} ({number})"),
        None => format!("status {number}"),
    }
}

/// An NTSTATUS by name and number.
pub fn status(status: u32) -> String {
    named(status_name(status), status)
}

/// An NTSTATUS in few characters: its name, or its number.
pub fn brief_status(status: u32) -> String {
    status_name(status).map_or_else(|| hex32(status), str::to_owned)
}

/// The status of an RPC fault by name and number.
pub fn fault(status: u32) -> String {
    named(fault_status::name(status), status)
}

/// The return value of the connect call by name and number.
pub fn return_value(value: u32) -> String {
    format!(
        "{} {}",
        emsmdb::error_name(value).unwrap_or("error"),
        hex32(value)
    )
}

/// What a client of the mailbox host makes of its answer.
pub fn mapi_translation(answer: &MailboxAnswer) -> String {
    let (text, value) = match answer {
        MailboxAnswer::Opened(name) => (
            "The client has the mailbox “{0}” open.",
            cut(name, text::LONG),
        ),
        MailboxAnswer::Error(value) => (
            "The store returned {0}. A MAPI client reports a code of its own: MAPI_E_LOGON_FAILED (0x80040111) is what \
             KB918710 names for this arrangement, MAPI_E_FAILONEPROVIDER (0x8004011D) is also seen. Such a code has several \
             causes and does not prove a failed second hop.",
            return_value(*value),
        ),
        MailboxAnswer::Fault(value) => (
            "The call ended in an RPC fault, {0}. A MAPI client reports a code of its own, such as MAPI_E_LOGON_FAILED \
             (0x80040111), which has several causes.",
            fault(*value),
        ),
        MailboxAnswer::Http(status) => (
            "The client has HTTP status {0} and no mailbox.",
            status.to_string(),
        ),
        MailboxAnswer::Broken(error) => (
            "The client has no answer it can use: {0}.",
            cut(&error.to_string(), 120),
        ),
    };
    fill(text, &[value.into()])
}
