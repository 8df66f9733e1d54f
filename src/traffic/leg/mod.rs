//! What a file of traffic shows of sign-ins: one value for a message, whichever file and protocol it comes from.

mod unreached;

pub use unreached::{NoAnswer, Transport, Unreached};

use super::file_format::FileFormat;
use crate::wire::kerberos::KdcKind;
use std::net::IpAddr;
use std::sync::Arc;

/// A point in time: nanoseconds since 1970 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// An end of a connection, as far as the file knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Party {
    /// The address that packets or a log show; none where a file has names alone.
    pub address: Option<IpAddr>,
    /// The TCP or UDP port; a client's tells connections of one host apart.
    pub port: Option<u16>,
    /// Its name, as the file or the other end has it.
    pub name: Option<String>,
}

/// What is spoken on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    /// HTTP, also to a proxy, and WinRM.
    Http,
    /// HTTP in TLS, as a browser or a proxy that ends the TLS sees it.
    Https,
    /// SMB 1 ([MS-CIFS], [MS-SMB]), over NetBIOS or TCP.
    Smb1,
    /// SMB 2 and 3 ([MS-SMB2]), as far as they are not encrypted.
    Smb2,
    /// LDAP (RFC 4511): simple, SASL or Sicily binds.
    Ldap,
    /// DCE/RPC ([MS-RPCE]) over TCP or in a pipe of SMB.
    Rpc,
    /// Kerberos with a KDC, over UDP or TCP.
    Kerberos,
    /// TDS, the protocol of SQL Server ([MS-TDS]).
    Tds,
    /// SMTP with AUTH (RFC 4954).
    Smtp,
    /// IMAP with LOGIN or AUTHENTICATE (RFC 9051).
    Imap,
    /// POP3 with USER and PASS or AUTH (RFC 5034).
    Pop,
    /// DNS with keys agreed on by GSS-API (RFC 3645).
    Dns,
    /// TLS, with something inside that is not seen.
    Tls,
    /// What a computer wrote into its own log.
    Log,
}

impl Protocol {
    /// Whether it is HTTP, in TLS or not.
    pub fn is_http(self) -> bool {
        matches!(self, Self::Http | Self::Https)
    }
}

/// A connection, or what stands for one where the file knows none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The file that it was seen in, from 0.
    pub file: usize,
    /// The end that opened it, or that asks in it.
    pub client: Party,
    /// The end that it was opened to.
    pub server: Party,
    /// What is spoken on it.
    pub protocol: Protocol,
    /// Whether the end it was opened to is seen to be a proxy, which hands on what is meant for others.
    pub by_proxy: bool,
    /// Which part of what the client and the server sent over TCP a capture has.
    pub stretches: [Option<Stretch>; 2],
}

impl Flow {
    /// One of the only file, or of a file that has no number yet.
    pub fn new(client: Party, server: Party, protocol: Protocol) -> Self {
        Self {
            file: 0,
            client,
            server,
            protocol,
            by_proxy: false,
            stretches: [None; 2],
        }
    }
}

/// What an end of a connection sent, as far as a capture has it, by the sequence numbers of TCP (RFC 9293 3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The number of the first byte.
    pub first: u32,
    /// The number of the byte behind the last; the same where nothing was sent yet.
    pub next: u32,
}

/// Which end sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sender {
    /// Who opened the connection.
    Client,
    /// Whoever it was opened to.
    Server,
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
    /// Which sign-in of several at once on a connection: the session of SMB, the context of DCE/RPC, 1 for a proxy.
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
    /// The error of Windows that is said beside the status, which says more closely why: the substatus of a log of IIS, the
    /// `data` in what Active Directory answers to a bind.
    pub windows: Option<u32>,
    /// A log says of this refusal that there was nothing to judge: the 401.2 of IIS.
    pub shows_nothing: bool,
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
            shows_nothing: false,
            words: None,
            admitted_as: None,
            message: Arc::from([]),
        }
    }

    /// Whether it is about a request of HTTP, not about an event.
    pub fn request_is_http(&self) -> bool {
        matches!(self.status, Some(Status::Http(_)))
    }
}

/// What was not read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Why it was not read.
    pub reason: SkipReason,
    /// Where, as far as that can be said.
    pub location: Option<FileLocation>,
}

/// Why something was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// The file ends in the middle of something.
    CutShort,
    /// It is not what its head says, at that byte.
    Malformed(u64),
    /// A kind of link that is not read here, by its number.
    LinkType(u32),
    /// Packets of an interface that the file does not describe.
    NoInterface,
    /// A capture with no packets in it.
    NoPackets,
    /// Frames, or packets of GRE, with something in them that is not read here, by its EtherType.
    EtherType(u16),
    /// A capture of which no frame carries IP: of ARP, of discovery and the like alone.
    NoIp,
    /// Packets that a wireless network encrypts.
    Wireless,
    /// Packets in IPsec's ESP (RFC 4303), which encrypts them as a rule.
    Tunnel,
    /// Packets of no protocol that is read here.
    NoProtocol,
    /// The same, of connections that all began before the file.
    UnderWay,
    /// Connections over which nothing is sent.
    NothingSent,
    /// A compressed part that unpacks to more than is read.
    TooLarge,
    /// Part of the message is not in the file: so many bytes.
    Gap(u64),
    /// So many packets of which fewer bytes were captured than they had.
    PacketsCut(u32),
    /// A part of an archive that is encrypted with a password.
    Encrypted,
    /// More of something than is kept.
    TooMany,
    /// Windows' own binary form of its events.
    BinaryEvents,
    /// Events that are described in a language that is not read.
    Language,
    /// Events of which only the beginning of each description is there.
    Shortened,
    /// Windows' own binary form of traces, in which it captures packets too.
    BinaryTrace,
    /// Keys of TLS without what they open.
    KeysAlone,
    /// Packets printed as text.
    HexDump,
    /// Something packed in a way that is not read.
    Packed,
    /// Nothing that is known here.
    Unknown,
    /// A list of tickets with none in it.
    NoTickets,
    /// `klist` failed, mostly as no ticket was given for what it was to get.
    KlistFailed,
    /// Events of which none tells of a sign-in.
    NoSignIns,
    /// A log of requests with none in it.
    NoRequests,
    /// A log of requests that does not say whose they are.
    NoNames,
    /// Lines of servers of mail and FTP, of HTTP.sys or of Exchange, in the form of IIS's.
    NoWeb,
    /// Times that are not read.
    NoTime,
    /// Times without a zone.
    NoZone,
    /// Dates in which day and month may be the other way round.
    NoDayOrder,
    /// Nothing at all.
    Empty,
    /// A file that the browser cannot read.
    Unreadable,
}

impl Skipped {
    /// Whether something was not read: what is only to be minded is no loss.
    pub fn is_loss(&self) -> bool {
        !matches!(
            self.reason,
            SkipReason::NoZone
                | SkipReason::NoDayOrder
                | SkipReason::NoRequests
                | SkipReason::NoNames
                | SkipReason::NoSignIns
                | SkipReason::NoPackets
                | SkipReason::NothingSent
        )
    }
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// What kind of file it is.
    pub format: FileFormat,
    /// Who wrote it, where it says: `Chromium 156`.
    pub writer: Option<String>,
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
