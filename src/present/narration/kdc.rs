//! What KDCs decide, and by which rule.

use super::account_state;
use super::glossary::Term;
use super::kerberos::{SPN, error_name, etype_name, exchange_source, flag_names};
use super::names::LONG;
use super::source::{MS_KILE, MS_SFU, RFC_4120, SETSPN, Source};
use super::step::{Headline, StepContext, StepNarrative};
use super::text::{Text, strong, ticket};
use crate::hosts::security::kerberos::TicketFlags;
use crate::hosts::{AttributeOwner, AttributeRead, ExchangeKind, KdcRule, TicketDecision};
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::kerberos::number_names::ERRORS;

/// A KDC issues a ticket.
pub fn issues(moment: &StepContext<'_>, decision: &TicketDecision) -> Box<StepNarrative> {
    let service = cut(&decision.service, LONG);
    let [label, title] = granted(decision.exchange);
    // What the client may do with its own TGT follows from the flag.
    let label = match decision.rule {
        KdcRule::TrustedForDelegation => "ok-as-delegate",
        KdcRule::TrustForbidsDelegation => "no ok-as-delegate",
        _ => label,
    };
    let exchange = decision.exchange;
    let tgt = matches!(exchange, ExchangeKind::As | ExchangeKind::Forwarded);
    let of =
        (decision.client != decision.asker).then(|| prose! { " of ", cut(&decision.client, LONG) });
    let told = StepNarrative::new(Headline {
        label: prose! { label, (!tgt).then(|| prose! { " · ", cut(&decision.service, SPN) }) },
        title: prose! { title },
        sentence: prose! {
            moment.host(), " gives ", cut(&decision.asker, LONG), " a ",
            ticket(if exchange == ExchangeKind::Referral { "referral" } else { "ticket" }), of,
            if exchange == ExchangeKind::ToSelf { " to itself, " } else { " for " }, service, ": ",
            flag_names(decision.flags), "."
        },
    })
    .because(rule(decision))
    .because(sealed(decision));
    let told = match exchange {
        ExchangeKind::Tgs if decision.flags.contains(TicketFlags::FORWARDED) => told.because(prose! {
            "The TGT that came along was handed over, and whoever has it asks as its user: for any service, without a list."
        }),
        _ => told,
    };
    attributes(told, decision).cite(&rule_sources(decision.rule, decision.exchange))
}

/// What a KDC does that grants what it is asked for: on the arrow, and as a title.
pub fn granted(exchange: ExchangeKind) -> [&'static str; 2] {
    match exchange {
        ExchangeKind::As => ["issues a TGT", "The KDC issues a TGT"],
        ExchangeKind::Tgs => ["issues a ticket", "The KDC issues a ticket"],
        ExchangeKind::Referral => ["refers to another realm", "The KDC refers to another realm"],
        ExchangeKind::Forwarded => [
            "issues a TGT to hand over",
            "The KDC issues a TGT to hand over",
        ],
        ExchangeKind::ToSelf => [
            "S4U2self",
            "The KDC issues a user’s ticket to the service that asks",
        ],
        ExchangeKind::Proxy => ["S4U2proxy", "The KDC lets the service go on for its user"],
    }
}

fn sealed(decision: &TicketDecision) -> Text {
    match &decision.account {
        Some(account) => prose! {
            "The ticket is under the ", etype_name(decision.etype), " key of ", cut(account, LONG), ": only who has that \
            key can open it."
        },
        None => prose! { "The ticket is under the key of the service it is for." },
    }
}

/// A KDC issues none.
pub fn refuses(moment: &StepContext<'_>, decision: &TicketDecision) -> Box<StepNarrative> {
    let name = error_name(decision.code);
    let short = ERRORS.iter().find(|(number, _)| *number == decision.code);
    let short = short.map_or("error", |(_, name)| name);
    let told = StepNarrative::new(Headline {
        label: prose! { strong(short) },
        title: prose! { refused_title(decision.rule) },
        sentence: prose! {
            moment.host(), " gives no ticket for ", cut(&decision.service, LONG), ": ", name,
            decision.status.map(|status| prose! { ", ", super::statuses::status(status) }), "."
        },
    })
    .because(rule(decision));
    let told = attributes(told, decision).cite(&rule_sources(decision.rule, decision.exchange));
    match where_sources_differ(decision.rule) {
        Some(note) => told.simplified(note),
        None => told,
    }
}

/// What sources say otherwise, or what other clients do.
fn where_sources_differ(rule: KdcRule) -> Option<&'static str> {
    match rule {
        KdcRule::OnNoList => Some(
            "Windows documents the asker’s own list to be looked at first ([MS-SFU] 3.2.5.2); Samba looks first at whom the \
             account of the service lets act. Without the asker’s sign that it knows the latter the status is another.",
        ),
        KdcRule::EvidenceNotForwardable => Some(
            "Sources differ on the status: Samba sends STATUS_ACCOUNT_RESTRICTION, as here; [MS-SFU] has STATUS_NO_MATCH for who \
             does not know resource-based delegation.",
        ),
        KdcRule::Skew => Some(
            "The KRB-ERROR has the KDC’s time, and Windows corrects its own by it and tries again (KB956627). Here nobody does.",
        ),
        _ => None,
    }
}

fn refused_title(rule: KdcRule) -> &'static str {
    match rule {
        KdcRule::ProofFirst => "The KDC wants proof of the key first",
        KdcRule::NoSuchService => "The KDC knows no such service",
        KdcRule::DuplicateService => "Two accounts have the service’s name",
        KdcRule::OnNoList | KdcRule::EvidenceNotForwardable => {
            "The KDC does not let the service go on"
        }
        KdcRule::EvidenceOfAnother => "The ticket shown is another account’s",
        KdcRule::Skew => "The clocks are too far apart",
        KdcRule::WrongKey => "The proof is of another key",
        _ => "The KDC issues no ticket",
    }
}

/// The attributes that were read.
fn attributes(told: Box<StepNarrative>, decision: &TicketDecision) -> Box<StepNarrative> {
    if decision.read.is_empty() {
        return told;
    }
    // Of each account in a row, by its name once.
    let read = decision.read.chunk_by(|one, next| one.of == next.of);
    let read: Vec<String> = read.map(of_one).collect();
    told.because(prose! { "Attributes it read: ", read.join("; "), "." })
}

/// Attributes of one account, or flags of the ticket that was shown.
fn of_one(read: &[AttributeRead]) -> String {
    let values = read
        .iter()
        .map(|it| format!("{} = {}", it.attribute, cut(&it.value, LONG)));
    let values = values.collect::<Vec<_>>().join(", ");
    match read.first().map(|it| &it.of) {
        Some(AttributeOwner::Account(name)) => format!("of {}: {values}", cut(name, LONG)),
        Some(AttributeOwner::Ticket) => format!("of the ticket that was shown: {values}"),
        Some(AttributeOwner::Directory) | None => values,
    }
}

/// The rule that decided, in words.
pub fn rule(decision: &TicketDecision) -> Text {
    let asker = cut(&decision.asker, LONG);
    let service = cut(&decision.service, LONG);
    match decision.rule {
        KdcRule::Granted => prose! { "Nothing forbids it." },
        KdcRule::Malformed => prose! { "The request cannot be read." },
        KdcRule::ProofFirst => prose! {
            "Pre-authentication: before it issues anything the ", Term::Kdc, " wants the time under the client’s key. It names the \
            encryption types and the salt."
        },
        KdcRule::NoSuchClient if decision.exchange == ExchangeKind::ToSelf => prose! {
            "Its directory has no account of the user that ", asker, " asks for (S4U2self). Of a user of another forest Windows asks \
            that forest’s KDC; the lab does not."
        },
        KdcRule::NoSuchClient => prose! { "The directory has no such account." },
        KdcRule::State(state) => account_state::why(state),
        KdcRule::WrongKey => prose! {
            "What should be the time does not open with the key of ", asker, ": the password is wrong, or was changed."
        },
        KdcRule::Skew => prose! {
            "The time in the request is more than five minutes from the KDC’s own."
        },
        KdcRule::NoCommonEtype => {
            prose! { "There is no encryption type that both sides have keys of." }
        }
        KdcRule::ProtectedNeedsAes => {
            prose! { "A member of Protected Users signs in with AES only, and this request offers none." }
        }
        KdcRule::NoSuchService if decision.account.is_some() => prose! {
            "The account ", service, " has no ", Term::Spn, " at all, and the KDC seals no ticket with the key of a person’s password."
        },
        KdcRule::NoSuchService => prose! {
            "No account has the ", Term::Spn, " ", service, ", nor a HOST name that covers it."
        },
        KdcRule::DuplicateService => prose! {
            "More than one account has ", service, ", so there is no one key to seal the ticket with. Windows logs event 11. \
            Sources differ on the code that clients see, 7 or 8."
        },
        KdcRule::NotOurTicket => {
            prose! { "The ticket or its authenticator was changed, or is not under the key it should be under." }
        }
        KdcRule::ChecksumOfAnybody => {
            prose! { "The checksum over whom the ticket is for needs no key, so anybody could have made it." }
        }
        KdcRule::EvidenceOfAnother => prose! {
            "The user’s ticket, which ", asker, " shows as evidence, does not open with that account’s key. Whoever asks has \
            to be the account that the ticket is for: where IIS’s pool runs as a domain account and kernel mode opens tickets with \
            the computer’s key, it is not."
        },
        KdcRule::Expired => prose! { "The ticket’s time is over." },
        KdcRule::NoPac => {
            prose! { "The ticket has no PAC, so nothing says which account of a Windows domain its client is." }
        }
        KdcRule::NotBuilt => {
            prose! { "It asks for user-to-user or for a ticket that counts later, and this KDC makes neither." }
        }
        KdcRule::NotRenewable => prose! { "The ticket is not renewable." },
        KdcRule::NotForwardable => prose! {
            "The TGT is not ", Term::Forwardable, ": its user is sensitive, a member of Protected Users, or nobody asked for the flag."
        },
        KdcRule::TrustedForDelegation => prose! {
            "The service’s account is trusted for delegation to any service (", Term::UnconstrainedDelegation, "), so the ticket \
            has the flag ok-as-delegate: the client may hand over its ", Term::Tgt, "."
        },
        KdcRule::TrustForbidsDelegation => prose! {
            "The service’s account is trusted for delegation, but the trust between the forests does not let TGTs through: no \
            ok-as-delegate."
        },
        KdcRule::SelectiveTrust => prose! {
            "The trust has selective authentication: users of the other forest may ask for tickets only to services whose account gives \
            them “Allowed to authenticate”, and this one does not."
        },
        KdcRule::OtherRealm => {
            prose! { "The service is in a ", Term::Realm, " that is trusted: the client is referred to its KDC." }
        }
        KdcRule::SelfForwardable => prose! {
            "The ticket is ", Term::Forwardable, ": ", asker, " may use any protocol, or has no list of its own, and the user can be delegated."
        },
        KdcRule::SelfKerberosOnly => prose! {
            asker, " has a list of services for Kerberos only, so a ticket to itself that it gets in a user’s name cannot \
            be used further: the flag ", Term::Forwardable, " is missing."
        },
        KdcRule::SelfOfUnforwardable => prose! {
            "The TGT that ", asker, " asks with is not ", Term::Forwardable, ", so no ticket is that it gets in a user’s name: it has \
            to ask for its TGT with that flag (kinit -f)."
        },
        KdcRule::SelfSensitive => prose! {
            "The user is sensitive or a member of Protected Users, so the ticket is not forwardable, whoever asks."
        },
        KdcRule::NotItself => prose! { "A service can ask for a user’s ticket to itself only." },
        KdcRule::OnList => {
            prose! { service, " is on the list of ", asker, ": ", Term::ConstrainedDelegation, "." }
        }
        KdcRule::ResourceLets => prose! {
            "The account of ", service, " lets ", asker, " act for others: ", Term::ResourceBasedDelegation, "."
        },
        KdcRule::OnNoList => prose! {
            service, " is not on the list of ", &asker, ", and its account does not let ", asker, " act for others."
        },
        KdcRule::EvidenceNotForwardable => prose! {
            "The ticket the user had shown, or that stands for the user, is not ", Term::Forwardable, ". It cannot be used to go on."
        },
    }
}

fn rule_sources(rule: KdcRule, exchange: ExchangeKind) -> Vec<Source> {
    match rule {
        KdcRule::ProofFirst | KdcRule::WrongKey | KdcRule::Skew => vec![RFC_4120.section("3.1.3")],
        KdcRule::NoSuchService | KdcRule::DuplicateService => {
            vec![MS_KILE.section("3.3.5.1.1"), SETSPN.whole()]
        }
        KdcRule::TrustedForDelegation => vec![MS_KILE.section("3.3.5.1"), RFC_4120.section("2.8")],
        KdcRule::TrustForbidsDelegation => vec![MS_KILE.section("3.3.5.7.5")],
        KdcRule::ProtectedNeedsAes => vec![MS_KILE.section("3.3.5.6")],
        KdcRule::SelfForwardable
        | KdcRule::SelfKerberosOnly
        | KdcRule::SelfOfUnforwardable
        | KdcRule::SelfSensitive => {
            vec![MS_SFU.section("3.2.5.1.2")]
        }
        KdcRule::OnList => vec![MS_SFU.section("3.2.5.2.1")],
        KdcRule::OnNoList => vec![MS_SFU.section("3.2.5.2.1"), MS_SFU.section("3.2.5.2.3")],
        KdcRule::ResourceLets | KdcRule::EvidenceNotForwardable => {
            vec![MS_SFU.section("3.2.5.2.3")]
        }
        _ => vec![exchange_source(exchange)],
    }
}
