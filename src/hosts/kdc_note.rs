//! What KDCs decide about tickets, and why: data, never sentences.

use super::{AccountState, FileTime};
use crate::wire::kerberos::TicketFlags;

/// What a KDC is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExchangeKind {
    /// A first ticket, for a key.
    As,
    /// A ticket for a service.
    Tgs,
    /// A TGT for another realm, where the service is.
    Referral,
    /// A TGT to be handed over.
    Forwarded,
    /// A user's ticket to the one who asks: S4U2self.
    ToSelf,
    /// A user's ticket to another service: S4U2proxy.
    Proxy,
}

/// A ticket a client got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketGained {
    /// Which exchange with the KDC brought it.
    pub exchange: ExchangeKind,
    /// Whose it is, such as `alice@CONTOSO.EXAMPLE`.
    pub client: String,
    /// The service, such as `HTTP/web-01`.
    pub service: String,
    /// The realm that the service is in.
    pub realm: String,
    /// The ticket's flags, bit 0 highest (RFC 4120 5.3).
    pub flags: TicketFlags,
    /// endtime (RFC 4120 5.3), by the KDC's clock.
    pub end: FileTime,
}

/// What a KDC decided about a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketDecision {
    /// What it was asked for.
    pub exchange: ExchangeKind,
    /// The account that asks; for S4U the service, not the person.
    pub asker: String,
    /// Whose ticket it is, or would be.
    pub client: String,
    /// sname of the request, such as `HTTP/web-01`.
    pub service: String,
    /// The account that the service runs as, where it was found.
    pub account: Option<String>,
    /// The ticket's flags, where there is one, bit 0 highest (RFC 4120 5.3).
    pub flags: TicketFlags,
    /// The ticket's encryption type, where there is one.
    pub etype: i64,
    /// By which rule it issues or refuses.
    pub rule: KdcRule,
    /// error-code of RFC 4120 7.5.9, of a refusal.
    pub code: i64,
    /// The NTSTATUS in e-data, of a refusal that has one.
    pub status: Option<u32>,
    /// The attributes that were read, in order.
    pub read: Vec<AttributeRead>,
}

/// Whose attribute was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeOwner {
    /// An account, by its name.
    Account(String),
    /// The ticket that was shown, of which it is a flag.
    Ticket,
    /// The directory as a whole.
    Directory,
}

/// An attribute that a KDC read to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeRead {
    /// Whose it is: an account's, or the ticket's that was shown.
    pub of: AttributeOwner,
    /// Its name in Active Directory.
    pub attribute: &'static str,
    /// Its value, as Active Directory's tools show it.
    pub value: String,
}

/// By which rule a KDC issues a ticket or refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KdcRule {
    /// Nothing stands against it.
    Granted,
    /// The request cannot be read.
    Malformed,
    /// What the request asks for is not built here: user-to-user, and tickets for later.
    NotBuilt,
    /// Proof of the key comes first (RFC 4120 3.1.3).
    ProofFirst,
    /// No account of the realm has the client's name.
    NoSuchClient,
    /// The account may not sign in as it stands (`[MS-KILE]` 3.3.5.6.3).
    State(AccountState),
    /// The proof is not of the account's key.
    WrongKey,
    /// The clocks are too far apart.
    Skew,
    /// No encryption type that both have.
    NoCommonEtype,
    /// A member of Protected Users uses AES (`[MS-KILE]` 3.3.5.6).
    ProtectedNeedsAes,
    /// No account has the service principal name.
    NoSuchService,
    /// More than one account has it.
    DuplicateService,
    /// The ticket is not under the key of the one who should have issued it, or was changed.
    NotOurTicket,
    /// A checksum that needs no key: anybody could have made it.
    ChecksumOfAnybody,
    /// The ticket that is shown as evidence is not under the key of the account that shows it (`[MS-SFU]` 3.2.5.2).
    EvidenceOfAnother,
    /// The ticket's time is over.
    Expired,
    /// The ticket does not say who its client is to Windows.
    NoPac,
    /// The ticket cannot be renewed.
    NotRenewable,
    /// A TGT that is not forwardable cannot be handed over.
    NotForwardable,
    /// The service is trusted with users' own TGTs (TRUSTED_FOR_DELEGATION).
    TrustedForDelegation,
    /// The trust between the forests does not let TGTs through.
    TrustForbidsDelegation,
    /// The trust lets its users sign in only where they were given leave (`[MS-ADTS]` 6.1.6.7.9), and here they were not.
    SelectiveTrust,
    /// The service is in another realm.
    OtherRealm,
    /// S4U2self: the ticket can be used further.
    SelfForwardable,
    /// S4U2self: it cannot, as the account is trusted for Kerberos only.
    SelfKerberosOnly,
    /// S4U2self: it cannot, as the asker's own TGT is not forwardable.
    SelfOfUnforwardable,
    /// S4U2self: it cannot, as the user cannot be delegated.
    SelfSensitive,
    /// S4U2self for an account that is not the one who asks.
    NotItself,
    /// S4U2proxy: the service is on the asker's own list.
    OnList,
    /// S4U2proxy: the service's account lets the asker act.
    ResourceLets,
    /// S4U2proxy: neither list has it.
    OnNoList,
    /// S4U2proxy: the evidence is not forwardable.
    EvidenceNotForwardable,
}
