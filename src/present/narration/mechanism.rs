//! What is said of each way to sign in, and of each thing that convinces a host: a new scheme has its words here.

use super::authority::passed_through;
use super::back_end::by_own_key;
use super::glossary::Term;
use super::names::{BRIEF, LONG, object, response_name};
use super::settings::logon_name;
use super::source::{
    GLASS, LOGON_METHOD_IIS_5, LOGON_METHOD_IIS_6, MS_APDS, MS_KILE, MS_NLMP, MS_SAMR, RFC_4120,
    RFC_7616, kb,
};
use super::step::{Headline, StepContext, StepNarrative, brief, full};
use super::text::{Narrate, Text, challenge, strong, ticket};
use super::{kerberos, ntlm};
use crate::hosts::{Era, Identity, LogonType, Mechanism, Scheme};
use crate::prose;
use crate::wire::ntlm::ResponseKind;

/// What of the password leaves the browser by a scheme.
pub fn leaves_the_browser(scheme: Scheme) -> Text {
    match scheme {
        Scheme::Ntlm => prose! {
            "With ", Term::Ntlm, " the password will not leave the browser. IIS gets an answer made from it."
        },
        Scheme::Negotiate => prose! {
            "With Negotiate the password will not leave the browser. IIS gets a ", ticket("ticket"), " that a ", Term::Kdc, " has made for \
            it, or, where there is none, what ", Term::Ntlm, " sends."
        },
        Scheme::Digest => prose! {
            "With Digest the password will not leave the browser. IIS gets a hash made from it, the nonce and the request."
        },
        Scheme::Basic => prose! { "With ", Term::Basic, " the password itself goes to IIS." },
    }
}

/// How a caller became known, in the words of a label and of a sentence.
pub fn how_known(mechanism: Mechanism) -> [&'static str; 2] {
    match mechanism {
        Mechanism::Response(_) | Mechanism::Digest(_) => ["proof matches", "The proof matches"],
        Mechanism::Password => ["password is right", "The password is right"],
        Mechanism::Ticket(_) => [
            "the ticket opens",
            "The ticket opens with the service’s key",
        ],
        Mechanism::LocalCall => ["local call", "A local call"],
        Mechanism::NullSession => ["no name, no response", "A null session"],
    }
}

/// The same as a clause.
pub fn clause(mechanism: Mechanism) -> Text {
    match mechanism {
        Mechanism::Response(kind) => prose! { "an ", response_name(kind), " response proved it" },
        Mechanism::Digest(algorithm) => {
            prose! { "a Digest response (", algorithm.name(), ") proved it" }
        }
        Mechanism::Password => prose! { "the password was checked" },
        Mechanism::Ticket(path) => {
            prose! { "a Kerberos ", ticket("ticket"), " proved it; ", kerberos::path(path) }
        }
        Mechanism::LocalCall => {
            prose! { "the caller is on the same computer, whose system named the thread's token" }
        }
        Mechanism::NullSession => prose! { "a null session" },
    }
}

/// What a client answers with, such as an NTLMv2 response.
pub fn answer(mechanism: Mechanism) -> Text {
    match mechanism {
        Mechanism::Response(kind) => prose! { response_name(kind), " response" },
        Mechanism::Digest(algorithm) => prose! { algorithm.name(), " response of Digest" },
        Mechanism::Password => prose! { "a password" },
        Mechanism::Ticket(_) => prose! { "a Kerberos ", ticket("ticket") },
        Mechanism::LocalCall => prose! { "a local call" },
        Mechanism::NullSession => prose! { "no name, no response" },
    }
}

/// A client computes its answer to a question.
pub fn computes(
    moment: &StepContext<'_>,
    mechanism: Mechanism,
    asked: &[u8],
) -> Box<StepNarrative> {
    match mechanism {
        Mechanism::Response(kind) => ntlm::computed(moment, kind, asked),
        Mechanism::Digest(algorithm) => StepNarrative::new(Headline {
            label: prose! { strong("answers"), " ", challenge(asked), " with a hash" },
            title: prose! { "The browser makes a Digest response" },
            sentence: prose! {
                moment.host(), " answers the nonce ", challenge(asked), " with an ", algorithm.name(), " response, made \
                from name, realm, password, nonce and request."
            },
        })
        .because(prose! {
            "The response fits this nonce and this request only. It says nothing about what another server asks."
        })
        .cite(&[RFC_7616.section("3.4.1")]),
        Mechanism::Password
        | Mechanism::Ticket(_)
        | Mechanism::LocalCall
        | Mechanism::NullSession => {
            ntlm::computed(moment, ResponseKind::Empty, asked)
        }
    }
}

/// What more there is to say of the token that the front end makes.
pub fn at_front_end(
    told: Box<StepNarrative>,
    mechanism: Mechanism,
    logon: LogonType,
) -> Box<StepNarrative> {
    match mechanism {
        Mechanism::Password => by_logon_method(told, logon),
        Mechanism::Ticket(_) => told
            .because(prose! {
                "No domain controller was asked: the ", Term::Ticket, " says who the caller is. IIS opens it with the key of its \
                account, which elsewhere would lie in a ", Term::Keytab, "; the groups stand in its ", Term::Pac, "."
            })
            .simplified("A service that does not run as the system has the KDC verify the PAC’s signature (Netlogon). That is left out.")
            .cite(&[RFC_4120.section("3.2.3"), MS_KILE.section("3.4.5")]),
        Mechanism::Response(_) => told.story(
            "The browser has a security token for the IIS computer, and caches it.",
            "The token is made here, after the proof was judged. It never leaves this computer, and the browser has no part \
             of it.",
        ),
        Mechanism::Digest(_) => told
            .because(prose! {
                "IIS never had the password, nor a hash of it: the domain controller judged the ", Term::Response, ". So it \
                is a network ", Term::Token, ", as with NTLM, and hop 2 ends in the same way."
            })
            .cite(&[RFC_7616.section("3.4"), MS_APDS.section("3.3")]),
        Mechanism::LocalCall => told
            .because(prose! {
                "Browser and IIS are on one computer, so NTLM is a ", Term::LocalCall, ": nothing is proved, the system names the \
                token of the person who is logged on. Behind that token is the password of the logon, and hop 2 can be \
                answered: the well-known “it works when I try it on the server”. From a desk the same page fails."
            })
            .simplified(
                "Confidence: medium. That this is what happens is put together from reports of such traffic; it was not tried \
                 on every version of Windows.",
            )
            .cite(&[GLASS.whole(), kb("207671")]),
        Mechanism::NullSession => told,
    }
}

/// How a password was logged on with.
fn by_logon_method(told: Box<StepNarrative>, logon: LogonType) -> Box<StepNarrative> {
    let told = told
        .because(prose! { "LogonMethod is ", logon_name(logon), "." })
        .simplified(
            "Each Basic request is validated anew here. A real IIS caches the token for a time.",
        );
    match logon {
        LogonType::Interactive => told
            .simplified(
                "It needs the right to log on locally, which the lab takes as given; without it the answer is 401.1.",
            )
            .cite(&[kb("317627"), kb("287537")]),
        LogonType::Batch => told
            .simplified("It needs the right to log on as a batch job, which the lab takes as given.")
            .cite(&[kb("190015")]),
        LogonType::NetworkCleartext => told
            .simplified("LogonMethod 3 came with IIS 6, which made it the default.")
            .cite(&[LOGON_METHOD_IIS_6.whole()]),
        LogonType::Network => told.cite(&[LOGON_METHOD_IIS_5.whole()]),
    }
}

/// A back end knows who calls.
pub fn at_back_end(
    moment: &StepContext<'_>,
    identity: &Identity,
    mechanism: Mechanism,
) -> Box<StepNarrative> {
    let [in_short, known] = how_known(mechanism);
    let in_short = match mechanism {
        Mechanism::LocalCall => "the system vouches",
        _ => in_short,
    };
    let told = StepNarrative::new(Headline {
        label: prose! { strong(in_short), " → ", brief(identity) },
        title: prose! { "The caller is ", brief(identity) },
        sentence: prose! { known, ": for ", object(moment.log, moment.event.host), " the caller is ", full(identity), "." },
    });
    match mechanism {
        Mechanism::NullSession => told
            .because(prose! {
                "That is a success, not a failure, and no domain controller is asked: there is nothing to be judged."
            })
            .simplified(match moment.era() {
                Some(Era::Today) => {
                    "Event log: expect a success, event 4624, logon type 3, by NT AUTHORITY\\ANONYMOUS LOGON; no failed \
                     logon (4625) may ever appear. That follows from the sources and was not tried on every version."
                }
                Some(Era::Y2003) => {
                    "Event log: expect a success, event 540, logon type 3, with name and domain left blank. That follows \
                     from the sources and was not tried on every version."
                }
                _ => {
                    "Event log: expect a success, event 528, logon type 3, by ANONYMOUS LOGON. That follows from the \
                     sources and was not tried on every version."
                }
            })
            .cite(&[MS_NLMP.section("3.2.5.1.2")]),
        Mechanism::LocalCall => told
            .because(prose! {
                "The handle is one that this computer gave out, and a thread with that token has claimed it. Nothing \
                had to be proved over the network."
            })
            .cite(&[GLASS.whole(), kb("175891")]),
        Mechanism::Ticket(path) => by_own_key(moment, told)
            .because(prose! { "A ", ticket("ticket"), " for this host was shown; ", kerberos::seen_path(path), "." })
            .cite(&[RFC_4120.section("3.2.3"), MS_KILE.section("3.4.5")]),
        Mechanism::Response(_) | Mechanism::Digest(_) | Mechanism::Password => {
            let told = told
                .because(prose! {
                    "This is an ordinary sign-in: nobody can tell here that IIS, and not the person, gave the answer."
                })
                .cite(&[MS_NLMP.section("3.2.5.1.2")]);
            passed_through(moment, told)
        }
    }
}

/// An authority finds that a proof, or a password, is right; `who` is the account in at most so many characters.
pub fn at_authority(
    host: impl Narrate,
    who: impl Fn(usize) -> String,
    mechanism: Mechanism,
) -> Box<StepNarrative> {
    match mechanism {
        Mechanism::Response(kind) => StepNarrative::new(Headline {
            label: prose! { strong("proof matches"), ": ", who(BRIEF) },
            title: prose! { "The proof matches" },
            sentence: prose! { host, " finds that the ", response_name(kind), " response proves ", who(LONG), "." },
        })
        .because(prose! { "It holds the NT hash, and computes the response to this challenge itself." }),
        Mechanism::Digest(algorithm) => StepNarrative::new(Headline {
            label: prose! { strong("response matches"), ": ", who(BRIEF) },
            title: prose! { "The Digest response matches" },
            sentence: prose! {
                host, " finds that the ", algorithm.name(), " response of Digest proves ", who(LONG), "."
            },
        })
        .because(prose! {
            "It keeps hashes of name, realm and password for Digest, and computes the response itself."
        })
        .simplified(
            "For IIS 5 the directory had to keep the password in a form that can be read back; since 2003 it keeps hashes. \
             Here it keeps hashes in every year.",
        )
        .cite(&[MS_SAMR.section("3.1.1.8.11.3.1")]),
        Mechanism::Password
        | Mechanism::Ticket(_)
        | Mechanism::LocalCall
        | Mechanism::NullSession => {
            StepNarrative::new(Headline {
                label: prose! { strong("password is right"), ": ", who(BRIEF) },
                title: prose! { "The password is right" },
                sentence: prose! { host, " finds that this is the password of ", who(LONG), "." },
            })
        }
    }
}
