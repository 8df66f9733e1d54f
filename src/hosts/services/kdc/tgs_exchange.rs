//! The ticket-granting service (RFC 4120 3.3, `[MS-KILE]` 3.3.5.7): a ticket for a service, by a ticket-granting ticket.

use super::as_exchange::session_etype;
use super::authenticate::{Asker, authenticate};
use super::directory;
use super::grant::{Grant, reply, within};
use super::issue::{self, Issued, Lifetime};
use super::of;
use super::refusal::{Refused, no_common_etype, refused};
use super::{Case, s4u};
use crate::hosts::security::kerberos::{KdcOptions, TicketFlags, random_key, time_of};
use crate::hosts::{Account, Context, ExchangeKind, FileTime, KdcRule, same};
use crate::wire::kerberos::error_code;
use crate::wire::kerberos::{EncTicketPart, KdcRequest};
use crate::wire::ntstatus::STATUS_AUTHENTICATION_FIREWALL_FAILED;
use crate::wire::pac::Pac;

/// Answers a TGS-REQ.
pub fn answer(
    request: &KdcRequest,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let asker = authenticate(request, context)?;
    let body = &request.body;
    case.decision.asker = asker.tgt.client.to_string();
    case.decision.client = asker.tgt.client.to_string();
    let service = body.service.clone().unwrap_or_default();
    if s4u::is_self(request) {
        return s4u::to_self(request, &asker, &service, case, context);
    }
    if body
        .options
        .contains(KdcOptions::CNAME_IN_ADDITIONAL_TICKET)
    {
        return s4u::proxy(request, &asker, &service, case, context);
    }
    if body.options.contains(KdcOptions::RENEW) {
        return renew(request, &asker, case, context);
    }
    if service.parts == issue::tgs(&issue::realm(context.machine)).parts {
        return forward(request, &asker, case, context);
    }
    let (target, service, rule) = directory::target(&service, case, context)?;
    refuse_unless_let_in(&asker, &target, case, context)?;
    if rule == KdcRule::OtherRealm {
        case.decision.exchange = ExchangeKind::Referral;
    }
    let grant = Grant {
        asker: &asker,
        client: asker.tgt.client.clone(),
        client_realm: asker.tgt.client_realm.clone(),
        auth_time: time_of(&asker.tgt.auth_time),
        pac: inherited(&asker),
        forwardable: asker.tgt.flags.contains(TicketFlags::FORWARDABLE),
        rule,
        padata: None,
    };
    grant.issue(request, &service, &target, case, context)
}

/// Selective authentication: who comes from the other side of such a trust needs leave for this very service.
fn refuse_unless_let_in(
    asker: &Asker,
    target: &Account,
    case: &mut Case,
    context: &Context<'_>,
) -> Result<(), Refused> {
    // By the client's realm: a TGT that was forwarded or renewed here is under this KDC's own key.
    let of_trust = |it: &&Account| {
        let trust = it.kerberos.trust.as_ref();
        trust.is_some_and(|trust| same(&trust.realm, &asker.tgt.client_realm))
    };
    let mut accounts = context.machine.accounts.all().iter();
    let Some(trusted) = accounts.find(of_trust) else {
        return Ok(());
    };
    let selective = trusted
        .kerberos
        .trust
        .as_ref()
        .is_some_and(|it| it.selective);
    if !case.read_flag(of(trusted), "TRUST_ATTRIBUTE_CROSS_ORGANIZATION", selective) {
        return Ok(());
    }
    case.read(of(target), "Allowed-To-Authenticate", "FALSE");
    let refused = refused(KdcRule::SelectiveTrust, error_code::KDC_ERR_POLICY);
    Err(refused.with_status(STATUS_AUTHENTICATION_FIREWALL_FAILED))
}

/// The client's PAC goes from ticket to ticket.
fn inherited(asker: &Asker) -> Pac {
    Pac::decode(&asker.pac).value.unwrap_or_default()
}

/// A TGT once more, to be handed over if that is asked for.
fn forward(
    request: &KdcRequest,
    asker: &Asker,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let tgt = &asker.tgt;
    let mut flags = tgt.flags;
    if !request.body.options.contains(KdcOptions::FORWARDABLE) {
        flags &= !TicketFlags::FORWARDABLE;
    }
    if request.body.options.contains(KdcOptions::FORWARDED) {
        case.decision.exchange = ExchangeKind::Forwarded;
        if !tgt.flags.contains(TicketFlags::FORWARDABLE) {
            return Err(refused(
                KdcRule::NotForwardable,
                error_code::KDC_ERR_BADOPTION,
            ));
        }
        flags |= TicketFlags::FORWARDED;
    }
    let body = &request.body;
    let lifetime = within(tgt, body.options, context.now).until_at_most(&body.till);
    if lifetime.renew_till.is_none() {
        flags &= !TicketFlags::RENEWABLE;
    }
    reissue(request, asker, flags, lifetime, case, context)
}

/// A TGT once more, for as long again as it was good for (RFC 4120 3.3.3).
fn renew(
    request: &KdcRequest,
    asker: &Asker,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let tgt = &asker.tgt;
    let lifetime = within(tgt, KdcOptions::RENEWABLE, context.now);
    let till = lifetime.renew_till;
    let till = till.filter(|_| tgt.flags.contains(TicketFlags::RENEWABLE));
    let till = till.ok_or(refused(
        KdcRule::NotRenewable,
        error_code::KDC_ERR_BADOPTION,
    ))?;
    if till < context.now {
        return Err(refused(
            KdcRule::Expired,
            error_code::KRB_AP_ERR_TKT_EXPIRED,
        ));
    }
    let length = lifetime.end.0.saturating_sub(start_of(tgt).0);
    let end = FileTime(context.now.0.saturating_add(length)).min(till);
    let lifetime = Lifetime { end, ..lifetime };
    reissue(request, asker, tgt.flags, lifetime, case, context)
}

fn start_of(tgt: &EncTicketPart) -> FileTime {
    time_of(tgt.start_time.as_ref().unwrap_or(&tgt.auth_time))
}

/// A TGT of the same client with a session key of its own.
fn reissue(
    request: &KdcRequest,
    asker: &Asker,
    flags: TicketFlags,
    lifetime: Lifetime,
    case: &mut Case,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Refused> {
    let krbtgt = issue::krbtgt(context.machine).cloned();
    let krbtgt = krbtgt.ok_or(refused(
        KdcRule::NoSuchService,
        error_code::KDC_ERR_S_PRINCIPAL_UNKNOWN,
    ))?;
    let tgt = &asker.tgt;
    let flags = flags & !(TicketFlags::INITIAL | TicketFlags::OK_AS_DELEGATE);
    let etype = session_etype(&request.body.etypes, &krbtgt).ok_or_else(no_common_etype)?;
    let session_key = random_key(etype, context);
    let forwarded = request.body.options.contains(KdcOptions::FORWARDED);
    let issued = Issued {
        client_realm: tgt.client_realm.clone(),
        client: tgt.client.clone(),
        service: issue::tgs(&issue::realm(context.machine)),
        flags,
        session_key,
        lifetime,
        auth_time: time_of(&tgt.auth_time),
        pac: inherited(asker),
        addresses: match forwarded {
            true => request.body.addresses.clone(),
            false => tgt.addresses.clone(),
        },
    };
    case.decision.flags = flags;
    case.decision.account = Some(krbtgt.name.clone());
    let ticket = issue::ticket(&issued, &krbtgt, case, context).ok_or_else(no_common_etype)?;
    let reply = reply(request, &issued, ticket, &krbtgt, context.machine.era);
    Ok(asker.sealed(reply, context))
}
