//! A client gets a ticket: exchange after exchange with KDCs, until it has it or is refused.

use super::TicketFlags;
use super::tgs_exchange::RequestedTicket;
use super::ticket::is_for;
use super::{
    HeldTicket, OnBehalf, Owner, TicketPlan, TicketSource, TicketUse, as_exchange, krbtgt,
    tgs_exchange,
};
use crate::hosts::security::{InitiateError, Initiated, KdcAsker, KdcInquiry};
use crate::hosts::{
    Context, Decision, Endpoint, ExchangeKind, HoldingOwner, Note, StorageLocation, TicketGained,
};
use crate::wire::kerberos::{KdcReply, KrbError};

/// So many referrals are followed.
const MOST_REFERRALS: u8 = 5;

/// What a [`TicketPlan`] was for.
#[derive(Clone, Debug)]
pub struct Acquired {
    /// The ticket for the service.
    pub ticket: HeldTicket,
    /// A TGT to send along.
    pub forwarded: Option<HeldTicket>,
}

/// Why there is no ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KerberosFailure {
    /// A KDC refused, with an error of RFC 4120 7.5.9.
    Refused {
        /// What it was asked for.
        exchange: ExchangeKind,
        /// The service that was asked for.
        service: String,
        /// error-code of RFC 4120 7.5.9.
        code: i64,
        /// The NTSTATUS in e-data, where one is there (`[MS-KILE]` 2.2.1).
        status: Option<u32>,
    },
    /// The service is called by an address, not by a name: by default Windows does not try Kerberos then (Microsoft Learn,
    /// Configuring Kerberos for IP Address).
    CalledByAddress,
    /// The realm is not known, or no KDC answers.
    NoKdc,
    /// The answer does not decode, or is not for this question.
    BadAnswer,
    /// The answer does not open with the key of whoever asks: the password is another.
    WrongKey,
    /// There is nothing to ask with.
    NoCredential,
}

/// What is done with the ticket, or without one where there is none.
pub type OnAcquired = Box<
    dyn FnOnce(
            Result<Acquired, KerberosFailure>,
            &mut Context<'_>,
        ) -> Result<Initiated, InitiateError>
        + Send,
>;

/// Gets what is planned, then goes on.
///
/// # Errors
/// Those of `then`.
pub fn acquire(
    plan: TicketPlan,
    then: OnAcquired,
    context: &mut Context<'_>,
) -> Result<Initiated, InitiateError> {
    match step(plan, context) {
        Ok(Next::Done(acquired)) => then(Ok(*acquired), context),
        Ok(Next::Ask(asked)) => Ok(asked.into_inquiry(then)),
        Err(failure) => then(Err(failure), context),
    }
}

/// Whether it is done, or a KDC must be asked once more.
enum Next {
    Done(Box<Acquired>),
    Ask(Box<PendingExchange>),
}

impl Next {
    fn done(ticket: HeldTicket, forwarded: Option<HeldTicket>) -> Self {
        Self::Done(Box::new(Acquired { ticket, forwarded }))
    }
}

/// A question is under way.
struct PendingExchange {
    plan: TicketPlan,
    kdc: Endpoint,
    exchange: Exchange,
}

enum Exchange {
    As(Box<as_exchange::PendingAsRequest>),
    Tgs(tgs_exchange::PendingTgsRequest),
}

impl PendingExchange {
    fn into_inquiry(self: Box<Self>, then: OnAcquired) -> Initiated {
        let request = match &self.exchange {
            Exchange::As(asked) => asked.request.clone(),
            Exchange::Tgs(asked) => asked.request.clone(),
        };
        Initiated::Asks(KdcInquiry {
            kdc: self.kdc.clone(),
            request,
            asker: Box::new(Waiting { asked: self, then }),
        })
    }
}

struct Waiting {
    asked: Box<PendingExchange>,
    then: OnAcquired,
}

impl KdcAsker for Waiting {
    fn answered(
        self: Box<Self>,
        answer: Option<&[u8]>,
        context: &mut Context<'_>,
    ) -> Result<Initiated, InitiateError> {
        let Self { asked, then } = *self;
        match asked.answered(answer, context) {
            Ok(Next::Done(acquired)) => then(Ok(*acquired), context),
            Ok(Next::Ask(asked)) => Ok(asked.into_inquiry(then)),
            Err(failure) => then(Err(failure), context),
        }
    }
}

impl PendingExchange {
    fn answered(
        self,
        answer: Option<&[u8]>,
        context: &mut Context<'_>,
    ) -> Result<Next, KerberosFailure> {
        let bytes = answer.ok_or(KerberosFailure::NoKdc)?;
        let Self {
            plan,
            kdc,
            exchange,
        } = self;
        if let Ok(error) = KrbError::decode(bytes).value {
            return refused(plan, kdc, exchange, &error, context);
        }
        let reply = KdcReply::decode(bytes).value;
        let reply = reply.map_err(|_| KerberosFailure::BadAnswer)?;
        match exchange {
            Exchange::As(asked) => {
                let tgt = asked.take(reply, context)?;
                gain(&plan, tgt.clone(), ExchangeKind::As, context);
                // Used even if it is over already: a KDC is not asked for the same again and again.
                let plan = TicketPlan {
                    tgt: Some(tgt),
                    ..plan
                };
                step(plan, context)
            }
            Exchange::Tgs(asked) => {
                let wanted = asked.wanted;
                let ticket = asked.take(reply).ok_or(KerberosFailure::BadAnswer)?;
                received(plan, wanted, ticket, context)
            }
        }
    }
}

/// A KDC refused. KDC_ERR_PREAUTH_REQUIRED is answered, and without a TGT to forward the ticket is good as it is; all else
/// ends it.
fn refused(
    mut plan: TicketPlan,
    kdc: Endpoint,
    exchange: Exchange,
    error: &KrbError,
    context: &mut Context<'_>,
) -> Result<Next, KerberosFailure> {
    let exchange = match exchange {
        Exchange::As(asked) => match asked.prove(&plan, error, context) {
            Some(asked) => {
                let exchange = Exchange::As(Box::new(asked));
                return Ok(Next::Ask(Box::new(PendingExchange {
                    plan,
                    kdc,
                    exchange,
                })));
            }
            None => ExchangeKind::As,
        },
        Exchange::Tgs(asked) => match plan.ticket.take() {
            Some(ticket) if asked.wanted == RequestedTicket::Forwarded => {
                return Ok(Next::done(ticket, None));
            }
            _ => asked.wanted.exchange(),
        },
    };
    Err(KerberosFailure::Refused {
        exchange,
        service: plan.service.to_string(),
        code: error.code,
        status: error.kerb_error_data().and_then(|data| data.status()),
    })
}

/// What is missing now.
fn step(mut plan: TicketPlan, context: &mut Context<'_>) -> Result<Next, KerberosFailure> {
    let now = context.now;
    let cache = &context.machine.lsa.tickets;
    if plan.ticket.is_none() {
        plan.ticket = cache.find(&plan.owner, &plan.service, now).cloned();
    }
    if let Some(ticket) = plan.ticket.take() {
        return deliver(plan, ticket, context);
    }
    let asker = match &plan.source {
        TicketSource::Account(account) => Owner::Account(account.name.clone()),
        _ => plan.owner.clone(),
    };
    if plan.tgt.is_none() {
        plan.tgt = match &plan.source {
            TicketSource::Tgt(tgt) => Some(HeldTicket::clone(tgt)),
            _ => cache.find(&asker, &krbtgt(&plan.realm), now).cloned(),
        };
    }
    let Some(tgt) = plan.tgt.clone() else {
        let kdc = kdc_of(&plan.realm, context)?;
        let exchange = Exchange::As(Box::new(as_exchange::ask(&plan, None, context)));
        return Ok(Next::Ask(Box::new(PendingExchange {
            plan,
            kdc,
            exchange,
        })));
    };
    let wanted = match &plan.on_behalf {
        None => RequestedTicket::Service,
        Some(OnBehalf { evidence: None, .. }) => RequestedTicket::ToSelf,
        Some(_) => RequestedTicket::Proxy,
    };
    ask_tgs(plan, &tgt, wanted, context)
}

/// The ticket for the service is there. A TGT goes along where all agree: the caller, the KDC that calls the service
/// trusted, and the TGT itself (`[MS-KILE]` 3.2.5.8).
fn deliver(
    mut plan: TicketPlan,
    ticket: HeldTicket,
    context: &mut Context<'_>,
) -> Result<Next, KerberosFailure> {
    let own = krbtgt(&plan.realm);
    let wanted =
        plan.delegate && plan.on_behalf.is_none() && ticket.is(TicketFlags::OK_AS_DELEGATE);
    // After a referral the TGT in use is another realm's; the user's own is the one to forward.
    let in_use = plan.tgt.as_ref().filter(|tgt| is_for(&tgt.service, &own));
    let cache = &context.machine.lsa.tickets;
    let tgt = in_use.or_else(|| cache.find(&plan.owner, &own, context.now));
    match tgt.filter(|tgt| wanted && tgt.is_forwardable()).cloned() {
        Some(tgt) => {
            plan.ticket = Some(ticket);
            ask_tgs(plan, &tgt, RequestedTicket::Forwarded, context)
        }
        None => Ok(Next::done(ticket, None)),
    }
}

fn ask_tgs(
    plan: TicketPlan,
    tgt: &HeldTicket,
    wanted: RequestedTicket,
    context: &mut Context<'_>,
) -> Result<Next, KerberosFailure> {
    // The realm that issued a referral named the one that reads it.
    let realm = tgt.service.parts.get(1).cloned().unwrap_or_default();
    let kdc = kdc_of(&realm, context)?;
    let asked = tgs_exchange::ask(&plan, tgt, &realm, wanted, context);
    let exchange = Exchange::Tgs(asked.ok_or(KerberosFailure::NoCredential)?);
    Ok(Next::Ask(Box::new(PendingExchange {
        plan,
        kdc,
        exchange,
    })))
}

/// A ticket came.
fn received(
    mut plan: TicketPlan,
    wanted: RequestedTicket,
    ticket: HeldTicket,
    context: &mut Context<'_>,
) -> Result<Next, KerberosFailure> {
    match wanted {
        RequestedTicket::Forwarded => {
            gain(&plan, ticket.clone(), wanted.exchange(), context);
            let service = plan.ticket.take().ok_or(KerberosFailure::BadAnswer)?;
            Ok(Next::done(service, Some(ticket)))
        }
        RequestedTicket::ToSelf => {
            gain(&plan, ticket.clone(), wanted.exchange(), context);
            if let Some(on_behalf) = &mut plan.on_behalf {
                on_behalf.evidence = Some(ticket);
            }
            step(plan, context)
        }
        RequestedTicket::Service | RequestedTicket::Proxy if ticket.service.is_krbtgt() => {
            plan.referrals += 1;
            if plan.referrals > MOST_REFERRALS {
                return Err(KerberosFailure::BadAnswer);
            }
            gain(&plan, ticket.clone(), ExchangeKind::Referral, context);
            plan.tgt = Some(HeldTicket {
                held_as: TicketUse::Tgt,
                ..ticket
            });
            step(plan, context)
        }
        RequestedTicket::Service | RequestedTicket::Proxy => {
            gain(&plan, ticket.clone(), wanted.exchange(), context);
            deliver(plan, ticket, context)
        }
    }
}

/// Keeps a ticket, and says so. A forwarded TGT and a ticket to oneself are for one use.
fn gain(plan: &TicketPlan, ticket: HeldTicket, exchange: ExchangeKind, context: &mut Context<'_>) {
    let place = match &plan.owner {
        Owner::Session(session) => StorageLocation::LogonSession(*session),
        _ => StorageLocation::Process,
    };
    let of = HoldingOwner::Principal {
        name: ticket.client.to_string(),
        realm: ticket.client_realm.clone(),
    };
    let note = Note::decision(Decision::GainsTicket(Box::new(TicketGained {
        exchange,
        client: of.to_string(),
        service: ticket.service.to_string(),
        realm: ticket.realm.clone(),
        flags: ticket.flags,
        end: ticket.end,
    })))
    .gaining(ticket.holding(of.clone(), place))
    .gaining(ticket.key_holding(of, place));
    context.out.note(note);
    let owner = match (&plan.source, exchange) {
        (TicketSource::Account(account), ExchangeKind::As) => Owner::Account(account.name.clone()),
        _ => plan.owner.clone(),
    };
    if !matches!(exchange, ExchangeKind::Forwarded | ExchangeKind::ToSelf) {
        context.machine.lsa.tickets.keep(owner, ticket);
    }
}

fn kdc_of(realm: &str, context: &Context<'_>) -> Result<Endpoint, KerberosFailure> {
    let known = context.machine.kerberos.realm(realm);
    known
        .map(|realm| realm.kdc.clone())
        .ok_or(KerberosFailure::NoKdc)
}
