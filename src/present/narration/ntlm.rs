//! NTLM's three messages, and the values they are made of.

use super::glossary::Term;
use super::history;
use super::names::{LONG, a_token, account, response_name};
use super::source::{GLASS, MS_NLMP, kb};
use super::step::{Headline, StepContext, StepNarrative, full};
use super::text::{self, Text, nt_hash, password, strong};
use crate::hosts::Role;
use crate::present::summary::{AuthenticateContents, contents};
use crate::prose;
use crate::value_kind::ValueKind;
use crate::wire::ntlm::{
    Authenticate, AvId, Challenge, Negotiate, NegotiateFlags, NtlmMessage, ResponseKind,
};

/// What is uncertain about local calls.
const LOCAL: &str = "[MS-NLMP] calls the bit 0x4000 reserved; its use for local calls is from independent descriptions.";

/// One of the three messages; `carrier` is what carries it, in a word.
pub fn narrate(
    moment: &StepContext<'_>,
    carrier: String,
    message: &NtlmMessage,
) -> Box<StepNarrative> {
    match message {
        NtlmMessage::Negotiate(message) => negotiate(moment, carrier, message),
        NtlmMessage::Challenge(message) => challenge(moment, carrier, message),
        NtlmMessage::Authenticate(message) => authenticate(moment, carrier, message),
    }
}

fn negotiate(moment: &StepContext<'_>, carrier: String, message: &Negotiate) -> Box<StepNarrative> {
    let told = StepNarrative::new(Headline {
        label: prose! { &carrier, " · ", strong("NTLM NEGOTIATE") },
        title: prose! { "NTLM NEGOTIATE: what this side can do" },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " ", carrier, " with an NTLM NEGOTIATE: what it can do; no user, \
            no secret."
        },
    });
    let told = told.because(if !moment.second() {
        prose! {
            "This request is not served: it exists to get the ", Term::Challenge, ". The ", Term::Connection, " has to stay \
            open until the answer is given.",
            without_names(message)
        }
    } else if moment.loopback() && !message.workstation.is_empty() {
        prose! {
            "The names of computer and domain make a local call: a server on the same computer knows them as its own."
        }
    } else {
        prose! { "A new connection, with a handshake of its own: nothing of hop 1 belongs to it." }
    });
    let told = if message.version.is_none() {
        told.simplified(
            "Flags as in descriptions of NT 4.0, without VERSION. Real clients of that time differ in details.",
        )
    } else {
        told
    };
    told.cite(&["2.2.1.1", "2.2.2.5", "3.1.5.1.1"].map(|section| MS_NLMP.section(section)))
}

/// Why a NEGOTIATE has no names.
fn without_names(message: &Negotiate) -> &'static str {
    match message.workstation.is_empty() {
        true => " It names no computer, as where somebody typed a password.",
        false => "",
    }
}

fn challenge(moment: &StepContext<'_>, carrier: String, message: &Challenge) -> Box<StepNarrative> {
    let question = text::challenge(&message.server_challenge);
    let mut told = StepNarrative::new(Headline {
        label: prose! { &carrier, " · ", strong("CHALLENGE"), " ", &question },
        title: prose! { "CHALLENGE: the question ", &question },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " ", carrier, " with the NTLM CHALLENGE ", question,
            ": eight random bytes."
        },
    })
    .because(prose! {
        "Only the password, or a hash of it, gives the answer. The question is drawn anew for every handshake: an \
        answer that was overheard or handed over fits no other."
    })
    .cite(&[MS_NLMP.section("2.2.1.2"), MS_NLMP.section("3.2.5.1.1")]);
    if let Some(first) = first_question(moment).filter(|_| moment.second()) {
        told = told.because(prose! {
            "On hop 1 the question was ", text::challenge(first), ". What answered that does not answer this."
        });
    }
    if message.flags.contains(NegotiateFlags::LOCAL_CALL) {
        told = told
            .because(prose! {
                "The flag 0x4000 and a context handle in Reserved say that the caller is on this computer: the \
                system can be asked who calls."
            })
            .simplified(LOCAL)
            .cite(&[GLASS.whole()]);
    }
    if message.av_pairs().get(AvId::Timestamp).is_some() {
        told = told.because(prose! {
            "It has MsvAvTimestamp: a client that answers with NTLMv2 adds a ", Term::Mic, " over all three messages."
        });
    }
    told
}

/// The question that IIS drew last.
fn first_question<'a>(moment: &StepContext<'a>) -> Option<&'a [u8; 8]> {
    let log = moment.log;
    history::before(log, moment.event.id)
        .filter(|event| log.role(event) == Some(Role::FrontEnd))
        .find_map(history::challenged)
}

fn authenticate(
    moment: &StepContext<'_>,
    carrier: String,
    message: &Authenticate,
) -> Box<StepNarrative> {
    let told = match contents(message) {
        AuthenticateContents::Nothing => empty(moment, carrier),
        AuthenticateContents::LocalCall => local_call(moment, carrier),
        AuthenticateContents::Proof(kind, proof) => {
            let who = account(&message.domain_text(), &message.user_text(), LONG);
            let response = text::response(&proof);
            let told = StepNarrative::new(Headline {
                label: prose! { &carrier, " · ", strong("AUTHENTICATE"), " ", &response },
                title: if history::replayed(moment.log, moment.event) {
                    prose! { "AUTHENTICATE, the same bytes again" }
                } else {
                    prose! { "AUTHENTICATE, with an ", response_name(kind), " answer" }
                },
                sentence: prose! {
                    moment.host(), " sends ", moment.to(), " ", carrier, " with an NTLM AUTHENTICATE: ", who, ", ",
                    response_name(kind), " ", Term::Response, " ", response, "."
                },
            });
            proof_means(moment, told, kind, message.mic.is_some())
        }
    };
    told.cite(&["2.2.1.3", "3.1.5.1.2", "3.2.5.1.2"].map(|section| MS_NLMP.section(section)))
}

fn empty(moment: &StepContext<'_>, carrier: String) -> Box<StepNarrative> {
    let by_hand = history::by_hand(moment.log, moment.event);
    let told = StepNarrative::new(Headline {
        label: prose! { &carrier, " · ", strong("AUTHENTICATE"), " · no name, no response" },
        title: prose! { "AUTHENTICATE, with nothing in it" },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " ", carrier, " with an NTLM AUTHENTICATE that has no name and no \
            response", by_hand.then_some(", as was said by hand"), "."
        },
    });
    if by_hand {
        return told
            .because(prose! { "A server that gets this signs the caller in as ANONYMOUS LOGON." });
    }
    let made = history::token_made(moment.log, moment.event.id, None);
    let (who, token) = match made {
        Some(made) => (full(made.identity), a_token(made.logon)),
        None => ("somebody".to_owned(), "its token".to_owned()),
    };
    told.because(prose! {
        "The thread ", Term::Impersonation.called("impersonates"), " ", who, ", but behind ", token, " there is no \
        credential, so Windows opens a ", Term::NullSession, " and raises no error. A server that gets this signs the \
        caller in as ", Term::AnonymousLogon, "."
    })
    .story(
        "The cached token is sent on to the remote mailbox host, which rejects it: it is valid for the IIS computer only.",
        "Nothing that the browser sent is in this message. It is IIS’s own, and it is empty.",
    )
    .cite(&[kb("183545"), kb("207671"), kb("158229"), kb("278836")])
}

fn local_call(moment: &StepContext<'_>, carrier: String) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { &carrier, " · ", strong("AUTHENTICATE"), " · empty, local call" },
        title: prose! { "AUTHENTICATE, empty: a local call" },
        sentence: prose! {
            moment.host(), " sends ", moment.to(), " ", carrier, " with an empty NTLM AUTHENTICATE that marks a ",
            Term::LocalCall, "."
        },
    })
    .because(prose! {
        "No proof is needed on one computer: the system that made the token is asked who calls. This is why what is \
        on the IIS computer opens with NTLM."
    })
    .simplified(
        "Newer Windows checks loopback calls under other names of the computer in addition (DisableLoopbackCheck); the \
         lab does not.",
    )
    .simplified(LOCAL)
    .cite(&[GLASS.whole()])
}

/// What it means that a response is sent.
fn proof_means(
    moment: &StepContext<'_>,
    told: Box<StepNarrative>,
    kind: ResponseKind,
    mic: bool,
) -> Box<StepNarrative> {
    if history::replayed(moment.log, moment.event) {
        return told
            .because(prose! {
                "This is what IIS received on hop 1, byte for byte. A response is bound to the challenge it was made \
                for, and the question here is another."
            })
            .simplified(prose! {
                "It is not bound to a server, unless that checks channel bindings or the target name, an ", Term::Spn,
                "; the lab’s do not."
            })
            .story(
                "The cached token is sent again for the remote mailbox and rejected: it is valid for the IIS computer only.",
                "A real IIS sends nothing of the kind; the lab does it on request. The answer belongs to another challenge.",
            )
            .cite(&[kb("183545")]);
    }
    if history::by_hand(moment.log, moment.event) {
        return told.because(prose! {
            "Somebody in the place of ", moment.host(), " said by hand what to answer with."
        });
    }
    if moment.second() {
        return told
            .because(prose! {
                "IIS computed it from the password that Basic had brought. Any number of questions can be answered \
                in this way, from any host."
            })
            .story(
                "The credentials of Basic are passed on to the remote mailbox host.",
                "The password does not go on. IIS answers an NTLM challenge with it, as a browser would.",
            )
            .cite(&[kb("183545"), kb("207671")]);
    }
    let told = told.because(stays_with_the_browser(kind));
    let told = if mic {
        told.because(prose! {
            "Its ", Term::Mic, ", a checksum over the three messages, shows whether somebody in between changed them."
        })
    } else {
        told
    };
    told.because(prose! { "For ", Term::Hop.called("hop 2"), ": this is a proof, not a secret. It answers this challenge, and no other." })
    .story(
        "The browser caches the security token and sends it again for the mailbox on the remote computer. The token is \
         valid for the IIS computer only.",
        "No token is on the wire. The browser keeps the credentials; each new connection gets an answer of its own. The \
         token is made by IIS and does not leave its computer.",
    )
    .simplified(prose! {
        "An honest IIS can do nothing else with this answer. A dishonest one can ", Term::Relay, ": it fetches another \
        host’s challenge first and hands that to the browser as its own."
    })
    .cite(&[kb("183545"), kb("297210"), MS_NLMP.section("5.1")])
}

fn stays_with_the_browser(kind: ResponseKind) -> Text {
    match kind {
        ResponseKind::NtlmV2 | ResponseKind::LmV2 => prose! {
            "Password and ", Term::NtHash, " stay with the browser. A weak password can still be guessed, and tried against \
            this answer."
        },
        _ => prose! {
            "Password and ", Term::NtHash, " stay with the browser. But the answer is made with DES, whose keys can all be \
            tried today, and whoever does that has the hash."
        },
    }
}

/// A server draws its challenge.
pub fn draws(moment: &StepContext<'_>, question: &[u8]) -> Box<StepNarrative> {
    let question = text::challenge(question);
    StepNarrative::new(Headline {
        label: prose! { "draws ", &question },
        title: prose! { "A question is drawn: ", &question },
        sentence: prose! { moment.host(), " draws the challenge ", question, "." },
    })
    .cite(&[MS_NLMP.section("3.2.5.1.1")])
}

/// A client computes its answer to a challenge.
pub fn computed(moment: &StepContext<'_>, kind: ResponseKind, asked: &[u8]) -> Box<StepNarrative> {
    let question = text::challenge(asked);
    let proof = history::gained(moment.event, ValueKind::Response);
    let proof = text::response(proof.unwrap_or(asked));
    let told = StepNarrative::new(Headline {
        label: prose! { password(), " → ", nt_hash(), " → ", &proof },
        title: prose! { "From the password to an answer to ", &question },
        sentence: prose! {
            moment.host(), " computes from the ", password(), " the ", nt_hash(), ", and from that the ",
            response_name(kind), " response ", proof, " to the challenge ", question, "."
        },
    });
    let (how, section) = match kind {
        ResponseKind::NtlmV2 => (
            "NTLMv2: HMAC-MD5 with a key made from NT hash, user name and domain, over the challenge and the client’s own \
             data.",
            "3.3.2",
        ),
        ResponseKind::Ntlm2Session => (
            "As NTLMv1, but over the server’s challenge mixed with one of the client.",
            "3.3.1",
        ),
        ResponseKind::Ntlm => (
            "NTLMv1: the NT hash is cut into three DES keys, and each encrypts the challenge: 24 bytes.",
            "3.3.1",
        ),
        _ => ("It depends on the password and on the challenge.", "3.3.1"),
    };
    told.because(prose! { how })
        .because(prose! {
            "Here, and nowhere else on hop 1, is what can answer any question. Only the result goes into the next \
            message."
        })
        .simplified(prose! {
            "The lab’s browser keeps what was typed. On Windows the security package answers, from typed credentials or \
            from the person’s own ", Term::LogonSession, "."
        })
        .cite(&[MS_NLMP.section(section), kb("297210")])
}
