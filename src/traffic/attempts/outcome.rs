//! How an attempt ends.

use crate::traffic::http::LenientHead;
use crate::traffic::leg::{ERROR_ACCESS_DENIED, Leg, SentCredential, Status};
use crate::wire::kerberos::error_code::KRB_ERR_RESPONSE_TOO_BIG;
use crate::wire::ldap::SASL_BIND_IN_PROGRESS;
use crate::wire::ntstatus::STATUS_MORE_PROCESSING_REQUIRED;

/// How an attempt ends, by the server's last word or by what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// The server takes the proof; what it says, where it says something.
    Accepted(Option<Status>),
    /// The server refuses it; by what, where it says so.
    Refused(Option<Status>),
    /// The server answers in a way that tells nothing of the proof; by what.
    Unjudged(Status),
    /// There is a proof, and no answer to it is seen.
    Unanswered,
    /// No proof is seen.
    Incomplete,
    /// The server asks who it is, and nobody answers.
    NotTried,
}

impl AttemptOutcome {
    /// What a server's message says of it; nothing where it goes on.
    pub fn of(leg: &Leg) -> Option<Self> {
        let status = leg.status.clone()?;
        let accepted = match status {
            Status::Http(101) if !begins_anew(leg) => true,
            Status::Http(100..=199) => return None,
            _ if is_unchecked(&status) && !names(leg) => return Some(Self::Unjudged(status)),
            Status::Http(code) if is_unread(code) => return Some(Self::Unjudged(status)),
            // A log names who was known before, and a proxy asks others for whom it lets through.
            Status::Http(_)
                if is_unreached(&status) && leg.strand != Leg::TO_PROXY && !names(leg) =>
            {
                return Some(Self::Unjudged(status));
            }
            // What the server wants comes through a proxy that lets the request through, and what a proxy wants is not from
            // the server.
            Status::Http(401) if leg.strand == Leg::TO_PROXY => true,
            Status::Http(407) if leg.strand != Leg::TO_PROXY => return None,
            Status::Http(401) if is_denied(leg) => true,
            // Who is let in may still ask for what is not there.
            Status::Http(code) => !matches!(code, 401 | 407),
            Status::Nt(STATUS_MORE_PROCESSING_REQUIRED) => return None,
            Status::Nt(code) => code == 0,
            Status::Ldap(SASL_BIND_IN_PROGRESS) => return None,
            Status::Ldap(code) | Status::Sql(code) => code == 0,
            // Asks for the same over TCP (RFC 4120 7.2.1).
            Status::Kerberos(KRB_ERR_RESPONSE_TOO_BIG) => return Some(Self::Incomplete),
            Status::Kerberos(code) => code == 0,
            Status::Rpc(code) => !refuses(code),
            Status::Smtp(300..=399) => return None,
            Status::Smtp(code) => code < 300,
            Status::Mail(ok) => ok,
            Status::Dns(code) => code == 0,
            Status::Net(code) => code == 0,
            Status::Failed => return Some(Self::Refused(None)),
        };
        Some(match accepted {
            true => Self::Accepted(Some(status)),
            false => Self::Refused(Some(status)),
        })
    }
}

/// Whether what was asked for is answered in HTTP/2 or in TLS, of which this is no more than the beginning (RFC 7540 3.2, RFC 2817
/// 3.3). With other protocols that a server switches to, as a WebSocket, it answers there and then (RFC 6455 4.2.2).
fn begins_anew(leg: &Leg) -> bool {
    let head = LenientHead::parse(&leg.message);
    let protocol = head.get("Upgrade").map(str::to_ascii_lowercase);
    protocol.is_some_and(|it| it.trim() == "h2c" || it.contains("tls/"))
}

/// Whether it is a line of a log, which names who asked.
fn names(leg: &Leg) -> bool {
    matches!(leg.credential, Some(SentCredential::Clear(..)))
}

/// Whether it is a line of a log that names somebody who was let in, and then denied what they asked for.
fn is_denied(leg: &Leg) -> bool {
    let user = match &leg.credential {
        Some(SentCredential::Clear(_, user, _)) => user.as_str(),
        _ => "",
    };
    !user.is_empty() && leg.windows == Some(ERROR_ACCESS_DENIED)
}

/// Whether that is the answer of a gateway or of a server that is not ready, which may come before anybody looks at who asks: a
/// gateway has no answer of the server behind it, or HTTP.sys nobody to give the request to (RFC 9110 15.6.3 to 15.6.5).
pub fn is_unreached(status: &Status) -> bool {
    matches!(status, Status::Http(502..=504))
}

/// Whether a server that answers so could not check the proof, as it reaches nobody who could, or is too busy: NTSTATUS
/// ([MS-ERREF] 2.3.1), busy and unavailable of LDAP (RFC 4511 A.1), and the temporary failure of SMTP (RFC 4954 6).
pub fn is_unchecked(status: &Status) -> bool {
    match status {
        // STATUS_INSUFFICIENT_RESOURCES, STATUS_INTERNAL_ERROR, STATUS_INSUFF_SERVER_RESOURCES, STATUS_NO_LOGON_SERVERS,
        // STATUS_NETLOGON_NOT_STARTED, STATUS_DOMAIN_CONTROLLER_NOT_FOUND, and STATUS_NO_TRUST_LSA_SECRET up to
        // STATUS_TRUSTED_RELATIONSHIP_FAILURE.
        Status::Nt(code) => matches!(
            code,
            0xC000_009A
                | 0xC000_00E5
                | 0xC000_0205
                | 0xC000_005E
                | 0xC000_0192
                | 0xC000_0233
                | 0xC000_018A..=0xC000_018D
        ),
        Status::Ldap(code) => matches!(code, 51 | 52),
        Status::Smtp(code) => *code == 454,
        _ => false,
    }
}

/// Whether an NTSTATUS ([MS-ERREF] 2.3.1) or an error of Windows (2.2) is about the account or the kind of logon, which is looked
/// at once the proof is right. Of an account that is locked out it is not looked at.
pub fn is_of_account(code: u32) -> bool {
    match code {
        // STATUS_ACCOUNT_RESTRICTION up to STATUS_ACCOUNT_DISABLED, STATUS_LOGON_TYPE_NOT_GRANTED, STATUS_ACCOUNT_EXPIRED,
        // STATUS_PASSWORD_MUST_CHANGE, STATUS_AUTHENTICATION_FIREWALL_FAILED.
        0xC000_006E..=0xC000_0072 | 0xC000_015B | 0xC000_0193 | 0xC000_0224 | 0xC000_0413 => true,
        // The same, as Active Directory puts them beside a bind: ERROR_ACCOUNT_RESTRICTION up to ERROR_ACCOUNT_DISABLED,
        // ERROR_LOGON_TYPE_NOT_GRANTED, ERROR_ACCOUNT_EXPIRED, ERROR_PASSWORD_MUST_CHANGE, ERROR_AUTHENTICATION_FIREWALL_FAILED.
        1327..=1331 | 1385 | 1793 | 1907 | 1935 => true,
        _ => false,
    }
}

/// What an error of SQL Server is about that does not come of the proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlSubject {
    /// The account: it is disabled or locked out, or its password has expired or must be changed.
    Account,
    /// The database to be opened: it is not there, or not for that account.
    Database,
    /// The server: it lets in administrators alone, one user, or no more than there are.
    Server,
}

/// What an error of SQL Server is about that does not come of the proof (SQL Server, events and errors).
pub fn sql_subject(code: u32) -> Option<SqlSubject> {
    match code {
        18470 | 18486..=18488 => Some(SqlSubject::Account),
        916 | 4060 | 4064 => Some(SqlSubject::Database),
        17809 | 18451 | 18458..=18461 => Some(SqlSubject::Server),
        _ => None,
    }
}

/// Whether a server that answers so has not read the request, and so not the proof in it: it is malformed or too long
/// (RFC 9110 15.5.1, 15.5.14, 15.5.15, RFC 6585 5; 494 is nginx's for headers that are too long).
fn is_unread(code: u16) -> bool {
    matches!(code, 400 | 413 | 414 | 431 | 494)
}

/// Whether a fault or a reject reason of DCE/RPC is about who asks; other faults come from what was called, which only those
/// reach who got in: reject reasons (`[C706]` 12.6.4.5) and ERROR_ACCESS_DENIED, RPC_S_SEC_PKG_ERROR, SEC_E_ ([MS-ERREF] 2.1, 2.2),
/// and nca_proto_error, which Samba answers all calls with whose caller's proof was wrong. A bind of which no interface is taken
/// ends before anybody proves anything (RPC_S_UNKNOWN_IF, RPC_S_UNSUPPORTED_TRANS_SYN).
fn refuses(code: u32) -> bool {
    matches!(
        code,
        1..=10 | 1717 | 1730 | 1825 | 0x1C01_000B | 0x8009_0300..=0x8009_03FF
    )
}
