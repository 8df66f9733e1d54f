//! Messages other than NTLM's three.

use super::sources::{basic, c706, erref, http, kb, ntht, other, oxcdata, oxcrpc, rpce};
use super::{About, Explanation, directory, ntlm};
use crate::hosts::{Because, Decision, Identity, MailboxAnswer};
use crate::present::words::read;
use crate::present::words::said::{Said, With};
use crate::present::words::text::{self, LONG, cut, quoted};
use crate::present::words::{self, mapi_translation, signed_in};

/// What is simplified in the connect call.
const STUB: &str = "The stub of the connect call is simplified: of some twenty arguments it carries the mailbox’s name, in a layout of this \
     lab’s own that is not NDR. The endpoint mapper is left out.";

/// A message.
pub fn explain(about: &About<'_>, said: &Said) -> Explanation {
    if let Some(message) = said.token() {
        return ntlm::message(about, said, message);
    }
    match said {
        Said::Request { path, with, .. } => match with {
            With::Basic(user) => password(about, user),
            With::Other => {
                Explanation::of("The request has an Authorization header that does not decode.")
                    .from(http("11.6.2"))
            }
            _ if about.second() => called(about, path),
            _ => asked(about, path),
        },
        Said::Response {
            status: 401,
            offers,
            ..
        } => refused(about, offers),
        Said::Response { status, .. } => page(about, *status),
        Said::Bind(_) | Said::BindAck(_) | Said::Auth3(_) => {
            Explanation::of("This part of the RPC handshake carries no NTLM message.")
                .from(c706("12.6.4"))
        }
        Said::Connect(call, mailbox) => connect(about, call, mailbox),
        Said::Connected(result) => connected(result),
        Said::Fault(status) => fault(*status),
        Said::Asks(request) => directory::asks(about, request),
        Said::Answers(response) => directory::answers(about, response),
        Said::Unreadable(error) => {
            Explanation::of(format!("These bytes do not decode: {}.", cut(error, 120)))
                .say("The receiver can do nothing with them.")
                .from(other("the decoder of this lab"))
        }
    }
}

fn asked(about: &About<'_>, path: &str) -> Explanation {
    let path = cut(path, 80);
    if signed_in(about.log, about.event) {
        return Explanation::of(format!(
            "The browser asks for {path}, and sends no credentials: this connection signed in before."
        ))
        .say("NTLM authenticates the connection, not the request. IIS knows the caller as long as the connection stays open, unless it is set to forget after each request (authPersistSingleRequest).")
        .say("For hop 2 nothing changes: the token is of the same kind as before.")
        .from(ntht())
        .from(kb(297_210));
    }
    Explanation::of(format!("The browser asks for {path} and does not say who asks."))
        .say("A browser that knows nothing of a server begins without credentials. If the server wants to know who asks, it has to say so with a 401.")
        .from(http("11.6"))
        .from(kb(264_921))
}

fn called(about: &About<'_>, path: &str) -> Explanation {
    let thread = read::token_made(about.log, about.event.id, None);
    let thread = thread.map_or_else(String::new, |made| {
        format!(
            ", as the thread that impersonates {}",
            text::identity(made.identity, LONG)
        )
    });
    Explanation::of(format!(
        "IIS asks the mailbox host for {}{thread}.",
        cut(path, 80)
    ))
    .say("This is a connection of IIS’s own. The browser’s handshake belongs to another connection and is worth nothing here.")
    .from(kb(207_671))
    .from(http("11.6"))
}

fn password(about: &About<'_>, user: &str) -> Explanation {
    let who = text::whole_account(user, LONG);
    let lead = format!("The browser sends the name {who} and the password itself, in base64.");
    let explained = Explanation::of(lead)
        .say("Base64 hides nothing: whoever reads this request has the password. Without TLS that is everybody on the way.")
        .say("For hop 2 it is the difference: IIS now holds the secret, not one answer made from it. Whether a call to another host can use it depends on the kind of token that IIS makes.")
        .from(basic("2"))
        .from(basic("4"))
        .from(kb(207_671));
    if about.second() {
        return explained;
    }
    explained.told(
        "With Basic, IIS has the credentials and they can be passed on to the remote mailbox host.",
        "The password goes from the browser to IIS, with each request. Hop 2 is NTLM: the password itself does not go on, and whether IIS can answer with it depends on the token.",
    )
    .note("The lab’s browser sends the password with every request once it was typed. Real browsers limit this to the paths they believe to be covered.")
}

fn refused(about: &About<'_>, offers: &[String]) -> Explanation {
    if about.second() {
        return refused_second(about);
    }
    let folded = about
        .folded()
        .find_map(|event| match event.kind.decision() {
            Some(Decision::RefusesRequest { because }) => Some(because),
            _ => None,
        });
    let because = folded.or_else(|| read::refusal(about.log, about.event.id));
    let lead = match because {
        Some(Because::PageAsks) => {
            "IIS would give the page to anybody, but the page itself answers 401: it wants to know who asks."
        }
        Some(Because::AnonymousOff) => {
            "Anonymous access is off, so IIS answers 401 before any page runs (401.2)."
        }
        _ => "IIS did not accept what it was sent, and answers 401 with its schemes once more.",
    };
    let explained = Explanation::of(lead);
    let explained = match because {
        Some(Because::PageAsks) => explained.from(kb(263_236)),
        _ => explained.from(kb(943_891)),
    };
    if offers.is_empty() {
        return explained
            .say("It offers no scheme: there is no WWW-Authenticate header, though a 401 must have one. The browser cannot sign in, and asks nobody.")
            .from(http("15.5.2"))
            .from(kb(166_225));
    }
    let offers: Vec<String> = offers.iter().map(|offer| cut(offer, LONG)).collect();
    let ntlm = offers
        .iter()
        .any(|offer| offer.eq_ignore_ascii_case("NTLM"));
    let order = if offers.len() > 1 {
        ", in this order"
    } else {
        ""
    };
    explained
        .say(format!(
            "It offers {}{order}. A browser of this kind takes the first scheme it supports, and does not fall back to another if that one fails.",
            text::joined(&offers)
        ))
        .maybe(ntlm.then(|| "With NTLM two 401s before the page are normal: this one offers, the next one carries the challenge.".to_owned()))
        .from(http("11.6.1"))
        .from(kb(158_229))
        .from(kb(264_921))
}

fn refused_second(about: &About<'_>) -> Explanation {
    let connection = about.event.kind.connection();
    let decided = read::latest(about.log, about.event.id, |event, decision| {
        (event.kind.connection() == connection).then_some(decision)
    });
    let note = "How a service refuses is its own choice. Here ANONYMOUS LOGON and unknown callers get 401, known callers without a right 403.";
    match decided {
        Some(Decision::Authorizes { identity: Identity::Anonymous, .. }) => Explanation::of(
            "The mailbox host took the caller for ANONYMOUS LOGON, which may not open the mailbox, and answers 401.",
        )
        .say("IIS has nothing else to send. The call ends here."),
        Some(Decision::AuthenticationFails { .. }) => {
            Explanation::of("The mailbox host could not authenticate the caller, and answers 401.")
                .say("IIS has nothing else to send. The call ends here.")
        }
        _ => Explanation::of("The mailbox host does not know who calls, and answers 401 with the scheme it takes.")
            .say("The second handshake begins, on this connection only."),
    }
    .note(note)
    .from(http("15.5.2"))
    .from(ntht())
}

fn page(about: &About<'_>, status: u16) -> Explanation {
    let heard = about
        .folded()
        .find_map(|event| match event.kind.decision() {
            Some(Decision::HearsFromMailbox(answer)) => Some(answer),
            _ => None,
        });
    if let Some(answer) = heard {
        return outcome(status, answer);
    }
    if about.second() {
        return served(about, status);
    }
    let known = read::token_made(about.log, about.event.id, about.event.kind.connection());
    match (status, known) {
        (200, None) => Explanation::of(
            "IIS gives this page to a caller it does not know: anonymous access is on.",
        )
        .say("No name, no proof and no token of a person are involved.")
        .from(kb(263_236))
        .from(kb(207_671)),
        (200, Some(made)) => Explanation::of(format!(
            "IIS gives the page to {}.",
            text::identity(made.identity, LONG)
        ))
        .from(http("15.3.1")),
        _ => Explanation::of(format!("IIS answers with status {status}.")).from(http("15")),
    }
}

fn served(about: &About<'_>, status: u16) -> Explanation {
    match status {
        200 => Explanation::of("The mailbox host gives IIS what it asked for.").from(http("15.3.1")),
        403 => Explanation::of("The mailbox host knows the caller, who has no right to this mailbox, and answers 403.")
            .say("This is not the double hop: the second hop authenticated. The right is what is missing.")
            .note("How a service refuses is its own choice: others answer 401 or 404.")
            .from(http("15.5.4")),
        _ => Explanation::of(format!(
            "{} answers with status {status}.",
            read::subject(about.log, about.event.host)
        ))
        .from(http("15")),
    }
}

fn outcome(status: u16, answer: &MailboxAnswer) -> Explanation {
    if let MailboxAnswer::Opened(name) = answer {
        return Explanation::of(format!(
            "The mailbox {} is open on IIS, and its page goes to the browser.",
            quoted(name, LONG)
        ))
        .say("The browser never talked to the mailbox host. Both hops were sign-ins of their own.")
        .from(kb(175_891));
    }
    let explained = if status == 200 {
        Explanation::of("The person gets a page that says so: the mailbox could not be opened.").say(
            "The status is 200, because the page itself ran: it caught the error and wrote it down. Hop 1 succeeded; nothing here tells the browser that hop 2 failed, and it does not ask again.",
        )
    } else {
        Explanation::of(format!("The page fails with status {status}: the mailbox could not be opened.")).say(
            "This is not a 401: hop 1 succeeded, so the browser does not ask again. The reason is on the other side of IIS.",
        )
    };
    match answer {
        MailboxAnswer::Error(_) | MailboxAnswer::Fault(_) => explained
            .say(mapi_translation(answer))
            .from(kb(248_486))
            .from(kb(918_710))
            .from(kb(195_849))
            .from(kb(181_739)),
        _ => explained.say(mapi_translation(answer)).from(http("15")),
    }
}

fn connect(about: &About<'_>, call: &str, mailbox: &str) -> Explanation {
    let opnum = if call == "EcDoConnectEx" {
        "Exchange 2003 and later take EcDoConnectEx."
    } else {
        "Clients of Exchange 5.5 call EcDoConnect, which the published specification only reserves."
    };
    let explained = Explanation::of(format!(
        "IIS asks the store to open the mailbox {}. The call names the mailbox, not the caller: who calls was said in the handshake.",
        quoted(mailbox, LONG)
    ))
    .say("rpc_auth_3 is never answered, so IIS learns only with the answer to this call what became of its sign-in.")
    .say(opnum)
    .note(STUB)
    .note("The calls are at level CONNECT: they carry no signature.")
    .from(oxcrpc("3.1.4"))
    .from(rpce("3.3.1.5.2.1"))
    .from(c706("12.6.4.9"));
    if about.loopback() {
        explained.say("Both hosts are on one computer; the bytes are the same as over the network.")
    } else {
        explained
    }
}

fn connected(result: &Result<String, u32>) -> Explanation {
    match result {
        Ok(name) => Explanation::of(format!("The store opens the mailbox {}.", quoted(name, LONG)))
            .note(STUB)
            .from(oxcrpc("3.1.4"))
            .from(oxcdata("2.4")),
        Err(code) => Explanation::of(format!(
            "The store answers the call with {}: it knows who calls, and that caller may not open this mailbox.",
            words::return_value(*code)
        ))
        .say("Being ANONYMOUS LOGON counts as being known. That is why this is an answer of the store and not a fault of RPC.")
        .say(mapi_translation(&MailboxAnswer::Error(*code)))
        .note(STUB)
        .from(oxcdata("2.4"))
        .from(kb(918_710))
        .from(kb(195_849))
        .from(kb(181_739)),
    }
}

fn fault(status: u32) -> Explanation {
    Explanation::of(format!(
        "RPC itself refuses the call, with {}: the store is not even asked.",
        words::fault(status)
    ))
    .say("The caller failed to authenticate, which is less than being ANONYMOUS LOGON: what was sent was not accepted.")
    .say(mapi_translation(&MailboxAnswer::Fault(status)))
    .from(c706("12.6.4.7"))
    .from(rpce("3.3.3.5.1"))
    .from(erref("2.2"))
}
