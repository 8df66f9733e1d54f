//! What the browser, IIS and the mailbox host decide.

use super::judgement::{fails, passed_through, refuses, validates};
use super::{About, Told};
use crate::hosts::{
    Answer, Decision, HowKnown, Identity, LogonType, Mechanism, OutboundCredential, Scheme,
};
use crate::present::fingerprint;
use crate::present::words::text::cut;
use crate::present::words::{
    a_token, admitted, cause, logon_kind, logon_name, mapi_translation, read, response_name,
};

/// A decision.
pub fn tell(about: &About<'_>, decision: &Decision) -> Told {
    match decision {
        Decision::SignsIn { scheme, prompt, .. } => signs_in(about, *scheme, *prompt),
        Decision::CannotSignIn { offered } => {
            let mut told = about.tell(
                if offered.is_empty() {
                    "*no scheme offered*: the 401 page stays\nNo way to sign in\n\
                     {0} is offered no scheme; the 401 page stays.\n\
                     An anonymous-only server and a page that asks for authentication by itself do not go together."
                } else {
                    "*supports none of* {2}\nNo way to sign in\n\
                     {0} supports none of the schemes offered, {2}; the 401 page stays."
                },
                vec![about.cut(&offered.join(", "), 24).into()],
            );
            told.and("The mailbox host is never called.\n@RFC 9110 11.6.1; KB166225; KB263236");
            told
        }
        Decision::GivesUp { prompts } => {
            let times = if *prompts == 1 { "prompt" } else { "prompts" };
            let last = read::refusal(about.log, about.event.id);
            let last = last.map(|because| cause(about.log, about.event.id, because));
            about.tell(
                "*gives up* after {2} {3}: the 401 page stays\nThe browser gives up\n\
                 {0} gives up after {2} {3}; the 401 page stays.\n\
                 Hop 1 failed, because {4}. So there is no hop 2: IIS never had a thread that could call as anybody.\n\
                 @KB943891; RFC 9110 15.5.2",
                vec![
                    prompts.to_string().into(),
                    times.into(),
                    last.unwrap_or_else(|| "IIS does not know who calls".to_owned()).into()],
            )
        }
        Decision::RefusesRequest { because } => refuses(about, because),
        Decision::MakesToken {
            identity,
            logon,
            credential,
            how,
        } => token(about, identity, *logon, *credential, *how),
        Decision::AnswersAs {
            reach,
            thread,
            challenge,
        } => answers(about, reach, thread, challenge),
        Decision::Authenticates { identity, how } => authenticates(about, identity, *how),
        Decision::AuthenticationFails { because } => fails(about, because),
        Decision::Authorizes {
            identity,
            mailbox,
            admits,
            granted,
        } => authorizes(about, identity, mailbox, admits, *granted),
        Decision::Validates { account, outcome } => validates(about, account, outcome),
        Decision::HearsFromMailbox(answer) => about.tell(
            "has the answer\nIIS has the mailbox host’s answer\n{0} has the mailbox host’s answer.\n{2}\n\
             @KB918710; KB195849",
            vec![mapi_translation(answer).into()],
        ),
        Decision::CannotSend { error } => about.tell(
            "*stops*: {2}\nBasic cannot carry this name or password\n{0} cannot write name and password down: {2}.\n\
             In Basic the name ends at the first colon, and control characters are forbidden. The browser sends nothing.\n\
             @RFC 7617 2",
            vec![about.cut(&error.to_string(), 38).into()],
        ),
        Decision::PeerMisbehaved { error } => about.tell(
            "*stops*: {2}\nThe exchange stops\n{0} stops: {2}.\n\
             Either the bytes do not decode, or a message has no room for what should be in it.\n\
             @[MS-NLMP] 2.2; [C706] 12",
            vec![about.cut(&error.to_string(), 38).into()],
        ),
    }
}

fn signs_in(about: &About<'_>, scheme: Scheme, prompt: Option<u8>) -> Told {
    let who = cut(&read::person(about.log, about.event.id), about.most);
    let who = if who.is_empty() {
        "the person".to_owned()
    } else {
        who
    };
    let number = prompt.map_or_else(String::new, |number| number.to_string());
    let mut told = about.tell(
        match prompt {
            Some(1) => {
                "*takes {2}* · {3} types name, password\nThe browser takes {2} and asks the person\n\
                 {0} takes {2}; {3} types name and password."
            }
            Some(_) => {
                "*takes {2}* · prompt {4}: the same again\nThe browser asks again: prompt {4}\n\
                 {0} takes {2}; {3} types the same again, at prompt {4}."
            }
            None => {
                "*takes {2}* · name and password known\nThe browser takes {2} and asks nobody\n\
                 {0} takes {2} with the name and password it knows."
            }
        },
        vec![scheme.name().into(), who.into(), number.into()],
    );
    told.and(match scheme {
        Scheme::Ntlm => {
            "With NTLM the password will not leave the browser. IIS gets an answer made from it."
        }
        Scheme::Basic => "With Basic the password itself goes to IIS.",
    });
    told.and(
        "The first scheme in the server’s order that the browser supports is taken. If it fails, there is no fallback.\n\
         !At every prompt the same is typed here. After the third refusal the lab’s browser lets the 401 page stay.\n\
         @KB158229; KB264921; KB216998",
    );
    told
}

/// How a caller became known, in the words of a label and of a sentence.
fn known(how: HowKnown) -> [&'static str; 2] {
    match how.mechanism {
        Mechanism::Response(_) => ["proof matches", "The proof matches"],
        Mechanism::Password => ["password is right", "The password is right"],
        Mechanism::LocalCall => ["local call", "A local call"],
        Mechanism::NullSession => ["no name, no response", "A null session"],
    }
}

fn token(
    about: &About<'_>,
    identity: &Identity,
    logon: LogonType,
    credential: bool,
    how: HowKnown,
) -> Told {
    let [label, sentence] = known(how);
    let token = match identity {
        Identity::Anonymous => "ANONYMOUS LOGON",
        Identity::User { .. } => logon_kind(logon),
    };
    let mut told = about.tell(
        "*{2}* → token: {3T}\n{4}: {0} has {5}\n{4}: {0} makes {5} for {6}, with {7} behind it.",
        vec![
            label.into(),
            token.into(),
            sentence.into(),
            a_token(logon).into(),
            about.name(identity).into(),
            if credential {
                "the password"
            } else {
                "no password"
            }
            .into(),
            logon_name(logon).into(),
        ],
    );
    told.and(if credential {
        "The thread wears the token, and calls that it makes to other hosts can be answered with what is behind it."
    } else if how.mechanism == Mechanism::Password {
        "The password was in the request, but a network logon does not keep it. The computer could answer another host’s \
         challenge; a call made with this token will not."
    } else {
        "A network logon leaves no credential. On this computer the thread may do what the person may; a call to another \
         host has nothing to answer with."
    });
    match how.mechanism {
        Mechanism::Password => {
            told.and(
                "LogonMethod is {8}.\n!Each Basic request is validated anew here. A real IIS caches the token for a time.",
            );
            told.and(match logon {
                LogonType::Interactive => {
                    "!It needs the right to log on locally, which the lab takes as given; without it the answer is 401.1.\n\
                     @KB317627; KB287537"
                }
                LogonType::Batch => {
                    "!It needs the right to log on as a batch job, which the lab takes as given.\n@KB190015"
                }
                LogonType::NetworkCleartext => {
                    "!LogonMethod 3 came with IIS 6, which made it the default.\n\
                     @LogonMethod, IIS 6.0 metabase reference (ms525650)"
                }
                LogonType::Network => "@LogonMethod, IIS 5.0 reference (cc338330)",
            });
        }
        Mechanism::Response(_) => told.and(
            "<The browser has a security token for the IIS computer, and caches it.\n\
             >The token is made here, after the proof was judged. It never leaves this computer, and the browser has no \
             part of it.",
        ),
        _ => {}
    }
    told.and(if logon == LogonType::Network {
        "!Event log: logon type 3 (event 528 on NT 4.0, then 540, now 4624)."
    } else {
        "!Event log: a logon of its type (event 528, now 4624)."
    });
    told.and("@KB207671; KB183545");
    passed_through(about, &mut told);
    told
}

fn answers(
    about: &About<'_>,
    reach: &OutboundCredential,
    thread: &Identity,
    challenge: &[u8; 8],
) -> Told {
    let kind = match reach {
        OutboundCredential::Credential(kind) => response_name(*kind).to_owned(),
        OutboundCredential::Hand(answer) => by_hand(*answer),
        _ => String::new(),
    };
    let mut told = about.tell(
        match reach {
            OutboundCredential::Nothing => {
                "*nothing here answers* {2C} → null session\nIIS has nothing to answer with\n\
                 {0} has nothing behind the token of {3} that answers {2}: the call goes out as a null session.\n\
                 Windows raises no error here: the refusal comes later, and from the other host.\n\
                 <The mailbox host rejects the token that the browser cached: it is valid for the IIS computer only.\n\
                 >The mailbox host never sees that token. Windows finds no credential behind the thread’s token and offers none.\n\
                 @KB158229; KB278836"
            }
            OutboundCredential::Credential(_) => {
                "*the token’s password answers* {2C}\nIIS has a password to answer with\n\
                 {0} answers {2} with an {4} response from the password behind the token of {3}.\n\
                 The answer shares nothing with hop 1 but the password. This is a sign-in of IIS as the person, not a delegation.\n\
                 <The credentials are passed on to the remote mailbox host.\n\
                 >What goes on is an NTLM answer; the password stays on IIS. That IIS can do this for any host is the price of Basic.\n\
                 @[MS-NLMP] 3.3"
            }
            OutboundCredential::Hand(_) => {
                "*answered by hand* {2C}\nSomebody sits in IIS’s place and answers\n\
                 Somebody in the place of {0} answers {2} by hand: {4}.\n\
                 What is given is put into a message by the real client, and judged by the real mailbox host.\n\
                 @[MS-NLMP] 3.2.5.1.2"
            }
            OutboundCredential::LocalCall => {
                "*local call*: the system names the token\nThe call stays on this computer\n\
                 {0} calls on its own computer: the system names the token of {3}.\n\
                 The system made the token and knows the thread that claims the handle in the CHALLENGE. This is one hop, \
                 not two.\n\
                 @KB175891; E. Glass, The NTLM Authentication Protocol"
            }
            OutboundCredential::Replay => {
                "*sends the old answer* to {2C}\nIIS sends the old answer to a new question\n\
                 {0} sends the AUTHENTICATE it received once more, though the challenge is now {2}.\n\
                 A real IIS does not do this; it shows what would happen. It has to fail, because the two challenges differ.\n\
                 <The token that the browser cached is sent to the remote mailbox host.\n\
                 >All of the browser’s that could be sent is its AUTHENTICATE, and that answers IIS’s challenge.\n\
                 @[MS-NLMP] 3.2.5.1.2"
            }
        },
        vec![fingerprint(challenge).into(), about.name(thread).into(), kind.into()],
    );
    if *reach == OutboundCredential::Nothing {
        let made = read::token_made(about.log, about.event.id, None);
        told.and(if made.is_some_and(|made| made.how.mechanism == Mechanism::Password) {
            "The password was in the browser’s request, so the computer could answer. But the call is made with what the \
             token reaches."
        } else {
            "IIS has one answer, to a question of its own, and a session key for hop 1. This question takes the password \
             or its NT hash."
        });
    }
    told.and("@KB207671; KB183545");
    told
}

/// What somebody in IIS's place answers with.
fn by_hand(answer: Option<Answer>) -> String {
    match answer {
        Some(Answer::Response(kind)) => {
            let mut text = response_name(kind).to_owned();
            text.push_str(" response");
            text
        }
        Some(Answer::Anonymous) => "no name, no response".to_owned(),
        Some(Answer::LocalCall) => "a local call".to_owned(),
        None => "bytes of their own".to_owned(),
    }
}

fn authenticates(about: &About<'_>, identity: &Identity, how: HowKnown) -> Told {
    let [label, sentence] = known(how);
    let mut told = about.tell(
        if how.mechanism == Mechanism::LocalCall {
            "*the system vouches* → {3}"
        } else {
            "*{2}* → {3}"
        },
        vec![label.into(), about.name(identity).into(), sentence.into()],
    );
    told.and("The caller is {3}\n{4}: for the mailbox host the caller is {3}.");
    match how.mechanism {
        Mechanism::NullSession => told.and(
            "That is a success, not a failure, and no domain controller is asked: there is nothing to be judged.\n\
             !Event log: expect a successful logon of type 3 by NT AUTHORITY\\ANONYMOUS LOGON; a failed one may never appear. \
             That follows from the sources and was not tried on every version of Windows.\n\
             @[MS-NLMP] 3.2.5.1.2",
        ),
        Mechanism::LocalCall => told.and(
            "The handle is one that this computer gave out, and a thread with that token has claimed it. Nothing had to \
             be proved over the network.\n\
             @E. Glass, The NTLM Authentication Protocol; KB175891",
        ),
        Mechanism::Response(_) | Mechanism::Password => {
            told.and(
                "This is an ordinary sign-in: the mailbox host cannot tell that IIS, and not the person, gave the answer.\n\
                 @[MS-NLMP] 3.2.5.1.2",
            );
            passed_through(about, &mut told);
        }
    }
    told
}

fn authorizes(
    about: &About<'_>,
    identity: &Identity,
    mailbox: &str,
    admits: &[String],
    granted: bool,
) -> Told {
    let text = if granted {
        "{2} *may open* “{3}”\n{2} may open the mailbox\n{0} decides that {2} may open the mailbox “{3}”.\n\
         Who calls and what that caller may do are two decisions. This is the second.\n\
         @KB175891; KB234805"
    } else {
        "{2} *may not open* “{3}”\n{2} may not open the mailbox\n\
         {0} decides that {2} may not open the mailbox “{3}”; it admits {4}."
    };
    let values = vec![
        about.name(identity).into(),
        cut(mailbox, 12).into(),
        admitted(admits).into(),
    ];
    let mut told = about.tell(text, values);
    if !granted {
        told.and(match identity {
            Identity::Anonymous => {
                "The sign-in itself succeeded, as nobody in particular; the right is what ANONYMOUS LOGON lacks.\n\
                 What would change it: a credential behind IIS’s token (Basic with a suitable logon), the mailbox on IIS’s \
                 own computer, or delegation with Kerberos, which the MAPI provider of Exchange 5.5 to 2003 could not do.\n\
                 <The remote mailbox host rejects the cached token, and access is denied.\n\
                 >The remote mailbox host admits the call as ANONYMOUS LOGON and then refuses ANONYMOUS LOGON the mailbox.\n\
                 @KB183545; KB234805; KB918710"
            }
            Identity::User { .. } => {
                "The second hop authenticated. This is a missing right, not the double hop: delegation would change nothing.\n\
                 @KB175891"
            }
        });
    }
    told
}
