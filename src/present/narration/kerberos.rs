//! What is told of Kerberos: what clients compute and get, what KDCs decide and by which rule.

use super::glossary::Term;
use super::history;
use super::names::LONG;
use super::source::{
    KERBEROS_BY_ADDRESS, MS_KILE, MS_NLMP, MS_SFU, RFC_4120, RFC_4121, RFC_4559, Source,
};
use super::step::{Headline, StepContext, StepNarrative};
use super::text::{Text, strong, ticket};
use crate::crypto::kerberos::usage;
use crate::hosts::security::kerberos::{KerberosFailure, TicketFlags, TicketPath, TicketUse};
use crate::hosts::{ExchangeKind, OutboundCredential, TicketGained};
use crate::lab::{Event, EventId, Log};
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::kerberos::number_names::{ERRORS, ETYPES, find};
use crate::wire::kerberos::{KerberosMessage, error_code};
use crate::wire::{LayerValue, layers};

/// Longest name of a service in a label, in characters.
pub const SPN: usize = 26;

/// What a flag of a ticket is called, in the order of the bits; only those that decide about delegation.
const FLAGS: [(TicketFlags, &str); 5] = [
    (TicketFlags::FORWARDABLE, "forwardable"),
    (TicketFlags::FORWARDED, "forwarded"),
    (TicketFlags::RENEWABLE, "renewable"),
    (TicketFlags::INITIAL, "initial"),
    (TicketFlags::OK_AS_DELEGATE, "ok-as-delegate"),
];

/// The flags of a ticket that matter here.
pub fn flag_names(flags: TicketFlags) -> String {
    let set = FLAGS.iter().filter(|(flag, _)| flags.contains(*flag));
    let names: Vec<&str> = set.map(|(_, name)| *name).collect();
    match names.is_empty() {
        true => "no flag that matters here".to_owned(),
        false => names.join(", "),
    }
}

/// What a ticket is to its holder, in few words.
pub fn use_name(held_as: TicketUse) -> &'static str {
    match held_as {
        TicketUse::Tgt => "TGT",
        TicketUse::ForwardedTgt => "forwarded TGT",
        TicketUse::Service => "ticket",
        TicketUse::Evidence => "evidence ticket",
    }
}

/// An error of RFC 4120 by number and name.
pub fn error_name(code: i64) -> String {
    let name = ERRORS.iter().find(|(number, _)| *number == code);
    match name {
        Some((_, name)) => format!("{name} ({code})"),
        None => format!("error {code}"),
    }
}

/// What a back end can tell of it: a ticket got by S4U2proxy says so in its PAC.
pub fn seen_path(seen: TicketPath) -> &'static str {
    match seen {
        TicketPath::Evidence | TicketPath::Transition => {
            "a service got it in the user’s name: its PAC says which (S4U2proxy)"
        }
        own => path(own),
    }
}

/// The way a ticket came to whoever shows it, as a clause.
pub fn path(path: TicketPath) -> &'static str {
    match path {
        TicketPath::Own => "its client asked for it",
        TicketPath::ForwardedTgt => {
            "it was got with the user’s own TGT, which the browser had forwarded"
        }
        TicketPath::Evidence => "it was got with the ticket the user had shown: S4U2proxy",
        TicketPath::Transition => {
            "it was got in the user’s name without any proof of theirs: S4U2self, then S4U2proxy"
        }
    }
}

/// A client has made its key.
pub fn makes_key(moment: &StepContext<'_>, etype: i64) -> Box<StepNarrative> {
    let name = etype_name(etype);
    StepNarrative::new(Headline {
        label: prose! { "makes a key of the password" },
        title: prose! { "The password becomes a key" },
        sentence: prose! { moment.host(), " makes the ", name, " key of the password, with the salt that the KDC named." },
    })
    .because(prose! {
        "The KDC keeps the same key. Whoever knows it is the account: for Kerberos it is as good as the password."
    })
    .cite(&[RFC_4120.section("5.2.7.5"), MS_KILE.section("3.1.5.2")])
}

/// A client has encrypted the time.
pub fn stamps(moment: &StepContext<'_>, etype: i64) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { "encrypts the time with its key" },
        title: prose! { "The time, under the client’s key" },
        sentence: prose! {
            moment.host(), " encrypts the present time with its ", etype_name(etype), " key: only who knows the key can, \
            and nobody can use it later."
        },
    })
    .because(prose! { "Password and key stay where they are. The proof is good for five minutes, and for this KDC only." })
    .cite(&[RFC_4120.section("5.2.7.2")])
}

/// A client proves that it knows a ticket's session key.
pub fn authenticates(
    moment: &StepContext<'_>,
    service: &str,
    delegates: bool,
) -> Box<StepNarrative> {
    let service = cut(service, LONG);
    let told = StepNarrative::new(Headline {
        label: prose! {
            "AP-REQ for ", &service, if delegates { ", with a TGT" } else { "" }
        },
        title: prose! { "The ticket is shown, with proof of its key" },
        sentence: prose! {
            moment.host(), " puts the ", ticket("ticket"), " for ", &service, " and an authenticator under its session key \
            into one message", if delegates { ", and hands over a TGT of the user’s with it." } else { "." }
        },
    })
    .because(prose! {
        "Only ", service, " can open the ticket, and finds the session key in it. Shown anywhere else it proves nothing."
    });
    let told = match delegates {
        true => told.because(prose! {
            "The forwarded TGT lets the service ask the KDC for tickets in the user’s name: all of the user’s, everywhere."
        }),
        false => told.because(prose! {
            "No TGT goes along: what the service gets is good for this service only."
        }),
    };
    told.cite(&[RFC_4120.section("5.5.1"), RFC_4121.section("4.1")])
}

/// A client got a ticket.
pub fn gains(moment: &StepContext<'_>, gained: &TicketGained) -> Box<StepNarrative> {
    let service = cut(&gained.service, LONG);
    let [what, of] = match gained.exchange {
        ExchangeKind::As => ["TGT", "a TGT of "],
        ExchangeKind::Tgs => ["ticket", "a ticket of "],
        ExchangeKind::Referral => ["referral", "a referral of "],
        ExchangeKind::Forwarded => ["TGT to hand over", "another TGT of "],
        ExchangeKind::ToSelf => ["ticket to itself", "a ticket of "],
        ExchangeKind::Proxy => ["ticket in the user’s name", "a ticket of "],
    };
    // A TGT is for the KDC: the service says nothing.
    let tgt = matches!(gained.exchange, ExchangeKind::As | ExchangeKind::Forwarded);
    let brief = (!tgt).then(|| cut(&gained.service, SPN));
    let told = StepNarrative::new(Headline {
        label: prose! { "has a ", ticket(what), brief.as_ref().map(|brief| prose! { " · ", brief }) },
        title: prose! { "It has a ", what, brief.map(|brief| prose! { ": ", brief }) },
        sentence: prose! {
            moment.host(), " has ", of, cut(&gained.client, LONG),
            if gained.exchange == ExchangeKind::ToSelf { " to itself, " } else { " for " }, service, ": ",
            flag_names(gained.flags), "."
        },
    });
    let told = match gained.exchange {
        ExchangeKind::As => told.because(prose! {
            "With this ", Term::Tgt, " and its session key it gets tickets for services. The password is not needed again."
        }),
        ExchangeKind::Tgs => told.because(prose! {
            "The ticket is under the service’s key: its holder cannot read it. The session key came beside it."
        }),
        ExchangeKind::Referral => told.because(prose! {
            "The service is in another ", Term::Realm, ". This TGT is for the KDC there, under a key that both KDCs share."
        }),
        ExchangeKind::Forwarded => told.because(prose! {
            "It is to be sent along in the checksum of the authenticator, with its session key: whoever gets it can act as \
            the user."
        }),
        ExchangeKind::ToSelf => told.because(prose! {
            Term::S4u.called("S4U2self"), ": the service asked for a ticket of the user to itself. Without the flag ",
            Term::Forwardable, " it is of no use for going on."
        }),
        ExchangeKind::Proxy => told.because(prose! {
            Term::S4u.called("S4U2proxy"), ": the user’s ticket to one service became the user’s ticket to the next, because the ",
            Term::Kdc, " allowed it."
        }),
    };
    told.cite(&[exchange_source(gained.exchange)])
}

/// Where an exchange is specified.
pub fn exchange_source(exchange: ExchangeKind) -> Source {
    match exchange {
        ExchangeKind::As => RFC_4120.section("3.1"),
        ExchangeKind::Tgs | ExchangeKind::Referral => RFC_4120.section("3.3"),
        ExchangeKind::Forwarded => RFC_4120.section("2.6"),
        ExchangeKind::ToSelf => MS_SFU.section("3.2.5.1"),
        ExchangeKind::Proxy => MS_SFU.section("3.2.5.2"),
    }
}

/// Negotiate goes on with NTLM.
pub fn falls_back(
    moment: &StepContext<'_>,
    service: &str,
    failure: &KerberosFailure,
) -> Box<StepNarrative> {
    let told = StepNarrative::new(Headline {
        label: prose! { strong("no ticket"), ": NTLM instead" },
        title: prose! { "No ticket: Negotiate takes NTLM" },
        sentence: prose! {
            moment.host(), " has no ticket for ", cut(service, LONG), ", as ", failed(failure), ". It goes on with NTLM."
        },
    })
    .because(prose! {
        "Nobody is told: what goes out looks like an ordinary sign-in, only with ", Term::Ntlm, ". That is why a missing ticket \
        shows as a failed second hop, or as a prompt, and not as an error."
    })
    .cite(&[RFC_4559.section("4"), MS_NLMP.section("1")]);
    match failure {
        KerberosFailure::CalledByAddress => told.cite(&[KERBEROS_BY_ADDRESS.whole()]),
        _ => told,
    }
}

/// Why there is no ticket, as a clause.
pub fn failed(failure: &KerberosFailure) -> Text {
    match failure {
        KerberosFailure::Refused { code, status, .. } => prose! {
            "the KDC refused with ", error_name(*code),
            status.map(|status| prose! { ", ", super::statuses::status(status) })
        },
        KerberosFailure::CalledByAddress => {
            prose! { "that is an address, not a name: Windows does not try Kerberos for one" }
        }
        KerberosFailure::NoKdc => prose! { "no KDC of that realm answers" },
        KerberosFailure::BadAnswer => prose! { "the KDC’s answer cannot be used" },
        KerberosFailure::WrongKey => {
            prose! { "the KDC’s answer does not open with the password’s key" }
        }
        KerberosFailure::NoCredential => prose! { "there is nothing to ask with" },
    }
}

/// The client judges the server's proof.
pub fn server_proves(moment: &StepContext<'_>, service: &str, proven: bool) -> Box<StepNarrative> {
    let service = cut(service, LONG);
    let told = match proven {
        true => StepNarrative::new(Headline {
            label: prose! { "the server opened the ticket" },
            title: prose! { "The server proves itself" },
            sentence: prose! {
                moment.host(), " finds its own time in the AP-REP: the server opened the ticket for ", service, "."
            },
        }),
        false => StepNarrative::new(Headline {
            label: prose! { strong("no proof"), " of the server" },
            title: prose! { "The server proves nothing" },
            sentence: prose! { moment.host(), " does not find its own time in the AP-REP of ", service, "." },
        }),
    };
    told.because(prose! {
        "Mutual authentication: the session key is in the ticket, and only the service’s own key opens that."
    })
    .cite(&[RFC_4120.section("3.2.4"), RFC_4559.section("5")])
}

/// An encryption type by its name.
pub fn etype_name(etype: i64) -> &'static str {
    find(&ETYPES, etype).unwrap_or("unknown")
}

/// Why a service refuses a ticket, as a clause; `at` is where that is decided or heard of.
pub fn refusal(log: &Log, at: EventId, code: i64) -> Text {
    match code {
        error_code::KRB_AP_ERR_MODIFIED => match Unopened::of(log, at) {
            Unopened::Changed => prose! {
                "what arrived was changed on its way, and the ", ticket("ticket"), " or the authenticator with it does not \
                decrypt: KRB_AP_ERR_MODIFIED (41)"
            },
            Unopened::ForAnother => prose! {
                "the ", ticket("ticket"), " is for another service, whose key this one does not have: KRB_AP_ERR_MODIFIED (41)"
            },
            Unopened::OtherKey => prose! {
                "the ", ticket("ticket"), " does not open with the key of the account the service runs as: KRB_AP_ERR_MODIFIED (41)"
            },
        },
        error_code::KRB_AP_ERR_SKEW => {
            prose! { "the clocks of client and server are more than five minutes apart: KRB_AP_ERR_SKEW (37)" }
        }
        error_code::KRB_AP_ERR_REPEAT => {
            prose! { "the same authenticator was shown before: KRB_AP_ERR_REPEAT (34)" }
        }
        code => prose! { "the ", ticket("ticket"), " proves nothing: ", error_name(code) },
    }
}

/// Why a ticket does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// What it came in was changed on its way, or the KDC's reply that brought it.
    Changed,
    /// It was made for another service and is shown again.
    ForAnother,
    /// It is under another key than those of whoever it is shown to.
    OtherKey,
}

impl Unopened {
    /// Of the ticket that is refused with KRB_AP_ERR_MODIFIED at that event.
    pub fn of(log: &Log, at: EventId) -> Self {
        let connection = log.event(at).and_then(|event| event.kind.connection());
        // What is changed there arrives there; a ticket that is changed where the KDC gives it is shown later.
        let changed = |event: &Event| {
            let sent = event.sides().filter(|_| event.changed());
            sent.is_some_and(|[sent, _]| {
                let here = event.kind.connection() == connection;
                layers(sent).into_iter().any(|layer| match layer.value {
                    LayerValue::Kerberos(Some(KerberosMessage::KdcReply(_))) => true,
                    LayerValue::Kerberos(_) => here,
                    _ => false,
                })
            })
        };
        if history::before(log, at).any(changed) {
            return Self::Changed;
        }
        let answered = history::answered_as(log, at, connection).map(|(reach, ..)| reach);
        match answered {
            Some(OutboundCredential::Replay | OutboundCredential::Hand(None)) => Self::ForAnother,
            _ => Self::OtherKey,
        }
    }
}

/// What is encrypted or signed with a key of that usage, at the head of the steps that do it.
pub fn used_for(usage: u32) -> String {
    let what = match usage {
        usage::PA_ENC_TIMESTAMP => "The time that proves the user’s key",
        usage::KDC_REP_TICKET => "The ticket",
        usage::AS_REP => "The KDC’s reply, for the user",
        usage::TGS_REQ_AUTHZ_SESSION | usage::TGS_REQ_AUTHZ_SUBKEY => {
            "Authorization data of the request"
        }
        usage::TGS_REQ_CHECKSUM => "The checksum of the request",
        usage::TGS_REQ_AUTHENTICATOR | usage::AP_REQ_AUTHENTICATOR => "The authenticator",
        usage::TGS_REP_SESSION | usage::TGS_REP_SUBKEY => "The KDC’s reply, for the client",
        usage::AP_REP => "The service’s proof",
        usage::KRB_CRED => "The TGT that is handed over",
        usage::PAC_SIGNATURE => "A signature of the PAC, or of PA-FOR-USER",
        usage::S4U_X509_REQUEST | usage::S4U_X509_REPLY => "The checksum of PA-S4U-X509-USER",
        usage::GSS_ACCEPTOR_SEAL | usage::GSS_INITIATOR_SEAL => "A message that is wrapped",
        usage::GSS_ACCEPTOR_SIGN | usage::GSS_INITIATOR_SIGN => "The MIC of a message",
        usage::ENC_PA_REP => "The checksum of the request, in the reply",
        _ => "With a key of its own",
    };
    format!("{what} (key usage {usage})")
}
