//! What IIS decides.

use super::authority::passed_through;
use super::delegation::fell_back;
use super::glossary::Term;
use super::names::{BRIEF, LONG, a_token, logon_kind};
use super::roles::look;
use super::source::{GLASS, MS_APDS, MS_NLMP, MS_SFU, RFC_4120, Source, kb};
use super::statuses::answered;
use super::step::{Headline, StepContext, StepNarrative, full};
use super::text::{Piece, Text, challenge, strong, ticket, token};
use super::{browser, history, kerberos, mechanism};
use crate::hosts::security::kerberos::{TicketPath, TicketUse};
use crate::hosts::{
    BackEndAnswer, Era, HowKnown, Identity, LogonType, Mechanism, OutboundCredential, Role,
};
use crate::present::foreign::cut;
use crate::prose;
use crate::value_kind::ValueKind;

/// It makes a token for the caller.
pub fn makes_token(
    moment: &StepContext<'_>,
    identity: &Identity,
    logon: LogonType,
    credential: bool,
    how: HowKnown,
) -> Box<StepNarrative> {
    if moment.log.role(moment.event) == Some(Role::Browser) {
        return browser::logs_on(moment, identity);
    }
    let iis = moment.host();
    let [in_short, known] = mechanism::how_known(how.mechanism);
    let kind = match identity {
        Identity::Anonymous => "ANONYMOUS LOGON",
        Identity::User(_) => logon_kind(logon),
    };
    let behind = if credential {
        "the password"
    } else {
        "no password"
    };
    let told = StepNarrative::new(Headline {
        label: prose! { strong(in_short), " → token: ", token(kind) },
        title: prose! { known, ": ", &iis, " has ", a_token(logon) },
        sentence: prose! {
            known, ": ", iis, " makes ", a_token(logon), " for ", full(identity), ", with ", behind, " behind it."
        },
    });
    let told = told.because(if credential {
        prose! {
            "The thread wears the ", Term::Token, ". When another host challenges a call that it makes, what is \
            behind the token, in its ", Term::LogonSession, ", can answer."
        }
    } else if matches!(how.mechanism, Mechanism::Ticket(_)) {
        behind_the_ticket(moment)
    } else if how.mechanism == Mechanism::Password {
        prose! {
            "The password was in the request, but a ", Term::NetworkLogon, " does not keep it. The computer could answer \
            another host’s challenge; a call made with this token will not."
        }
    } else {
        prose! {
            "A ", Term::NetworkLogon, " leaves no credential behind the ", Term::Token, ". On this computer the thread \
            may do what the person may; a call to another host has nothing to answer with."
        }
    });
    let told = mechanism::at_front_end(told, how.mechanism, logon);
    let told = told.simplified(logged(moment.era(), logon));
    passed_through(moment, told.cite(&[kb("207671"), kb("183545")]))
}

/// With what IIS can go on, of a caller who came with a ticket.
fn behind_the_ticket(moment: &StepContext<'_>) -> Text {
    let held = |wanted| {
        let mut tickets = (moment.event.gained.iter()).filter_map(|held| held.ticket.as_ref());
        tickets.any(|ticket| ticket.held_as == wanted)
    };
    if held(TicketUse::ForwardedTgt) {
        prose! {
            "It is the ", Term::Token, " of a ", Term::NetworkLogon, ", but behind it lies a ", Term::Tgt, " that the browser handed \
            over: IIS can ask the ", Term::Kdc, " for a ticket to the next host as that user."
        }
    } else {
        prose! {
            "It is the ", Term::Token, " of a ", Term::NetworkLogon, ", but behind it lies the ticket that was shown. It opens \
            nothing elsewhere; as evidence it may be good for another one, if the ", Term::Kdc, " allows it."
        }
    }
}

/// What a logon of that type is in the event log of its time.
fn logged(era: Option<Era>, logon: LogonType) -> &'static str {
    let later = era != Some(Era::Y1998);
    match (era, logon) {
        (Some(Era::Today), LogonType::Interactive) => "Event log: event 4624, logon type 2.",
        (Some(Era::Today), LogonType::Network) => "Event log: event 4624, logon type 3.",
        (Some(Era::Today), LogonType::Batch) => "Event log: event 4624, logon type 4.",
        (Some(Era::Today), LogonType::NetworkCleartext) => "Event log: event 4624, logon type 8.",
        (_, LogonType::Interactive) => "Event log: event 528, logon type 2.",
        (_, LogonType::Batch) => "Event log: event 528, logon type 4.",
        (_, LogonType::Network) if later => "Event log: event 540, logon type 3.",
        (_, LogonType::Network) => "Event log: event 528, logon type 3.",
        (_, LogonType::NetworkCleartext) => {
            "Event log: logon type 8; sources differ on whether as event 528 or 540."
        }
    }
}

/// It gives a page to whoever asks.
pub fn admits_anybody(moment: &StepContext<'_>, account: &Identity) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { strong("anybody may"), " → token of ", token_of(account, BRIEF) },
        title: prose! { "Anonymous access: IIS asks nobody" },
        sentence: prose! {
            moment.host(), " gives this page to anybody: the thread wears the token of ", full(account), "."
        },
    })
    .because(prose! {
        "The browser proves nothing, and IIS does not know who asks: this account stands for everybody. What it may \
        read, everybody may read."
    })
    .because(match moment.era() {
        Some(Era::Today) => prose! {
            "IUSR is built in and has no password. To another host a call of this thread is nobody’s: ANONYMOUS LOGON."
        },
        _ => prose! {
            "It is an account of this computer, whose password IIS knows or has the system vouch for. No other host \
            knows it."
        },
    })
    .cite(&[kb("207671"), kb("263236")])
}

fn token_of(account: &Identity, most: usize) -> Piece {
    let name = match account {
        Identity::User(known) => cut(&known.user, most),
        Identity::Anonymous => String::new(),
    };
    Piece::Value(name.into(), ValueKind::Token)
}

/// Its thread answers a back end.
pub fn answers(
    moment: &StepContext<'_>,
    reach: &OutboundCredential,
    thread: &Identity,
    asked: &[u8],
) -> Box<StepNarrative> {
    let iis = moment.host();
    let question = challenge(asked);
    let who = full(thread);
    let told = match reach {
        OutboundCredential::Nothing => StepNarrative::new(Headline {
            label: prose! { strong("nothing here answers"), " ", &question, " → null session" },
            title: prose! { "IIS has nothing to answer with" },
            sentence: prose! {
                iis, " has nothing behind the token of ", who, " that answers ", question, ": the call goes out as a ",
                Term::NullSession, "."
            },
        })
        .because(prose! { "Windows raises no error here: the refusal comes later, and from the other host." })
        .because(what_iis_has(moment))
        .story(
            "The mailbox host rejects the token that the browser cached: it is valid for the IIS computer only.",
            "The other host never sees that token. Windows finds no credential behind the thread’s token and offers none.",
        )
        .cite(&[kb("158229"), kb("278836")]),
        OutboundCredential::Credential(Mechanism::Ticket(path)) => StepNarrative::new(Headline {
            label: prose! { strong("a ticket answers"), " for ", cut(&who, 2 * BRIEF) },
            title: prose! { "IIS has a ticket to show" },
            sentence: prose! {
                iis, " goes on as ", who, " with a Kerberos ", ticket("ticket"), "; ", kerberos::path(*path), "."
            },
        })
        .because(match path {
            TicketPath::Own => prose! {
                "The password behind the token got it. This is a sign-in of IIS as the person, not a ", Term::Delegation, "."
            },
            TicketPath::ForwardedTgt => prose! {
                "To the ", Term::Kdc, " IIS was that user: whoever has the TGT and its session key is. Nothing limits where it goes."
            },
            _ => prose! {
                "This is ", Term::Delegation, ": IIS proves who it is itself, and the ", Term::Kdc, " has signed for whom it \
                calls. Nobody’s password is involved."
            },
        })
        .cite(&[RFC_4120.section("3.3"), MS_SFU.section("1.3")]),
        OutboundCredential::Credential(found) => StepNarrative::new(Headline {
            label: prose! { strong("the token’s password answers"), " ", &question },
            title: prose! { "IIS has a password to answer with" },
            sentence: prose! {
                iis, " answers ", question, " with an ", mechanism::answer(*found), " from the password behind \
                the token of ", who, "."
            },
        })
        .because(prose! {
            "The answer shares nothing with hop 1 but the password. This is a sign-in of IIS as the person, not a ",
            Term::Delegation, "."
        })
        .story(
            "The credentials are passed on to the remote mailbox host.",
            "What goes on is an NTLM answer; the password stays on IIS. That IIS can do this for any host is the price of \
             Basic.",
        )
        .cite(&[MS_NLMP.section("3.3")]),
        OutboundCredential::Hand(answer) => StepNarrative::new(Headline {
            label: prose! { strong("answered by hand"), " ", &question },
            title: prose! { "Somebody sits in IIS’s place and answers" },
            sentence: prose! {
                "Somebody in the place of ", iis, " answers ", question, " by hand: ", by_hand(*answer), "."
            },
        })
        .because(prose! {
            "What is given is put into a message by the real client, and judged by the real host."
        })
        .cite(&[MS_NLMP.section("3.2.5.1.2")]),
        OutboundCredential::LocalCall => StepNarrative::new(Headline {
            label: prose! { strong("local call"), ": the system names the token" },
            title: prose! { "The call stays on this computer" },
            sentence: prose! { iis, " calls on its own computer: the system names the token of ", who, "." },
        })
        .because(prose! {
            "The system made the token and knows the thread that claims the handle in the CHALLENGE. This is one ",
            Term::Hop, ", not two: a ", Term::LocalCall, "."
        })
        .cite(&[kb("175891"), GLASS.whole()]),
        // Where tickets are taken too, nothing is asked.
        OutboundCredential::Replay if asked.is_empty() => StepNarrative::new(Headline {
            label: prose! { strong("sends the old ticket"), " once more" },
            title: prose! { "IIS sends the ticket that it was shown" },
            sentence: prose! {
                iis, " sends what it received on hop 1 once more: a ", ticket("ticket"), " for itself."
            },
        })
        .because(prose! {
            "A real IIS does not do this; it shows what would happen. It has to fail at another computer, which does not have the \
            key of IIS’s account."
        })
        .story(
            "The token that the browser cached is sent to the remote mailbox host.",
            "All that IIS has from the browser is its AP-REQ, and only IIS’s account opens the ticket in it.",
        )
        .cite(&[RFC_4120.section("3.2.3")]),
        OutboundCredential::Replay => StepNarrative::new(Headline {
            label: prose! { strong("sends the old answer"), " to ", &question },
            title: prose! { "IIS sends the old answer to a new question" },
            sentence: prose! {
                iis, " sends the AUTHENTICATE it received once more, though the challenge is now ", question, "."
            },
        })
        .because(prose! {
            "A real IIS does not do this; it shows what would happen. It has to fail, because the two challenges \
            differ."
        })
        .story(
            "The token that the browser cached is sent to the remote mailbox host.",
            "All that IIS has from the browser is its AUTHENTICATE, and that answers IIS’s own challenge.",
        )
        .cite(&[MS_NLMP.section("3.2.5.1.2")]),
    };
    told.cite(match reach {
        OutboundCredential::Credential(Mechanism::Ticket(_)) => &[],
        _ => &THREADS,
    })
}

/// What a thread answers with.
const THREADS: [Source; 2] = [kb("207671"), kb("183545")];

/// What IIS has, where its token reaches nothing.
fn what_iis_has(moment: &StepContext<'_>) -> Text {
    let made = history::token_made(moment.log, moment.event.id, None);
    let how = made.map(|made| made.how.mechanism);
    if let Some((service, failure)) = fell_back(moment.log, moment.event.id, Role::FrontEnd) {
        prose! {
            "With ", Term::Kerberos, " it had no ticket for ", cut(service, LONG), ", as ", kerberos::failed(failure), ". What is left \
            is ", Term::Ntlm, ", and that takes the password or its ", Term::NtHash, ", which IIS does not have."
        }
    } else if how == Some(Mechanism::Password) {
        prose! {
            "The password was in the browser’s request, so the computer could answer. But the call is made with what \
            the token reaches."
        }
    } else if matches!(how, Some(Mechanism::Ticket(_))) {
        prose! {
            "IIS has a ", Term::Ticket, " to itself, which answers no challenge. This question takes the password or its ",
            Term::NtHash, "."
        }
    } else {
        prose! {
            "IIS has one answer, to a question of its own, and a ", Term::SessionKey, " for hop 1. This question takes \
            the password or its ", Term::NtHash, "."
        }
    }
}

/// What somebody in IIS's place answers with.
fn by_hand(answer: Option<Mechanism>) -> Text {
    match answer {
        Some(found) => mechanism::answer(found),
        None => prose! { "bytes of their own" },
    }
}

/// It asks itself, to log on a password that it was sent.
pub fn asks_itself(moment: &StepContext<'_>, asked: &[u8; 8]) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { "asks itself ", challenge(asked), ", and answers" },
        title: prose! { "IIS asks itself" },
        sentence: prose! {
            moment.host(), " makes the challenge ", challenge(asked), " and answers it from the password it was sent."
        },
    })
    .cite(&[MS_APDS.section("3.1.5")])
}

/// It has a back end's answer.
pub fn hears(moment: &StepContext<'_>, answer: &BackEndAnswer) -> Box<StepNarrative> {
    let called = history::called(moment.log, moment.event.id);
    let called = look(called).object;
    StepNarrative::new(Headline {
        label: prose! { "has the answer" },
        title: prose! { "IIS has ", called, "’s answer" },
        sentence: prose! { moment.host(), " has ", called, "’s answer." },
    })
    .because(answered(answer))
    .cite(&[kb("918710"), kb("195849")])
}
