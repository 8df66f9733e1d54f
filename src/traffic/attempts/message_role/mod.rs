//! What a message is to the sign-in that it belongs to, and what it tells of it.

mod kdc;
mod merge;
mod read;

pub use merge::fill;
pub use read::{name, offered, read, reason};

use super::SeenMechanism;
use crate::traffic::files::TicketMark;
use crate::traffic::leg::AdmittedAs;
use crate::wire::kerberos::KdcKind;
use crate::wire::ntlm::ResponseKind;

/// What a message is to the sign-in that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageRole {
    /// The client asks for something, with no proof.
    Request,
    /// The server wants to know who asks.
    Demand,
    /// SPNEGO's mechanisms, or SASL's, with no token of one.
    Mechanisms,
    /// NTLM's NEGOTIATE ([MS-NLMP] 2.2.1.1).
    Negotiate,
    /// NTLM's CHALLENGE ([MS-NLMP] 2.2.1.2).
    Challenge,
    /// NTLM's AUTHENTICATE ([MS-NLMP] 2.2.1.3).
    Authenticate,
    /// AP-REQ: a ticket and the proof that it is the client's own (RFC 4120 5.5.1).
    ApReq,
    /// AP-REP: the service proves itself (RFC 4120 5.5.2).
    ApRep,
    /// A token that is nothing of these, or that the file does not show.
    Token,
    /// A name, perhaps with its password.
    Password,
    /// The parameters of Digest, in which the name stands in clear.
    Digest,
    /// A question to a KDC: for a TGT, or for another ticket.
    KdcRequest(KdcKind),
    /// AS-REP or TGS-REP: the KDC gives the ticket (RFC 4120 5.4.2).
    KdcReply(KdcKind),
    /// KRB-ERROR (RFC 4120 5.9.1), also the one that asks for pre-authentication.
    KdcError,
    /// What the server answers in the end.
    Answer,
    /// A line or an event of a log: somebody signed in, or tried to.
    Logged,
    /// Something that the file lacks.
    Gap,
}

impl MessageRole {
    /// Whether it could prove who somebody is, or stands for that.
    pub fn can_prove(self) -> bool {
        matches!(
            self,
            Self::Authenticate
                | Self::ApReq
                | Self::Password
                | Self::Digest
                | Self::Token
                | Self::KdcRequest(_)
        )
    }
}

/// What a message tells of its sign-in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SignInFacts {
    /// The account, without its domain.
    pub user: Option<String>,
    /// The user's domain or realm.
    pub domain: Option<String>,
    /// The computer they sign in from, as it calls itself.
    pub computer: Option<String>,
    /// The service, as the ticket or the AV_PAIRs name it.
    pub service: Option<String>,
    /// The KDC that a client is referred to instead of getting a ticket for the service that it asked for: `krbtgt/OTHER.TEST`
    /// (RFC 6806 8).
    pub referred_to: Option<String>,
    /// The server's computer, as it calls itself in a CHALLENGE.
    pub server: Option<String>,
    /// The challenge of NTLM, as a number.
    pub challenge: Option<u64>,
    /// When the server asked, as NTLM's CHALLENGE says and its AUTHENTICATE repeats: a FILETIME.
    pub asked_at: Option<u64>,
    /// What proves it, of NTLM.
    pub response: Option<ResponseKind>,
    /// A digest of the password, where it is sent.
    pub password: Option<u64>,
    /// Whether a TGT is asked for without anything that proves the client.
    pub unproven: bool,
    /// Whether the bind is one of nobody's: without a password, with or without a name (RFC 4513 5.1.1, 5.1.2).
    pub anonymous: bool,
    /// Whom the server lets in instead.
    pub admitted_as: Option<AdmittedAs>,
    /// Whether NTLM's messages are protected by a MIC.
    pub mic: bool,
    /// Whether SPNEGO says that it is over: accept-completed, or reject.
    pub negotiated: Option<bool>,
    /// The mechanism that SPNEGO names where it is over.
    pub settled: Option<SeenMechanism>,
    /// Whether the file does not show what was sent: it was taken out.
    pub stripped: bool,
    /// The scheme of HTTP, where it is one that is not read here: `Bearer`, `CredSSP`.
    pub scheme: Option<String>,
    /// Why it is refused, where the answer says more than its status.
    pub reason: Option<RefusalReason>,
    /// The second number of the status, of a log of IIS: 3 of 401.3.
    pub substatus: Option<u32>,
    /// What the server says of that in words.
    pub words: Option<String>,
    /// Why a proof before the last one was refused, within the same sign-in.
    pub first_reason: Option<RefusalReason>,
    /// How the ticket is encrypted, by its number.
    pub etype: Option<i64>,
    /// A digest of the ticket's ciphertext: the same ticket is met again.
    pub ticket: Option<u64>,
    /// That of the TGT that a question for another ticket shows.
    pub tgt: Option<u64>,
    /// That of the ticket that shows for whom a service asks a KDC (`[MS-SFU]` 3.1.5.2.1).
    pub evidence: Option<u64>,
    /// How a service asks a KDC on behalf of somebody.
    pub s4u: Option<ServiceForUser>,
    /// On whose behalf it asks, with their realm.
    pub served: Option<String>,
    /// The service that acts in the user's name, as an event or a list of tickets names it.
    pub acting: Option<String>,
    /// Whether somebody sits before the computer, or sees it by Remote Desktop: an event says so.
    pub interactive: bool,
    /// The logon session's own number, which a domain controller and a server write alike: LogonGuid.
    pub logon_guid: Option<String>,
    /// What decides who may act with the ticket for its owner, of a list of tickets.
    pub marks: Vec<TicketMark>,
    /// Whether a ticket to act for the person goes along, as the browser's own log has it.
    pub delegates: Option<bool>,
}

/// How a service asks a KDC for a ticket of somebody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceForUser {
    /// S4U2self: to itself (`[MS-SFU]` 3.1.5.1.1).
    Itself,
    /// S4U2proxy: to another service (`[MS-SFU]` 3.1.5.2.1).
    Proxy,
}

/// Why a sign-in is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// The error of a KRB-ERROR in the place of an AP-REP (RFC 4120 3.2.6, 7.5.9).
    Kerberos(i64),
    /// An error of Windows ([MS-ERREF] 2.2), or an HRESULT of its security packages.
    Windows(u32),
}
