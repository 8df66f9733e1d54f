//! Decisions.

use super::ntlm::who;
use super::sources::{basic, c706, http, kb, nlmp, ntht};
use super::token::{passed_through, token};
use super::{About, Explanation, directory};
use crate::hosts::{Because, Decision, HowKnown, Identity, MailboxAnswer, Reach, Scheme};
use crate::present::fingerprint;
use crate::present::words::text::{LONG, cut, joined, quoted};
use crate::present::words::{self, admitted, cause, mapi_translation, read};

/// A decision.
pub fn explain(about: &About<'_>, decision: &Decision) -> Explanation {
    match decision {
        Decision::SignsIn {
            scheme,
            offered,
            prompt,
        } => signs_in(*scheme, offered, *prompt),
        Decision::CannotSignIn { offered } => cannot(offered),
        Decision::GivesUp { prompts } => gives_up(about, *prompts),
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
        } => authorizes(identity, mailbox, admits, *granted),
        Decision::Validates { account, outcome } => directory::validates(about, account, outcome),
        Decision::HearsFromMailbox(answer) => heard(answer),
        Decision::CannotSend { error } => {
            Explanation::of(format!("Basic has no way to write this down: {}.", cut(error, 120)))
                .say("The name ends at the first colon, and control characters are forbidden. The browser sends nothing.")
                .from(basic("2"))
        }
        Decision::PeerMisbehaved { error } => {
            Explanation::of(format!("The exchange cannot go on: {}.", cut(error, 120)))
                .say("Either the bytes do not decode, or a message has no room for what should be in it.")
                .from(nlmp("2.2"))
                .from(c706("12"))
        }
    }
}

fn signs_in(scheme: Scheme, offered: &[String], prompt: Option<u8>) -> Explanation {
    let offered: Vec<String> = offered.iter().map(|offer| cut(offer, LONG)).collect();
    let scheme_name = scheme.name();
    let lead = match prompt {
        Some(1) => format!(
            "Offered is {}. The browser takes {scheme_name}, knows nobody here yet, and asks the person.",
            joined(&offered)
        ),
        Some(number) => format!(
            "The sign-in was refused. The browser asks the person again, prompt {number}; {scheme_name} stays the scheme."
        ),
        None => format!(
            "The browser takes {scheme_name} and asks nobody: it remembers name and password for this server."
        ),
    };
    let meaning = match scheme {
        Scheme::Ntlm => {
            "With NTLM the password will not leave the browser. IIS will get an answer made from it."
        }
        Scheme::Basic => "With Basic the password itself will go to IIS.",
    };
    Explanation::of(lead)
        .say(meaning)
        .say("The first scheme in the server’s order that the browser supports is taken. If it fails, the browser does not fall back to the next.")
        .note("At every prompt the same name and password are typed here. After the third refusal the lab’s browser lets the 401 page stay.")
        .from(kb(158_229))
        .from(kb(264_921))
        .from(kb(216_998))
}

fn cannot(offered: &[String]) -> Explanation {
    let offered: Vec<String> = offered.iter().map(|offer| cut(offer, LONG)).collect();
    let explained = if offered.is_empty() {
        Explanation::of("The 401 offers no scheme, so the browser has no way to sign in and asks nobody. Its page stays.")
            .say("An anonymous-only server and a page that asks for authentication by itself do not go together.")
    } else {
        Explanation::of(format!(
            "The 401 offers {}, and the browser supports none of it. Its page stays.",
            joined(&offered)
        ))
    };
    explained
        .say("The mailbox host is never called.")
        .from(http("11.6.1"))
        .from(kb(166_225))
        .from(kb(263_236))
}

fn gives_up(about: &About<'_>, prompts: u8) -> Explanation {
    let times = match prompts {
        0 | 1 => "The browser".to_owned(),
        n => format!("After {n} prompts the browser"),
    };
    let last = read::refusal(about.log, about.event.id).map(|because| {
        format!(
            "The last refusal: {}.",
            cause(about.log, about.event.id, because)
        )
    });
    Explanation::of(format!("{times} does not try again: the 401 page stays."))
        .maybe(last)
        .say("Hop 1 failed, so there is no hop 2: IIS never had a thread that could call as anybody.")
        .from(kb(943_891))
        .from(http("15.5.2"))
}

fn refuses(about: &About<'_>, because: &Because) -> Explanation {
    let clause = cause(about.log, about.event.id, because);
    let explained = Explanation::of(format!("IIS refuses the sign-in: {clause}."));
    match because {
        Because::LogonFailed(_) => passed_through(
            about,
            explained
                .say("In IIS’s log this is 401.1, logon failed. The browser is not told the reason, only 401.")
                .from(kb(943_891)),
        ),
        Because::NoContext => explained
            .say("Question and answer belong to one connection. Without keep-alive the connection ends with the 401 that asked, and the answer arrives on another, where nobody asked.")
            .say("Basic does not mind: each request carries everything.")
            .note("Sources differ on the status that is logged: KB288323 saw 401.5.")
            .from(kb(288_323))
            .from(ntht()),
        Because::MicMismatch => explained
            .say("The MIC is computed over all three messages. One of them is not what the other side sent.")
            .from(nlmp("3.2.5.1.2")),
        Because::SchemeNotOffered => explained.from(http("11.6.2")).from(kb(943_891)),
        Because::PageAsks => explained.from(kb(263_236)),
        _ => explained.from(http("11.6.2")).from(nlmp("3.2.5.1.2")),
    }
}

fn answers(
    about: &About<'_>,
    reach: &Reach,
    thread: &Identity,
    challenge: &[u8; 8],
) -> Explanation {
    let question = fingerprint(challenge);
    let thread = who(thread);
    let made = read::token_made(about.log, about.event.id, None);
    let by_password = made.is_some_and(|made| made.how == HowKnown::Password);
    let explained = match reach {
        Reach::Nothing => {
            let has = if by_password {
                "The password was in the browser’s request, so the computer could answer. But the call is made with what the token reaches, and a network logon keeps nothing."
            } else {
                "What IIS has is one answer, to a question of its own; and a session key that signs on hop 1. Neither answers this question: that takes the password or its NT hash. The browser has both, the domain controller has the hash."
            };
            Explanation::of(format!(
                "The mailbox host asks {question}. The thread impersonates {thread}, and behind that token there is nothing that answers."
            ))
            .say(has)
            .say("So the call goes out as a null session. Windows raises no error here: the refusal comes later, and from the other host.")
            .told(
                "The mailbox host rejects the token that the browser cached, because it is valid for the IIS computer only.",
                "The mailbox host never sees that token. Windows finds no credential behind the thread’s token and offers none.",
            )
            .from(kb(158_229))
            .from(kb(278_836))
        }
        Reach::Credential(kind) => Explanation::of(format!(
            "The mailbox host asks {question}. Behind the token of {thread} is the password, so IIS computes an {} answer to it.",
            words::response_name(*kind)
        ))
        .say("The answer is new: it shares nothing with hop 1 but the password. This is a sign-in of IIS as the person, not a delegation.")
        .told(
            "The credentials are passed on to the remote mailbox host.",
            "What goes on is an NTLM answer that IIS computes; the password stays on IIS. That IIS can do this for any host is the price of Basic.",
        )
        .from(nlmp("3.3")),
        Reach::LocalCall => Explanation::of(format!(
            "The mailbox host is on the same computer. The thread that impersonates {thread} claims the handle in the CHALLENGE; nothing has to be answered."
        ))
        .say("The security authority of the computer made the token and knows the thread. This is one hop, not two: the identity never leaves the computer.")
        .from(kb(175_891))
        .from(super::sources::glass()),
        Reach::Replay => Explanation::of(format!(
            "As the article tells it: IIS sends on the message that the browser sent, though the mailbox host’s question is {question} and the message answers another."
        ))
        .say("A real IIS does not do this; it is here to show what would happen. It has to fail, because the two challenges differ.")
        .told(
            "The token that the browser cached is sent to the remote mailbox host.",
            "The only thing of the browser’s that could be sent is its AUTHENTICATE, and that answers IIS’s challenge.",
        )
        .from(nlmp("3.2.5.1.2")),
    };
    explained.from(kb(207_671)).from(kb(183_545))
}

fn authenticates(about: &About<'_>, identity: &Identity, how: HowKnown) -> Explanation {
    let name = who(identity);
    match how {
        HowKnown::NullSession => Explanation::of(
            "No name and no response: the mailbox host signs the caller in as ANONYMOUS LOGON. That is a success, not a failure.",
        )
        .say("No domain controller is asked: there is nothing to be judged.")
        .say("In the event log of the mailbox host expect a successful logon of type 3 by NT AUTHORITY\\ANONYMOUS LOGON. A failed logon may never appear.")
        .note("That no failure is logged follows from the sources; it was not tried on every version of Windows.")
        .from(nlmp("3.2.5.1.2")),
        HowKnown::LocalCall => Explanation::of(format!(
            "The handle is one that this computer gave out, and a thread with the token of {name} has claimed it. That is who calls."
        ))
        .say("Nothing was proved over the network, and nothing had to be.")
        .from(super::sources::glass())
        .from(kb(175_891)),
        HowKnown::Proof(kind) => passed_through(
            about,
            Explanation::of(format!(
                "The {} answer fits the mailbox host’s question: the caller is {name}.",
                words::response_name(kind)
            ))
            .say("For the mailbox host this is an ordinary sign-in. It cannot tell that IIS, and not the person, gave the answer.")
            .from(nlmp("3.2.5.1.2")),
        ),
        HowKnown::Password => passed_through(
            about,
            Explanation::of(format!("The password is right: the caller is {name}.")).from(basic("2")),
        ),
    }
}

fn fails(about: &About<'_>, because: &Because) -> Explanation {
    let clause = cause(about.log, about.event.id, because);
    let connection = about.event.kind.connection();
    let answered = read::answered_as(about.log, about.event.id, connection);
    let compared = read::judged(about.log, about.event.id)
        .and_then(|judged| read::compared(judged.event))
        .filter(|compared| !compared.matches())
        .map(|compared| {
            format!(
                "The authority for the account, which holds the NT hash, computed {} for this challenge; received was {}.",
                fingerprint(&compared.expected),
                fingerprint(&compared.received)
            )
        });
    let explained = Explanation::of(format!(
        "The mailbox host cannot authenticate the caller: {clause}."
    ));
    let explained = match answered {
        Some((Reach::Replay, _, asked)) => explained
            .say(format!(
                "The question here was {}; the answer that came was made for IIS’s question on hop 1. Same person, same password, another challenge: another answer.",
                fingerprint(&asked)
            ))
            .maybe(compared)
            .told(
                "The token is rejected because it is valid for the IIS computer only.",
                "The response is rejected because it answers another challenge, not because of the computer it was made for.",
            )
            .from(kb(183_545)),
        _ => explained.maybe(compared),
    };
    passed_through(about, explained)
        .say("This is less than ANONYMOUS LOGON: the caller claimed a name and did not prove it.")
        .from(nlmp("3.2.5.1.2"))
}

fn authorizes(identity: &Identity, mailbox: &str, admits: &[String], granted: bool) -> Explanation {
    let name = who(identity);
    let mailbox = quoted(mailbox, LONG);
    let admits = admitted(admits);
    if granted {
        return Explanation::of(format!(
            "The mailbox {mailbox} admits {admits}, and the caller is {name}: it opens."
        ))
        .say("Who calls and what that caller may do are two decisions. This is the second.")
        .from(kb(175_891))
        .from(kb(234_805));
    }
    let explained = Explanation::of(format!(
        "The mailbox {mailbox} admits {admits}; the caller is {name}. It stays closed."
    ));
    match identity {
        Identity::Anonymous => explained
            .say("The sign-in itself succeeded, as nobody in particular. It is the right that ANONYMOUS LOGON lacks, so the failure shows here and not in the handshake.")
            .say("What would change it: a credential behind IIS’s token (Basic with a suitable logon), the mailbox on IIS’s own computer, or delegation with Kerberos where the protocol to the mailbox host can do it. The MAPI provider of Exchange 5.5 to 2003 could not.")
            .told(
                "The remote mailbox host rejects the cached token, and access is denied.",
                "The remote mailbox host admits the call as ANONYMOUS LOGON and then refuses ANONYMOUS LOGON the mailbox.",
            )
            .from(kb(183_545))
            .from(kb(234_805))
            .from(kb(918_710)),
        Identity::User { .. } => explained
            .say("The second hop authenticated. This is a missing right, not the double hop: more delegation would change nothing.")
            .from(kb(175_891)),
    }
}

fn heard(answer: &MailboxAnswer) -> Explanation {
    let explained = Explanation::of(mapi_translation(answer));
    match answer {
        MailboxAnswer::Error(_) | MailboxAnswer::Fault(_) => {
            explained.from(kb(918_710)).from(kb(195_849))
        }
        _ => explained.from(http("15")),
    }
}
