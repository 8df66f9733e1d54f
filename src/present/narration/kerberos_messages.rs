//! Kerberos' messages: what goes to a KDC and comes from it, and what clients and services show one another.

use super::glossary::Term;
use super::history;
use super::kdc::rule;
use super::kerberos::{SPN, error_name};
use super::names::LONG;
use super::source::{MS_KILE, MS_SFU, MS_SPNG, RFC_4120, RFC_4121, RFC_4559, Source};
use super::statuses::status;
use super::step::{Headline, StepContext, StepNarrative};
use super::text::{Text, first_of, strong, ticket};
use crate::hosts::security::kerberos::KdcOptions;
use crate::hosts::{Computation, Decision, ExchangeKind, TicketDecision};
use crate::lab::EventKind;
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::kerberos::error_code::KDC_ERR_PREAUTH_REQUIRED;
use crate::wire::kerberos::number_names::{ERRORS, ETYPES, find};
use crate::wire::kerberos::{
    ApReq, KdcKind, KdcReply, KdcRequest, KerberosMessage, KrbError, PaData, PaForUser, Principal,
};

/// A message; `carrier` is what carries it, in a word, or nothing where it goes alone. None where it is told with what
/// carries it.
pub fn narrate(
    moment: &StepContext<'_>,
    carrier: String,
    message: &KerberosMessage,
) -> Option<Box<StepNarrative>> {
    Some(match message {
        KerberosMessage::KdcRequest(request) => match request.kind {
            KdcKind::As => as_request(moment, request),
            KdcKind::Tgs => tgs_request(moment, request),
        },
        KerberosMessage::KdcReply(reply) => match reply.kind {
            KdcKind::As => as_reply(moment, reply),
            KdcKind::Tgs => tgs_reply(moment, reply),
        },
        KerberosMessage::Error(refusal) => error(moment, &carrier, refusal),
        KerberosMessage::ApReq(request) => ap_request(moment, &carrier, request),
        KerberosMessage::ApRep(_) | KerberosMessage::Cred(_) | KerberosMessage::Other(_) => {
            return None;
        }
    })
}

fn as_request(moment: &StepContext<'_>, request: &KdcRequest) -> Box<StepNarrative> {
    let client = name(request.body.client.as_ref());
    let proof = PaData::find(&request.padata, PaData::ENC_TIMESTAMP).is_some();
    let told = StepNarrative::new(Headline {
        label: prose! {
            strong("AS-REQ"), " · ", cut(&client, SPN), if proof { ", the time encrypted" } else { ", no proof yet" }
        },
        title: prose! { "AS-REQ: ", cut(&client, SPN), " asks for a TGT" },
        sentence: prose! {
            moment.host(), " asks ", moment.to(), " for a TGT of ", &client,
            if proof { ", with the time under that account’s key." } else { ", and proves nothing yet." }
        },
    });
    let told = match proof {
        true => told.because(prose! {
            "This is the only use of the password: a key made from it encrypts the time. Neither is in the message."
        }),
        false => {
            let etypes = request.body.etypes.iter();
            let etypes = first_of(etypes.filter_map(|it| find(&ETYPES, *it)), 6, ", ");
            told.because(prose! {
                "It asks for a ", Term::Tgt, " of the ", Term::Realm, " ", cut(&request.body.realm, LONG), ". It can use ", etypes, "."
            })
        }
    };
    told.cite(&[RFC_4120.section("5.4.1"), RFC_4120.section("3.1.1")])
}

fn tgs_request(moment: &StepContext<'_>, request: &KdcRequest) -> Box<StepNarrative> {
    let service = name(request.body.service.as_ref());
    let brief = cut(&service, SPN);
    let (host, to) = (moment.host(), moment.to());
    let asks = |label: Text, title: &'static str, sentence: Text| {
        StepNarrative::new(Headline {
            label: prose! { strong("TGS-REQ"), " · ", label },
            title: prose! { "TGS-REQ: ", title },
            sentence: prose! { &host, " asks ", &to, " for ", sentence },
        })
    };
    let told = match asked(request) {
        ExchangeKind::Forwarded => asks(
            prose! { "a TGT to hand over" },
            "a TGT to hand over",
            prose! { "another TGT of its user, to hand over." },
        )
        .because(prose! {
            "The flag ok-as-delegate in the service’s ticket, the browser’s policy, and a TGT that is ", Term::Forwardable,
            ": all three are there, so it asks with the option FORWARDED."
        })
        .cite(&[RFC_4120.section("2.6"), RFC_4120.section("2.8")]),
        ExchangeKind::ToSelf => {
            let user = for_user(request);
            let told = asks(
                prose! { "S4U2self for ", cut(&user, SPN) },
                "a user’s ticket to the service itself",
                prose! { "a ", ticket("ticket"), " of ", cut(user, LONG), " to itself, ", &service, "." },
            )
            .because(prose! {
                Term::S4u.called("S4U2self"), ": the user proves nothing here, and need not have come with Kerberos. The service \
                names the user in PA-FOR-USER and says by asking that it knows them."
            })
            .cite(&[MS_SFU.section("2.2.1"), MS_SFU.section("3.1.5.1.1")]);
            match PaData::find(&request.padata, PaData::S4U_X509_USER) {
                Some(_) => told
                    .simplified(
                        "It sends PA-S4U-X509-USER beside it, as Windows did until the updates of January 2026 \
                        (CVE-2026-20849); since then Windows sends that alone.",
                    )
                    .cite(&[MS_SFU.section("2.2.2")]),
                None => told,
            }
        }
        ExchangeKind::Proxy => asks(
            prose! { "S4U2proxy to ", &brief },
            "to go on in the user’s name",
            prose! {
                "a ", ticket("ticket"), " for ", &service, " in the user’s name, and shows the user’s ticket to itself."
            },
        )
        .because(prose! {
            Term::S4u.called("S4U2proxy"), ": its own TGT says who asks, the ticket in additional-tickets says for whom. The ",
            Term::Kdc, " opens both, and looks whether this is allowed."
        })
        .cite(&[MS_SFU.section("2.2.3"), MS_SFU.section("3.1.5.2.1")]),
        ExchangeKind::As | ExchangeKind::Tgs | ExchangeKind::Referral => asks(
            prose! { brief },
            "a ticket for a service",
            prose! { "a ", ticket("ticket"), " for ", &service, ", and shows a TGT." },
        )
        .because(prose! {
            "The service is named by its ", Term::Spn, ", which the client makes from the address it was given. The ", Term::Tgt,
            " goes along with an authenticator under its ", Term::SessionKey, ": no password is needed."
        }),
    };
    told.cite(&[RFC_4120.section("5.4.1"), RFC_4120.section("3.3.1")])
}

/// What a request to a KDC asks for, as far as it is in clear.
fn asked(request: &KdcRequest) -> ExchangeKind {
    let option = |option| request.body.options.contains(option);
    let for_user = [PaData::FOR_USER, PaData::S4U_X509_USER];
    let mut for_user = for_user.iter();
    if option(KdcOptions::CNAME_IN_ADDITIONAL_TICKET) {
        ExchangeKind::Proxy
    } else if for_user.any(|kind| PaData::find(&request.padata, *kind).is_some()) {
        ExchangeKind::ToSelf
    } else if option(KdcOptions::FORWARDED) {
        ExchangeKind::Forwarded
    } else {
        ExchangeKind::Tgs
    }
}

/// The user that S4U2self names.
fn for_user(request: &KdcRequest) -> String {
    let value = PaData::find(&request.padata, PaData::FOR_USER);
    let named = value.and_then(|value| PaForUser::decode(value).value.ok());
    named.map_or_else(|| "a user".to_owned(), |named| named.user.to_string())
}

fn as_reply(moment: &StepContext<'_>, reply: &KdcReply) -> Box<StepNarrative> {
    let client = name(Some(&reply.client));
    StepNarrative::new(Headline {
        label: prose! { strong("AS-REP"), " · ", ticket("TGT"), " of ", cut(&client, SPN) },
        title: prose! { "AS-REP: a TGT of ", cut(&client, SPN) },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " a ", ticket("TGT"), " of ", &client, ", and its session key under the key \
            of ", client, "."
        },
    })
    .because(prose! {
        "Two parts: the ", Term::Tgt, " is under the ", Term::Kdc, "’s own key, which its holder cannot open; the rest is under \
        the key of the one who asked, and nobody else can use the answer."
    })
    .cite(&[RFC_4120.section("5.4.2"), RFC_4120.section("3.1.5")])
}

fn tgs_reply(moment: &StepContext<'_>, reply: &KdcReply) -> Box<StepNarrative> {
    let service = name(Some(&reply.ticket.service));
    let client = name(Some(&reply.client));
    let issued = decision(moment).map_or(ExchangeKind::Tgs, |decision| decision.exchange);
    let brief = cut(&service, SPN);
    let told = StepNarrative::new(Headline {
        label: prose! {
            strong("TGS-REP"), " · ",
            match issued {
                ExchangeKind::Forwarded => prose! { ticket("TGT"), " to hand over" },
                ExchangeKind::Referral => prose! { ticket("TGT"), " for another realm" },
                ExchangeKind::ToSelf => prose! { ticket("ticket"), " of ", cut(&client, SPN), " to itself" },
                _ => prose! { ticket("ticket"), " for ", &brief },
            }
        },
        title: prose! {
            "TGS-REP: ",
            match issued {
                ExchangeKind::Forwarded => "a TGT to hand over",
                ExchangeKind::Referral => "a referral",
                ExchangeKind::ToSelf => "a user’s ticket to the service itself",
                ExchangeKind::Proxy => "a ticket in the user’s name",
                _ => "a ticket for a service",
            }
        },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " a ", ticket("ticket"), " of ", client, " for ", &service,
            ", and a session key for the two."
        },
    });
    let told = match issued {
        ExchangeKind::Referral => told.because(prose! {
            "The service is in another ", Term::Realm, ". This is a TGT for the KDC there, which is to be asked next."
        }),
        ExchangeKind::Forwarded => told.because(prose! {
            "The same user, another session key, and the flag forwarded: a ", Term::Tgt, " for somebody else to hold."
        }),
        ExchangeKind::ToSelf => told.because(prose! {
            "It is under the asker’s own key and says whose it is. What it is good for depends on the flag ", Term::Forwardable,
            ", which stands in both parts, encrypted."
        }),
        _ => told.because(prose! {
            "The ", Term::Ticket, " is under the key of the account that has this ", Term::Spn, ". The session key stands in it, \
            and once more beside it, under the session key of the TGT."
        }),
    };
    told.cite(&[RFC_4120.section("5.4.2"), RFC_4120.section("3.3.3")])
}

fn error(moment: &StepContext<'_>, carrier: &str, refusal: &KrbError) -> Box<StepNarrative> {
    let code = refusal.code;
    let reason = refusal.status();
    let told = StepNarrative::new(Headline {
        label: prose! { carried_by(carrier), strong("KRB-ERROR"), " · ", find(&ERRORS, code).unwrap_or("unknown") },
        title: prose! { "KRB-ERROR ", code.to_string(), if code == KDC_ERR_PREAUTH_REQUIRED { ": prove it first" } else { ": no ticket" } },
        sentence: prose! {
            moment.host(), " answers ", moment.to(), " ", error_name(code),
            reason.map(|reason| prose! { ", ", status(reason) }), "."
        },
    });
    let told = if code == KDC_ERR_PREAUTH_REQUIRED {
        told.because(prose! {
            "Every sign-in with a password begins with this; it is no failure. The answer names the encryption types and the \
            salts from which keys are made."
        })
    } else {
        told.because(match decision(moment) {
            Some(decision) => rule(decision),
            None => {
                prose! { "What it is about stands in clear, and anybody on the way can change it." }
            }
        })
    };
    let told = match reason {
        Some(_) => told
            .because(prose! { "Windows puts the NTSTATUS into e-data; few clients show it." })
            .cite(&[MS_KILE.section("2.2.2")]),
        None => told,
    };
    told.cite(&[RFC_4120.section("5.9.1"), RFC_4120.section("7.5.9")])
}

/// The decision of the KDC that this message tells of.
fn decision<'a>(moment: &StepContext<'a>) -> Option<&'a TicketDecision> {
    let connection = moment.event.kind.connection();
    history::latest(
        moment.log,
        moment.event.id,
        &|event, decision| match decision {
            Decision::IssuesTicket(made) | Decision::RefusesTicket(made)
                if event.kind.connection() == connection =>
            {
                Some(made)
            }
            _ => None,
        },
    )
}

fn ap_request(moment: &StepContext<'_>, carrier: &str, request: &ApReq) -> Box<StepNarrative> {
    let service = name(Some(&request.ticket.service));
    let by_hand = history::by_hand(moment.log, moment.event);
    let delegates = !by_hand && hands_over(moment);
    let told = StepNarrative::new(Headline {
        label: prose! {
            carried_by(carrier), strong("AP-REQ"), " for ", cut(&service, SPN),
            delegates.then(|| prose! { ", ", ticket("TGT") })
        },
        title: prose! {
            "AP-REQ: the ticket is shown", if delegates { ", and a TGT handed over" } else { "" }
        },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " ", carrier.to_owned(), " with an AP-REQ: the ", ticket("ticket"), " for ",
            &service, " and the time under its session key",
            delegates.then(|| prose! { ", and in that a ", ticket("forwarded TGT") }), "."
        },
    });
    let told = if by_hand || history::replayed(moment.log, moment.event) {
        told.because(prose! {
            "This is what was said by hand. A ", Term::Ticket, " for another service does not open here: it is under another key."
        })
    } else {
        told.because(prose! {
            "The ", Term::Ticket, " says who the client is; only the account of ", &service, " can open it. The authenticator \
            under the ", Term::SessionKey, " says that whoever sends it is the client, and is it now."
        })
    };
    let told = if delegates {
        told.because(prose! {
            "The ", Term::Tgt.called("TGT"), " travels in the authenticator’s checksum, with its session key (KRB-CRED): whoever \
            runs the service can now ask the KDC for tickets of this user to anything. That is ",
            Term::UnconstrainedDelegation, "."
        })
    } else if moment.second() {
        told.because(prose! {
            "It is not the ticket of hop 1: that one is for IIS, and nobody else can open it. This one was asked for at the ",
            Term::Kdc, "."
        })
    } else {
        told.because(prose! {
            "No TGT goes along. IIS can show this ticket to the KDC, and go on only where the KDC allows it."
        })
    };
    told.simplified("Around it is SPNEGO, which names Kerberos first and NTLM too; the names differ by a few bits between versions of Windows.")
        .cite(&[
            RFC_4120.section("5.5.1"),
            RFC_4121.section("4.1"),
            RFC_4559.section("4"),
            MS_SPNG.section("3.1.5.2"),
        ])
}

/// Whether the authenticator that the host made last has a TGT in it.
fn hands_over(moment: &StepContext<'_>) -> bool {
    let own = history::before(moment.log, moment.event.id)
        .filter(|event| event.host == moment.event.host);
    let mut made = own.filter_map(|event| match &event.kind {
        EventKind::Computation {
            computation: Computation::Authenticator { delegates, .. },
            ..
        } => Some(*delegates),
        _ => None,
    });
    made.next().unwrap_or(false)
}

/// With what an AP-REP beside a server's answer means.
pub fn proves(mut told: Box<StepNarrative>, carrier: &'static str) -> Box<StepNarrative> {
    told.label = prose! { told.label, " · ", strong("AP-REP") };
    told.because(prose! {
        carrier, " carries an AP-REP: the client’s own time under the ", Term::SessionKey, ". The server found that key in the ",
        Term::Ticket, ", so it has the account’s key. It comes whatever the answer itself says."
    })
    .cite(AP_REP)
}

const AP_REP: &[Source] = &[RFC_4120.section("5.5.2"), RFC_4559.section("5")];

/// What carries a message, in a label.
fn carried_by(carrier: &str) -> Option<Text> {
    (!carrier.is_empty()).then(|| prose! { carrier.to_owned(), " · " })
}

fn name(principal: Option<&Principal>) -> String {
    match principal.map(ToString::to_string) {
        Some(name) if !name.is_empty() => cut(name, LONG),
        _ => "(no name)".to_owned(),
    }
}
