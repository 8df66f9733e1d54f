//! What a file of traffic shows of sign-ins: one value for a message, whichever file and protocol it comes from.

mod flow;
mod skipped;
mod unreached;

pub use flow::{Flow, Party, Protocol, Stretch};
pub use skipped::{SkipReason, Skipped};
pub use unreached::{NoAnswer, Transport, Unreached};

use super::file_format::FileFormat;
use super::writer::WriterKind;
use crate::wire::kerberos::KdcKind;
use std::net::IpAddr;
use std::sync::Arc;

/// A point in time: nanoseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// Which end sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// Who opened the connection.
    Client,
    /// Whoever it was opened to.
    Server,
}

impl Sender {
    /// Who receives what this end sends.
    pub fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

/// What a place in a file is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Packets of a capture, from 1.
    Packet,
    /// Entries of a HAR, sessions of a SAZ, items of Burp, from 1.
    Entry,
    /// Events of a NetLog or of an event log, from 1.
    Event,
    /// The same of an event that its log numbers too, by which people find it there.
    Record {
        /// Which event it is: 4624.
        event: u32,
        /// Its EventRecordID.
        number: u64,
    },
    /// Lines of a text, from 1.
    Line,
}

/// Where in a file something stands: from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileLocation {
    /// What the two numbers count.
    pub unit: Unit,
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
}

/// A scheme of HTTP, a mechanism of SASL, or what another protocol has in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// SPNEGO, by that name or another (`Negotiate`, `GSS-SPNEGO`).
    Negotiate,
    /// NTLM without SPNEGO ([MS-NTHT], and the same in other protocols).
    Ntlm,
    /// Kerberos by itself (`GSSAPI`, an AP-REQ without SPNEGO).
    Kerberos,
    /// HTTP's Basic (RFC 7617).
    Basic,
    /// HTTP's Digest (RFC 7616).
    Digest,
    /// SASL's PLAIN (RFC 4616): one message with name and password.
    Plain,
    /// SASL's LOGIN: name and password in a message each, as SMTP and IMAP have it.
    Login,
    /// LDAP's simple bind (RFC 4511 4.2): a distinguished name and a password.
    Simple,
    /// A user name and a password of the protocol itself: POP's USER and PASS, IMAP's LOGIN, LOGIN7 of SQL Server; or
    /// responses of NTLM in fields of the protocol's own, in SMB 1.
    Native,
    /// The secure channel of a computer to its domain controller, which was set up before ([MS-NRPC] 3.1.4.1).
    Netlogon,
    /// A token of Microsoft Entra ID that SQL Server takes, which is not read ([MS-TDS] 2.2.7.12).
    Federated,
    /// A mechanism that is not read here, or one that the file does not name.
    Other,
}

/// What a message carries of a proof.
#[derive(Clone, Debug, PartialEq)]
pub enum SentCredential {
    /// A token, as it is without base64.
    Token(Method, Arc<[u8]>),
    /// A name, and its password where the message has it in clear.
    Clear(Method, String, Option<String>),
    /// The parameters of Digest, as they were sent.
    Digest(String),
    /// Who exported the file took it away; so many bytes, where the file tells.
    Stripped(Method, Option<u32>),
}

/// A part of a sign-in that a log tells of by an entry of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedStep {
    /// An exchange with a KDC.
    Kdc(KdcKind),
    /// An authority judges, for the server that asks it: event 4776, or 680.
    Validation,
}

/// An error of Windows ([MS-ERREF] 2.2): who it is is known, and may not have it.
pub const ERROR_ACCESS_DENIED: u32 = 5;

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// An HTTP status (RFC 9110 15).
    Http(u16),
    /// An NTSTATUS ([MS-ERREF] 2.3); 0 is success.
    Nt(u32),
    /// A result code of LDAP (RFC 4511 4.1.9).
    Ldap(u32),
    /// A reject reason or a fault of DCE/RPC.
    Rpc(u32),
    /// An error of SQL Server; 0 where LOGINACK came.
    Sql(u32),
    /// A reply code of SMTP.
    Smtp(u16),
    /// OK or not, of IMAP and POP.
    Mail(bool),
    /// An error code of Kerberos (RFC 4120 7.5.9); 0 where a ticket came.
    Kerberos(i64),
    /// An RCODE of DNS, or the error of a TKEY record (RFC 6895 2.3); 0 is none.
    Dns(u16),
    /// An error of Chromium's network code, negative.
    Net(i32),
    /// That it failed, without a code: what a shortened entry of a log says.
    Failed,
}

/// Whom a server lets in that takes the proof of nobody in particular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmittedAs {
    /// A guest: SMB2_SESSION_FLAG_IS_GUEST ([MS-SMB2] 2.2.6), SMB_SETUP_GUEST ([MS-CIFS] 2.2.4.53.2).
    Guest,
    /// Nobody: SMB2_SESSION_FLAG_IS_NULL.
    Nobody,
}

/// What a message is besides what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegKind {
    /// A message that was seen whole.
    Message,
    /// So many bytes that the file lacks.
    Gap(u64),
    /// TLS begins; whether the file has its keys.
    Tls(bool),
    /// So many requests answered by 401 that the file hides, told from bytes that it counts: so many, or 0 where the token of
    /// the last answer tells.
    Hidden(u8, u32),
}

/// A message that has to do with signing in.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Its connection, by its number among the flows.
    pub flow: usize,
    /// The file that it stands in, from 0: a connection may go on in another one.
    pub file: usize,
    /// Which sign-in of several at once on a connection: the session of SMB, the context of DCE/RPC; in HTTP
    /// [`Leg::TO_SERVER`] or [`Leg::TO_PROXY`].
    pub strand: u64,
    /// When it was sent or read, by the clock of the file.
    pub at: Option<Timestamp>,
    /// The end of the connection that sent it.
    pub sender: Sender,
    /// The packets, the entry, the event or the line that has it.
    pub location: FileLocation,
    /// Whether it was seen, or stands for what was not.
    pub kind: LegKind,
    /// What is asked for: `GET /orders`.
    pub request: Option<String>,
    /// The host or service as the client names it: the `Host` header, a server name of a ticket.
    pub target: Option<String>,
    /// What the server offers to sign in with, as it is written.
    pub offers: Vec<String>,
    /// The proof, or the step towards one, that it carries.
    pub credential: Option<SentCredential>,
    /// What an entry of a log tells of, where it is not a sign-in at the computer that wrote it.
    pub logged: Option<LoggedStep>,
    /// How it answers, if it is an answer.
    pub status: Option<Status>,
    /// The error of Windows that is said beside the status, which says more closely why: the Win32 status of a log of IIS, the
    /// `data` in what Active Directory answers to a bind.
    pub windows: Option<u32>,
    /// The second number of a status in a log of IIS: 2 of 401.2.
    pub substatus: Option<u32>,
    /// What it says of its refusal in words, where they are kept: those of SQL Server's error.
    pub words: Option<String>,
    /// Whom it lets in instead of whoever signs in, if it says so.
    pub admitted_as: Option<AdmittedAs>,
    /// Its bytes: an HTTP head, a PDU of a protocol that is read here, or else the token.
    pub message: Arc<[u8]>,
}

/// The mechanism of SASL in what is asked for, as the client calls it: `CRAM-MD5` of `AUTH CRAM-MD5`, `GSSAPI` of
/// `bind SASL GSSAPI`.
pub fn sasl_mechanism(request: &str) -> Option<&str> {
    let mut commands = ["AUTH ", "bind SASL "].into_iter();
    commands.find_map(|command| request.strip_prefix(command))
}

impl Leg {
    /// The strand of a sign-in to a server of HTTP.
    pub const TO_SERVER: u64 = 0;
    /// The strand of a sign-in to a proxy of HTTP.
    pub const TO_PROXY: u64 = 1;

    /// A message that carries nothing yet.
    pub fn new(flow: usize, sender: Sender, at: Option<Timestamp>, location: FileLocation) -> Self {
        Self {
            flow,
            file: 0,
            strand: 0,
            at,
            sender,
            location,
            kind: LegKind::Message,
            request: None,
            target: None,
            offers: Vec::new(),
            credential: None,
            logged: None,
            status: None,
            windows: None,
            substatus: None,
            words: None,
            admitted_as: None,
            message: Arc::from([]),
        }
    }

    /// Whether a log says of this refusal that there was nothing to judge: the 401.2 of IIS.
    pub fn shows_nothing(&self) -> bool {
        self.status == Some(Status::Http(401)) && self.substatus == Some(2)
    }

    /// Whether it is about a request of HTTP, not about an event.
    pub fn request_is_http(&self) -> bool {
        matches!(self.status, Some(Status::Http(_)))
    }
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// What kind of file it is.
    pub format: FileFormat,
    /// Who wrote it, where it says: `Chromium 156`.
    pub writer: Option<String>,
    /// What kind of program that is.
    pub writer_kind: WriterKind,
    /// So many packets, entries, events or lines were read.
    pub count: u64,
    /// The connections on which something has to do with signing in.
    pub flows: Vec<Flow>,
    /// Those messages, in the order of the file.
    pub legs: Vec<Leg>,
    /// Names of addresses that the file gives.
    pub names: Vec<(IpAddr, String)>,
    /// What was not read, with the reasons.
    pub skipped: Vec<Skipped>,
    /// Calls that nobody takes.
    pub unreached: Vec<Unreached>,
}
