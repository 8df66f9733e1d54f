//! What a client wants from KDCs, and what it has to get it with.

use super::{HeldTicket, Owner};
use crate::hosts::{ServiceAccount, UserPassword};
use crate::wire::kerberos::Principal;

/// What a client wants, and what it has.
#[derive(Clone, Debug)]
pub struct TicketPlan {
    /// For whom tickets are kept.
    pub owner: Owner,
    /// What the first ticket is got with.
    pub source: TicketSource,
    /// The realm of whoever asks.
    pub realm: String,
    /// The service that is wanted.
    pub service: Principal,
    /// Whether a TGT is to be forwarded along, if the service is trusted with it.
    pub delegate: bool,
    /// The user a service asks for.
    pub on_behalf: Option<OnBehalf>,
    /// The TGT in use: of another realm after a referral.
    pub tgt: Option<HeldTicket>,
    /// The ticket for the service, once it is there.
    pub ticket: Option<HeldTicket>,
    /// How many referrals were followed.
    pub referrals: u8,
}

/// What the first ticket is got with.
#[derive(Clone, Debug)]
pub enum TicketSource {
    /// A name and a password.
    Password(UserPassword),
    /// The key of an account that services run as.
    Account(ServiceAccount),
    /// A TGT that somebody has forwarded, or that is held already.
    Tgt(Box<HeldTicket>),
}

/// A user for whom a service asks (`[MS-SFU]` 1.3).
#[derive(Clone, Debug)]
pub struct OnBehalf {
    /// The realm of the user, which may be another than the service's.
    pub realm: String,
    /// The user's account, within that realm.
    pub name: String,
    /// The ticket the user has shown; without one, the service first asks for one to itself (S4U2self).
    pub evidence: Option<HeldTicket>,
}

impl TicketPlan {
    /// To get a ticket for a service.
    pub fn new(
        owner: Owner,
        source: TicketSource,
        realm: impl Into<String>,
        service: Principal,
    ) -> Self {
        Self {
            owner,
            source,
            realm: realm.into(),
            service,
            delegate: false,
            on_behalf: None,
            tgt: None,
            ticket: None,
            referrals: 0,
        }
    }

    /// The name of whoever asks the KDC.
    pub fn asker(&self) -> &str {
        match &self.source {
            TicketSource::Password(typed) => &typed.user,
            TicketSource::Account(account) => &account.name,
            TicketSource::Tgt(tgt) => tgt.client.parts.first().map_or("", String::as_str),
        }
    }
}
