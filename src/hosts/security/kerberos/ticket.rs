//! Tickets somebody holds, and where they are kept.

use super::{TicketFlags, key_of};
use crate::crypto::Trace;
use crate::crypto::kerberos::Key;
use crate::hosts::{FileTime, Holding, HoldingOwner, StorageLocation, same};
use crate::recent::keep_recent;
use crate::value_kind::ValueKind;
use crate::wire::kerberos::{
    EncKdcReplyPart, EncryptionKey, KdcReply, KerberosTime, KrbCredInfo, Principal, Ticket,
};
use std::fmt;

/// So many tickets are kept at once.
const TICKETS: usize = 256;

/// A ticket with its session key: enough to be taken for the client, by that service, until it ends.
#[derive(Clone, PartialEq, Eq)]
pub struct HeldTicket {
    /// The realm that `client` is in.
    pub client_realm: String,
    /// Whom the service takes its holder for.
    pub client: Principal,
    /// The realm that `service` is in.
    pub realm: String,
    /// The service that takes it; `krbtgt` where it is a TGT.
    pub service: Principal,
    /// The ticket: only the service can read it.
    pub ticket: Ticket,
    /// The session key: who has it can use the ticket.
    pub key: Key,
    /// The ticket's flags, bit 0 highest (RFC 4120 5.3).
    pub flags: TicketFlags,
    /// When it was begun to be used.
    pub start: FileTime,
    /// endtime (RFC 4120 5.3), by the KDC's clock.
    pub end: FileTime,
    /// Until when it can be renewed.
    pub renew_till: Option<FileTime>,
    /// What it is to whoever holds it.
    pub held_as: TicketUse,
}

/// What a ticket is to whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketUse {
    /// A ticket-granting ticket of its holder's own.
    Tgt,
    /// A ticket-granting ticket that a user has forwarded.
    ForwardedTgt,
    /// A ticket to show to a service.
    Service,
    /// A ticket that a user has shown: the evidence of S4U2proxy.
    Evidence,
}

impl HeldTicket {
    /// The ticket in a reply of either service of a KDC, which is opened with the key that it is under.
    pub fn open(
        reply: KdcReply,
        nonce: i64,
        key: &Key,
        usage: u32,
        held_as: TicketUse,
    ) -> Option<Self> {
        let plain = key.decrypt(usage, &reply.encrypted.cipher, &mut Trace::off());
        let part = EncKdcReplyPart::decode(&plain.ok()?).value.ok()?;
        // Numbers of 32 bits, of which some write the highest as a sign.
        if part.nonce as u32 != nonce as u32 {
            return None;
        }
        let time = |time: &KerberosTime| FileTime::of_kerberos_time(&time.0);
        Some(Self {
            client_realm: reply.client_realm,
            client: reply.client,
            realm: part.realm,
            service: part.service,
            ticket: reply.ticket,
            key: key_of(&part.key)?,
            flags: part.flags,
            start: time(part.start_time.as_ref().unwrap_or(&part.auth_time))?,
            end: time(&part.end_time)?,
            renew_till: part.renew_till.as_ref().and_then(time),
            held_as,
        })
    }

    /// Whether a flag of RFC 4120 5.3 is set.
    pub fn is(&self, flag: TicketFlags) -> bool {
        self.flags.contains(flag)
    }

    /// Whether it can be passed on to another computer.
    pub fn is_forwardable(&self) -> bool {
        self.is(TicketFlags::FORWARDABLE)
    }

    /// What stands of it beside it in a KRB-CRED, as SSPI writes it.
    pub fn cred_info(&self) -> KrbCredInfo {
        let time = |time: FileTime| time.kerberos_time().map(KerberosTime);
        KrbCredInfo {
            key: EncryptionKey {
                etype: self.key.etype.number(),
                value: self.key.bytes.clone(),
            },
            realm: Some(self.client_realm.clone()),
            client: Some(self.client.clone()),
            flags: Some(self.flags),
            auth_time: None,
            start_time: time(self.start),
            end_time: time(self.end),
            renew_till: self.renew_till.and_then(time),
            service_realm: Some(self.realm.clone()),
            service: Some(self.service.clone()),
            addresses: None,
        }
    }

    /// As something a computer holds.
    pub fn holding(&self, of: impl Into<HoldingOwner>, place: StorageLocation) -> Holding {
        Holding {
            ticket: Some(self.summary()),
            ..Holding::new(ValueKind::Ticket, of, place).valued(&self.ticket.encode())
        }
    }

    /// Its session key, as something a computer holds.
    pub fn key_holding(&self, of: impl Into<HoldingOwner>, place: StorageLocation) -> Holding {
        Holding {
            ticket: Some(self.summary()),
            ..Holding::new(ValueKind::SessionKey, of, place).valued(&self.key.bytes)
        }
    }

    fn summary(&self) -> Box<TicketSummary> {
        Box::new(TicketSummary {
            held_as: self.held_as,
            service: self.service.to_string(),
            realm: self.realm.clone(),
            flags: self.flags,
            end: self.end,
        })
    }
}

/// Keys are not printed.
impl fmt::Debug for HeldTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HeldTicket({} for {}, …)", self.client, self.service)
    }
}

/// What a person is told of a ticket that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketSummary {
    /// What it is to its holder.
    pub held_as: TicketUse,
    /// The service, such as `HTTP/web-01`.
    pub service: String,
    /// The realm that the service is in.
    pub realm: String,
    /// Its flags, bit 0 highest (RFC 4120 5.3).
    pub flags: TicketFlags,
    /// endtime (RFC 4120 5.3), by the KDC's clock.
    pub end: FileTime,
}

/// For whom tickets are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A logon session, by its number in the LSA.
    Session(u32),
    /// Whoever signs in by this name, typed.
    Typed(String),
    /// An account that services run as.
    Account(String),
}

/// The tickets a computer keeps, oldest first.
#[derive(Clone, Debug, Default)]
pub struct TicketCache(Vec<(Owner, HeldTicket)>);

impl TicketCache {
    /// A ticket of that owner for that service, good for a while yet.
    pub fn find(&self, owner: &Owner, service: &Principal, now: FileTime) -> Option<&HeldTicket> {
        let mut kept = self.0.iter();
        let found = kept.find(|(of, ticket)| {
            of == owner && is_for(&ticket.service, service) && ticket.end > now
        });
        found.map(|(_, ticket)| ticket)
    }

    /// Keeps a ticket. The oldest give way.
    pub fn keep(&mut self, owner: Owner, ticket: HeldTicket) {
        self.0
            .retain(|(of, kept)| *of != owner || !is_for(&kept.service, &ticket.service));
        keep_recent(&mut self.0, (owner, ticket), TICKETS);
    }

    /// A logon session ends.
    pub fn forget(&mut self, session: u32) {
        self.0.retain(|(of, _)| *of != Owner::Session(session));
    }
}

/// Whether both name one service.
pub fn is_for(one: &Principal, other: &Principal) -> bool {
    let parts = one.parts.iter().zip(&other.parts);
    one.parts.len() == other.parts.len() && parts.into_iter().all(|(a, b)| same(a, b))
}
