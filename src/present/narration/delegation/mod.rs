//! Why a call went on with a ticket, or without one: the KDC's rule, and the setting that would change it.

mod asked;
mod remedy;

pub use asked::fell_back;
pub use remedy::{OLD_KEY, account_of_owner, back_end_remedy, has_old_key, remedy};

use super::glossary::Term;
use super::history::{by_hand, called, latest};
use super::kdc;
use super::kerberos;
use super::names::LONG;
use super::roles::look;
use super::text::{Text, strong, ticket};
use crate::hosts::security::kerberos::{KerberosFailure, TicketFlags, TicketPath};
use crate::hosts::{Decision, Era, ExchangeKind, KdcRule, Role, TicketDecision, same};
use crate::lab::{EventId, Log};
use crate::present::foreign::cut;
use crate::prose;
use asked::{asker, came_by_ticket, delegated, issued, refused, to_front_end};

/// By what right a ticket convinced a back end, after who it sees.
pub fn went_on(log: &Log, at: EventId, path: TicketPath) -> Text {
    let rule = || issued(log, at, ExchangeKind::Proxy).map(kdc::rule);
    let by_hand = log.event(at).is_some_and(|event| by_hand(log, event));
    match path {
        TicketPath::Own if by_hand => prose! {
            "IIS showed it a ", ticket("ticket"), ", which it got with the password that was given in its place. With that \
            password it could get one for any service."
        },
        TicketPath::Own => prose! {
            "IIS showed it a ", ticket("ticket"), ", which it got with the password behind the thread’s ", Term::Token,
            ". With that password it could get one for any service."
        },
        TicketPath::ForwardedTgt => prose! {
            "IIS showed it a ", ticket("ticket"), ", which it got with the user’s own TGT. The KDC had marked IIS ",
            strong("ok-as-delegate"), " and the browser handed the TGT over: with that, IIS can be the user everywhere."
        },
        TicketPath::Evidence => prose! {
            "IIS showed it a ", ticket("ticket"), ", a permission that the KDC signed in exchange for the ticket that the user \
            had shown. ", rule()
        },
        TicketPath::Transition => prose! {
            "IIS showed it a ", ticket("ticket"), ", a permission that the KDC signed, in the user’s name and without any proof \
            of theirs. ", rule()
        },
    }
}

/// Why IIS had no ticket to go on with, where one could have been had; and what would change that.
pub fn stayed_behind(log: &Log, at: EventId) -> Option<Text> {
    let called = called(log, at);
    let takes = log.host_of(called).is_some_and(|host| host.takes_tickets);
    if !takes {
        return came_by_ticket(log, at).then(|| prose! {
            "IIS holds a ", ticket("ticket"), ", but ", look(called).object, " takes no tickets here: this call speaks ",
            Term::Ntlm, ", and that takes a password or its ", Term::NtHash, "."
        });
    }
    let (service, failure) = fell_back(log, at, Role::FrontEnd)?;
    let refused = refused(log, at, Role::FrontEnd);
    if let Some((service, failure)) = fell_back(log, at, Role::Browser) {
        return Some(came_with_ntlm(log, at, service, failure, refused));
    }
    Some(match refused {
        Some(refused) => unlike(log, at, refused),
        None => {
            prose! { "IIS has no ticket for ", cut(service, LONG), ": ", kerberos::failed(failure), "." }
        }
    })
}

/// The browser had no ticket, so IIS has none to go on with: what would change that is to be mended on hop 1, unless nobody
/// is trusted to go on anyway.
fn came_with_ntlm(
    log: &Log,
    at: EventId,
    service: &str,
    failure: &KerberosFailure,
    refused: Option<&TicketDecision>,
) -> Text {
    let own = issued(log, at, ExchangeKind::ToSelf).map(|decision| decision.rule);
    let why = match refused {
        Some(refused) if own == Some(KdcRule::SelfKerberosOnly) => prose! {
            " ", cut(&refused.asker, LONG), " may go on only for users who come with Kerberos."
        },
        Some(refused) => prose! { " ", unlike(log, at, refused) },
        None => Text::default(),
    };
    // Where the name has to go is said of the account that has none.
    let mend = mend(log, failure).filter(|_| !refused.is_some_and(is_without_name));
    prose! {
        "The browser had no ticket for ", cut(service, LONG), refusal_name(failure), ", so it came with NTLM.", why,
        mend.map(|mend| prose! { " ", mend })
    }
}

/// The error that a KDC refused with, behind a colon.
fn refusal_name(failure: &KerberosFailure) -> Option<String> {
    match failure {
        KerberosFailure::Refused { code, .. } => Some(format!(": {}", kerberos::error_name(*code))),
        _ => None,
    }
}

/// What gets the browser a ticket.
fn mend(log: &Log, failure: &KerberosFailure) -> Option<&'static str> {
    let controllers = log
        .hosts
        .iter()
        .filter(|host| host.role == Some(Role::DomainController));
    let forests = controllers.count();
    match failure {
        KerberosFailure::Refused {
            code: 7, service, ..
        } if forests > 1 && !service.contains('.') => Some(
            "Type the server’s full name: the KDC of another forest knows it by its domain alone.",
        ),
        KerberosFailure::CalledByAddress => Some(
            "Put the server’s name in the address: for a number Windows does not try Kerberos.",
        ),
        KerberosFailure::Refused { code: 7, .. } => {
            Some("Register that SPN on the account whose key IIS uses (setspn -S).")
        }
        KerberosFailure::Refused { code: 8, .. } => Some(
            "Only the account that the pool runs as may keep that SPN (setspn -X finds both); where that is one of the domain, \
                kernel mode takes useAppPoolCredentials too.",
        ),
        _ => None,
    }
}

/// What the KDC refused to a front end, and what would change that.
fn unlike(log: &Log, at: EventId, refused: &TicketDecision) -> Text {
    let rule = kdc::rule(refused);
    let account = cut(&refused.asker, LONG);
    match refused.rule {
        KdcRule::OnNoList if let Some(other) = other_holder(log, at, refused) => {
            let other = cut(other, LONG);
            prose! {
                cut(&refused.service, LONG), " is registered on ", &other, ", and that is not the account that the back end runs as: \
                the KDC read whom ", other, " lets act for others, and would seal a ticket with its key. Move that SPN to the account \
                that the back end runs as (setspn -Q finds whose it is)."
            }
        }
        KdcRule::OnNoList => {
            let first = to_front_end(log, at);
            let handed = delegated(log, at);
            match first.map(|decision| decision.rule) {
                Some(KdcRule::TrustedForDelegation) if !handed => prose! {
                    "IIS’s account is trusted for ", Term::Delegation, " to any service, but ", kept(log, at)
                },
                Some(KdcRule::TrustForbidsDelegation) => {
                    prose! { first.map(kdc::rule), " “Trust lets TGTs be delegated” would change that." }
                }
                _ if is(refused, "msDS-AllowedToDelegateTo", "none")
                    && !came_by_ticket(log, at) =>
                {
                    prose! {
                        "The user came without a ticket, so IIS holds no TGT of theirs. Its account, ", &account, ", has no list of \
                        services for ", Term::Delegation, ", and that of the back end does not let it act for others. “Any protocol” in \
                        “Account of IIS is trusted for delegation” would change that", or_the_back_end_lets(log), "."
                    }
                }
                _ if is(refused, "msDS-AllowedToDelegateTo", "none") => prose! {
                    "IIS’s account, ", &account, ", is not trusted for ", Term::Delegation, ": it has no list of services, and the account \
                    of the back end does not let it act for others. “Account of IIS is trusted for delegation” would change that, with \
                    that service on its list", or_the_back_end_lets(log), "."
                },
                _ => prose! {
                    rule, " “Services it may delegate to” is that list.",
                    own_unforwardable(log, at).map(|why| prose! { " It alone would not be enough. ", why })
                },
            }
        }
        KdcRule::EvidenceNotForwardable => own_unforwardable(log, at).unwrap_or_else(|| {
            prose! {
                "The ticket that the user had shown is not forwardable. ", sensitive(log, at)
            }
        }),
        KdcRule::EvidenceOfAnother => prose! {
            rule, " Set useAppPoolCredentials and register the SPN on that account, or let the pool run as the computer."
        },
        KdcRule::NoSuchService if is_without_name(refused) => prose! {
            rule, " Register the web server’s SPN on it (setspn -S) and, with kernel mode, set useAppPoolCredentials; or let the pool \
            run as the computer."
        },
        KdcRule::NoSuchService => {
            prose! { rule, " Register it on the account that the back end runs as." }
        }
        KdcRule::DuplicateService => prose! { rule, " Remove it from one of them." },
        _ => rule,
    }
}

/// Why the ticket cannot be used further that IIS got in the user's name.
fn own_unforwardable(log: &Log, at: EventId) -> Option<Text> {
    let own = issued(log, at, ExchangeKind::ToSelf)?;
    match own.rule {
        KdcRule::SelfForwardable => None,
        KdcRule::SelfKerberosOnly => Some(prose! {
            "The user came without a ticket, and ", cut(&own.asker, LONG), " is trusted for Kerberos only: the ticket that it gets in \
            the user’s name (S4U2self) is not forwardable. “Any protocol” would change that, or a browser that comes with Kerberos."
        }),
        _ => Some(prose! { kdc::rule(own), " ", sensitive(log, at) }),
    }
}

/// The account that has the name of the service, where the back end has no key of that account.
fn other_holder<'a>(log: &Log, at: EventId, refused: &'a TicketDecision) -> Option<&'a str> {
    let holder = refused.account.as_deref()?;
    let keys = &log.host_of(called(log, at))?.kerberos_keys;
    let mut owners = keys.iter().map(|(owner, _)| account_of_owner(owner));
    let runs_as = owners.any(|owner| same(owner, holder));
    (!runs_as && !keys.is_empty()).then_some(holder)
}

/// The other way to be let through, which came with Server 2012.
fn or_the_back_end_lets(log: &Log) -> Option<&'static str> {
    let era = log.host_of(Role::FrontEnd).and_then(|host| host.era);
    let late = era.is_none_or(|era| era == Era::Today);
    late.then_some("; so would “Back end lets IIS act for others”")
}

/// Why the browser kept its TGT.
fn kept(log: &Log, at: EventId) -> Text {
    let tgt = latest(log, at, &|event, decision| match decision {
        Decision::GainsTicket(gained) if log.role(event) == Some(Role::Browser) => {
            (gained.exchange == ExchangeKind::As).then_some(gained.flags)
        }
        _ => None,
    });
    match tgt.is_some_and(|flags| !flags.contains(TicketFlags::FORWARDABLE)) {
        true => prose! { "the user’s TGT is not forwardable. ", sensitive(log, at) },
        false => {
            let listed = "its policy (“Delegates to the server”) does not let it";
            let zone = "the address is not in its intranet zone";
            let era = log.host_of(Role::Browser).and_then(|host| host.era);
            let (listed, or, zone) = match era.map(Era::goes_by_zone) {
                Some(false) => (listed, "", ""),
                Some(true) => ("", "", zone),
                None => (listed, ", or ", zone),
            };
            prose! { "the browser did not hand over the user’s TGT: ", listed, or, zone, "." }
        }
    }
}

/// What keeps a user from being delegated, as the KDC read it.
fn sensitive(log: &Log, at: EventId) -> Option<&'static str> {
    let read = |attribute| {
        latest(log, at, &|_, decision| match decision {
            Decision::IssuesTicket(decision) => is(decision, attribute, "TRUE").then_some(()),
            _ => None,
        })
    };
    if read("Protected Users").is_some() {
        Some(
            "Members of Protected Users are never delegated, whatever the services’ accounts are allowed.",
        )
    } else {
        read("NOT_DELEGATED").map(|()| {
            "“Account is sensitive and cannot be delegated” is set on the user’s account: this is what it is for."
        })
    }
}

/// Why the KDC gave the browser no ticket, where that is what hop 1 ended with: nothing was sent to IIS after it.
pub fn browser_refused(log: &Log, at: EventId) -> Option<Text> {
    let last = latest(log, at, &|event, decision| match decision {
        Decision::RefusesTicket(decision) => {
            let asked = asker(log, event) == Some(Role::Browser);
            (asked && decision.rule != KdcRule::ProofFirst).then_some(Some(&**decision))
        }
        Decision::FallsBack { .. } if log.role(event) == Some(Role::Browser) => Some(None),
        Decision::RefusesRequest { .. } => Some(None),
        _ => None,
    });
    Some(kdc::rule(last??))
}

/// Whether it is for an account that has no SPN, which a ticket to itself was asked for.
fn is_without_name(refused: &TicketDecision) -> bool {
    refused.rule == KdcRule::NoSuchService && refused.account.is_some()
}

fn is(decision: &TicketDecision, attribute: &str, value: &str) -> bool {
    let mut read = decision.read.iter();
    read.any(|it| it.attribute == attribute && it.value == value)
}

#[cfg(test)]
mod tests;
