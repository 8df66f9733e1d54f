//! What the parts of other people's traffic are called.

use crate::present::narration::statuses::{hex32, status as nt_status, win32};
use crate::traffic::attempts::{Attempt, MessageRole, RefusalReason, SeenMechanism};
use crate::traffic::collection::Collection;
use crate::traffic::files::TicketMark;
use crate::traffic::leg::{Method, Protocol, Sender, SentCredential, Status, Unit};
use crate::wire::kerberos::KdcKind;
use crate::wire::kerberos::number_names::{ERRORS, find};

/// What a protocol is called.
pub fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Http => "HTTP",
        Protocol::Https => "HTTPS",
        Protocol::Smb1 => "SMB 1",
        Protocol::Smb2 => "SMB 2",
        Protocol::Ldap => "LDAP",
        Protocol::Rpc => "DCE/RPC",
        Protocol::Kerberos => "Kerberos",
        Protocol::Tds => "SQL Server",
        Protocol::Smtp => "SMTP",
        Protocol::Imap => "IMAP",
        Protocol::Pop => "POP3",
        Protocol::Dns => "DNS",
        Protocol::Tls => "TLS",
        Protocol::Log => "log",
    }
}

/// What a way to sign in is called.
pub fn method_name(method: Method) -> &'static str {
    match method {
        Method::Negotiate => "Negotiate",
        Method::Ntlm => "NTLM",
        Method::Kerberos => "Kerberos",
        Method::Basic => "Basic",
        Method::Digest => "Digest",
        Method::Plain => "PLAIN",
        Method::Login => "LOGIN",
        Method::Simple => "simple bind",
        Method::Native => "name and password",
        Method::Netlogon => "Netlogon’s secure channel",
        Method::Federated => "Microsoft Entra ID",
        Method::Other => "another mechanism",
    }
}

/// The mechanism of an attempt, in a word.
pub fn scheme_name(attempt: &Attempt) -> &'static str {
    match attempt.mechanism {
        SeenMechanism::Unknown if attempt.has(MessageRole::KdcError) => "KDC exchange",
        SeenMechanism::Unknown if attempt.has(MessageRole::Logged) => match attempt.method {
            None | Some(Method::Other) => "not told",
            Some(method) => method_name(method),
        },
        SeenMechanism::Unknown => attempt.method.map_or("none", method_name),
        SeenMechanism::Ntlm => "NTLM",
        SeenMechanism::Kerberos => "Kerberos",
        SeenMechanism::Password(method) => method_name(method),
        SeenMechanism::Digest => "Digest",
        SeenMechanism::Ticket(KdcKind::As) => "AS exchange",
        SeenMechanism::Ticket(KdcKind::Tgs) => "TGS exchange",
    }
}

/// What a message is called.
pub fn role_name(role: MessageRole) -> &'static str {
    match role {
        MessageRole::Request => "request",
        MessageRole::Demand => "demand",
        MessageRole::Mechanisms => "mechanisms",
        MessageRole::Negotiate => "NEGOTIATE",
        MessageRole::Challenge => "CHALLENGE",
        MessageRole::Authenticate => "AUTHENTICATE",
        MessageRole::ApReq => "AP-REQ",
        MessageRole::ApRep => "AP-REP",
        MessageRole::Token => "token",
        MessageRole::Password => "password",
        MessageRole::Digest => "Digest response",
        MessageRole::KdcRequest(kind) => kind.request_name(),
        MessageRole::KdcReply(kind) => kind.reply_name(),
        MessageRole::KdcError => "KRB-ERROR",
        MessageRole::Answer => "answer",
        MessageRole::Logged => "log entry",
        MessageRole::Gap => "gap",
    }
}

/// What a message of an attempt is called. A token of NTLM that was taken out of the file is known by its place: before the
/// server's it is a NEGOTIATE, behind it an AUTHENTICATE ([MS-NTHT] 4).
pub fn message_name(
    collection: &Collection,
    attempt: &Attempt,
    (role, number): (MessageRole, usize),
) -> String {
    let leg = collection.legs.get(number);
    let stripped = leg.and_then(|leg| match (&leg.credential, role) {
        (Some(SentCredential::Stripped(method, bytes)), MessageRole::Token) => {
            Some((leg.sender, *method, *bytes))
        }
        _ => None,
    });
    let Some((sender, method, bytes)) = stripped else {
        return role_name(role).to_owned();
    };
    let place = attempt.legs.iter().position(|(_, it)| *it == number);
    let (before, behind) = attempt.legs.split_at(place.unwrap_or_default());
    let answers = |legs: &[(MessageRole, usize)]| {
        legs.iter().any(|(role, leg)| {
            let leg = collection.legs.get(*leg);
            *role == MessageRole::Token && leg.is_some_and(|leg| leg.sender == Sender::Server)
        })
    };
    let role = match (method, sender) {
        (Method::Ntlm, Sender::Server) => MessageRole::Challenge,
        (Method::Ntlm, Sender::Client) if answers(before) => MessageRole::Authenticate,
        (Method::Ntlm, Sender::Client) if answers(behind) => MessageRole::Negotiate,
        _ => role,
    };
    let name = role_name(role);
    match bytes {
        Some(bytes) => format!("{name}, {bytes} bytes stripped"),
        None => format!("{name}, stripped"),
    }
}

/// What places in a file are counted in.
pub fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Packet => "packet",
        Unit::Entry => "entry",
        Unit::Event | Unit::Record { .. } => "event",
        Unit::Line => "line",
    }
}

/// What several of them are called.
pub fn units_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Packet => "packets",
        Unit::Entry => "entries",
        Unit::Event | Unit::Record { .. } => "events",
        Unit::Line => "lines",
    }
}

/// What a server answers, as people look it up.
pub fn status_name(status: &Status) -> String {
    match status {
        Status::Http(code) => format!("HTTP {code}"),
        Status::Nt(code) => nt_status(*code),
        Status::Ldap(code) => match ldap_name(*code) {
            Some(name) => format!("{name} ({code})"),
            None => format!("LDAP result {code}"),
        },
        Status::Rpc(code) => match rpc_name(*code) {
            Some(name) => format!("{name} ({})", hex32(*code)),
            None => format!("DCE/RPC {}", hex32(*code)),
        },
        Status::Sql(0) => "LOGINACK".to_owned(),
        Status::Sql(code) => format!("SQL Server error {code}"),
        Status::Smtp(code) => format!("reply {code}"),
        Status::Mail(true) => "OK".to_owned(),
        Status::Mail(false) => "an error".to_owned(),
        Status::Failed => "a failure".to_owned(),
        Status::Kerberos(0) => "a ticket".to_owned(),
        Status::Kerberos(code) => kerberos_error(*code),
        Status::Dns(code) => match dns_name(*code) {
            Some(name) => format!("{name} ({code})"),
            None => format!("DNS error {code}"),
        },
        Status::Net(code) => match net_name(*code) {
            Some(name) => format!("{name} ({code})"),
            None => format!("net error {code}"),
        },
    }
}

/// A flag of a ticket, as `klist` has it.
pub fn mark_name(mark: TicketMark) -> &'static str {
    match mark {
        TicketMark::Delegation => "DELEGATION",
        TicketMark::Forwarded => "forwarded",
        TicketMark::Forwardable => "forwardable",
        TicketMark::OkAsDelegate => "ok_as_delegate",
        TicketMark::ForUser => "S4U",
        TicketMark::Expired => "expired",
        TicketMark::NoTgtDelegation => "DISABLE-TGT-DELEGATION",
    }
}

/// Why a sign-in is refused, where the answer says more than its status.
pub fn reason_name(reason: RefusalReason) -> String {
    match reason {
        RefusalReason::Kerberos(code) => kerberos_error(code),
        RefusalReason::Windows(code @ 0xC000_0000..) => nt_status(code),
        RefusalReason::Windows(code) => win32(code),
    }
}

fn kerberos_error(code: i64) -> String {
    match find(&ERRORS, code) {
        Some(name) => format!("{name} ({code})"),
        None => format!("Kerberos error {code}"),
    }
}

/// Result codes of LDAP that a bind ends with (RFC 4511 4.1.9).
fn ldap_name(code: u32) -> Option<&'static str> {
    Some(match code {
        0 => "success",
        1 => "operationsError",
        2 => "protocolError",
        7 => "authMethodNotSupported",
        8 => "strongerAuthRequired",
        10 => "referral",
        13 => "confidentialityRequired",
        14 => "saslBindInProgress",
        32 => "noSuchObject",
        34 => "invalidDNSyntax",
        48 => "inappropriateAuthentication",
        49 => "invalidCredentials",
        50 => "insufficientAccessRights",
        51 => "busy",
        52 => "unavailable",
        53 => "unwillingToPerform",
        _ => return None,
    })
}

/// Faults of DCE/RPC that follow a sign-in (`[C706]` E, [MS-ERREF] 2.2).
fn rpc_name(code: u32) -> Option<&'static str> {
    Some(match code {
        0 => "no fault",
        5 => "access denied",
        8 => "authentication_type_not_recognized",
        9 => "invalid_checksum",
        1717 => "RPC_S_UNKNOWN_IF",
        1730 => "RPC_S_UNSUPPORTED_TRANS_SYN",
        1825 => "RPC_S_SEC_PKG_ERROR",
        0x1C01_0002 => "nca_op_rng_error",
        0x1C01_0003 => "nca_unk_if",
        0x1C01_000B => "nca_proto_error",
        _ => return None,
    })
}

/// RCODEs and errors of TKEY records (RFC 6895 2.3).
fn dns_name(code: u16) -> Option<&'static str> {
    Some(match code {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        9 => "NOTAUTH",
        16 => "BADSIG",
        17 => "BADKEY",
        18 => "BADTIME",
        19 => "BADMODE",
        20 => "BADNAME",
        21 => "BADALG",
        _ => return None,
    })
}

/// Chromium's network errors that have to do with signing in (net_error_list.h).
fn net_name(code: i32) -> Option<&'static str> {
    Some(match code {
        -338 => "ERR_INVALID_AUTH_CREDENTIALS",
        -339 => "ERR_UNSUPPORTED_AUTH_SCHEME",
        -341 => "ERR_MISSING_AUTH_CREDENTIALS",
        -342 => "ERR_UNEXPECTED_SECURITY_LIBRARY_STATUS",
        -343 => "ERR_MISCONFIGURED_AUTH_ENVIRONMENT",
        -344 => "ERR_UNDOCUMENTED_SECURITY_LIBRARY_STATUS",
        _ => return None,
    })
}
