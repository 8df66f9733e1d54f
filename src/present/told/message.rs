//! Messages other than NTLM's three.

use super::{About, Told, ntlm};
use crate::hosts::{Decision, DenialReason, Identity, MailboxAnswer, Mechanism};
use crate::present::fingerprint;
use crate::present::words::said::{Said, With};
use crate::present::words::text::{self, cut};
use crate::present::words::{
    brief_status, fault, hex32, mapi_translation, read, return_value, status,
};
use crate::wire::netlogon::{Logon, LogonRequest, LogonResponse, STATUS_SUCCESS};

/// What is simplified in the connect call.
const STUB: &str = "!The stub of the connect call is simplified: it carries the mailbox’s name only, in a layout of this lab’s own. \
     The endpoint mapper is left out.";

/// What is simplified in a pass-through exchange.
pub const SIMPLIFIED: &str = "!Pass-through validation is simplified: the values that matter, in a layout of this lab’s own. A real one is \
     NetrLogonSamLogonEx over the computer’s secure channel.";

/// A message.
pub fn tell(about: &About<'_>, said: &Said) -> Told {
    if let Some(message) = said.token() {
        return ntlm::tell(about, said, message);
    }
    match said {
        Said::Request { method, path, with } => request(about, cut(method, 8), path, with),
        Said::Response {
            status: 401,
            offers,
            ..
        } => refused(about, offers),
        Said::Response {
            status,
            reason,
            page,
            form,
            ..
        } => {
            let named = !page.is_empty() && !page.starts_with(&status.to_string());
            let says = if about.brief() {
                text::tail(page, 30)
            } else {
                cut(page, 80)
            };
            let values = vec![status.to_string().into(), says.into(), about.cut(reason, 30).into()];
            let mut told = about.tell(
                match (named, form) {
                    (true, true) => {
                        "{2} · form “{3}”\n{2}: a form\n{0} answers {1} {2} {4}: a form that says “{3}”."
                    }
                    (true, false) => {
                        "{2} · “{3}”\n{2}: “{3}”\n{0} answers {1} {2} {4}: “{3}”."
                    }
                    _ => "{2} · {4}\n{2}: {4}\n{0} answers {1} {2} {4}.",
                },
                values,
            );
            page_means(about, &mut told, *status);
            told
        }
        Said::Bind(_) | Said::BindAck(_) | Said::Auth3(_) => about.tell(
            "{2} · no NTLM message\n{2}, without an NTLM message\n{0} sends {1} {2} without an NTLM message.\n\
             @[C706] 12.6.4",
            vec![said.carrier().into()],
        ),
        Said::Connect(call, mailbox) => connect(about, call, mailbox),
        Said::Connected(Ok(name)) => {
            let mut told = about.tell(
                "*ecNone* · “{2}” is open\nThe mailbox “{2}” is open\n{0} answers {1} ecNone: the mailbox “{2}” is open.\n\
                 @[MS-OXCRPC] 3.1.4; [MS-OXCDATA] 2.4",
                vec![cut(name, 20).into()],
            );
            told.and(STUB);
            told
        }
        Said::Connected(Err(code)) => {
            let mut told = about.tell(
                "*{2}*\nRefused: {2}\n{0} answers {1} {2}: the caller is known, and may not open this mailbox.\n\
                 ANONYMOUS LOGON counts as known: this is an answer of the store and not a fault of RPC.\n{3}\n\
                 @[MS-OXCDATA] 2.4; KB918710; KB195849; KB181739",
                vec![
                    return_value(*code).into(),
                    mapi_translation(&MailboxAnswer::Error(*code)).into()],
            );
            told.and(STUB);
            told
        }
        Said::Fault(code) => about.tell(
            "*fault {2}*\nRPC fault {2}\n{0} answers {1} with an RPC fault, {3}.\n\
             RPC itself refuses: the store is not even asked. The caller was not authenticated, which is less than being \
             ANONYMOUS LOGON.\n{4}\n@[C706] 12.6.4.7; [MS-RPCE] 3.3.3.5.1; [MS-ERREF] 2.2",
            vec![
                hex32(*code).into(),
                fault(*code).into(),
                mapi_translation(&MailboxAnswer::Fault(*code)).into()],
        ),
        Said::Asks(request) => asks(about, request),
        Said::Answers(response) => answers(about, response),
        Said::Unreadable(error) => about.tell(
            "unreadable: {2}\nBytes that do not decode\n{0} sends {1} bytes that do not decode: {2}.\n\
             The receiver can do nothing with them.\n@the decoder of this lab",
            vec![about.cut(error, 32).into()],
        ),
    }
}

fn request(about: &About<'_>, method: String, path: &str, with: &With) -> Told {
    match with {
        With::Basic(user) => {
            let who = text::whole_account(user, about.most);
            let mut told = about.tell(
                "{2} · *Basic* {3}, {4P}\nBasic: the password travels\n\
                 {0} sends {1} {2} with the name {3} and the {4} itself, in base64.\n\
                 Base64 hides nothing: without TLS, everybody on the way has the password.\n\
                 For hop 2 it is the difference: IIS now holds the secret, not one answer made from it. Whether a call to \
                 another host can use it depends on the token that IIS makes.\n\
                 @RFC 7617 2; RFC 7617 4; KB207671",
                vec![method.into(), who.into(), "password".into()],
            );
            if !about.second() {
                told.and(
                    "<With Basic, IIS has the credentials and can pass them on to the remote mailbox host.\n\
                     >The password goes to IIS, with each request. Hop 2 is NTLM: the password itself does not go on.\n\
                     !The lab’s browser sends the password with every request once it was typed. Real ones limit this to \
                     the paths they believe to be covered.",
                );
            }
            told
        }
        With::Other => about.tell(
            "{2} · Authorization does not decode\nAn Authorization that does not decode\n\
             {0} sends {1} an Authorization that does not decode.\n@RFC 9110 11.6.2",
            vec![method.into()],
        ),
        _ => {
            let thread = read::token_made(about.log, about.event.id, None);
            let thread = thread.map_or_else(String::new, |made| about.name(made.identity));
            let text = if about.second() {
                "{2} {3}\nIIS asks for the mailbox, without credentials\n{0} asks {1} for {3}, without credentials.\n\
                 The thread impersonates {4}, on a connection of IIS’s own. The browser’s handshake belongs to another \
                 connection and is worth nothing here.\n@KB207671; RFC 9110 11.6"
            } else if read::signed_in(about.log, about.event) {
                "{2} {3}\nA request on a connection that signed in before\n\
                 {0} asks {1} for {3}, without credentials: this connection signed in before.\n\
                 NTLM authenticates the connection, not the request: IIS knows the caller until it closes, unless it is \
                 set to forget after each request (authPersistSingleRequest). For hop 2 nothing changes.\n\
                 @[MS-NTHT] 2.2; KB297210"
            } else {
                "{2} {3}\nA request without credentials\n{0} asks {1} for {3}, without credentials.\n\
                 A browser that knows nothing of a server begins like this. A server that wants to know who asks says \
                 so with a 401.\n@RFC 9110 11.6; KB264921"
            };
            about.tell(
                text,
                vec![method.into(), about.cut(path, 38).into(), thread.into()],
            )
        }
    }
}

fn refused(about: &About<'_>, offers: &[String]) -> Told {
    let text = if offers.is_empty() {
        "401 · no WWW-Authenticate\n401, and no scheme offered\n{0} answers {1} 401 and offers no scheme."
    } else {
        "401 · WWW-Authenticate: {2}\n401: sign in, with {2}\n{0} answers {1} 401 and offers {2}."
    };
    let mut told = about.tell(text, vec![about.cut(&offers.join(", "), 22).into()]);
    if about.second() {
        let connection = about.event.kind.connection();
        let decided = read::latest(about.log, about.event.id, &|event, decision| {
            (event.kind.connection() == connection).then_some(decision)
        });
        told.and(match decided {
            Some(Decision::Authorizes { identity: Identity::Anonymous, .. }) => {
                "It took the caller for ANONYMOUS LOGON, which may not open the mailbox. IIS has nothing else to send: the call ends here."
            }
            Some(Decision::AuthenticationFails { .. }) => {
                "It could not authenticate the caller. IIS has nothing else to send: the call ends here."
            }
            _ => "The second handshake begins, on this connection only.",
        });
        told.and(
            "!How a service refuses is its own choice. Here ANONYMOUS LOGON and unknown callers get 401, known callers \
             without a right 403.\n@RFC 9110 15.5.2; [MS-NTHT] 2.2",
        );
        return told;
    }
    let mut folded = about.folded();
    let folded = folded.find_map(|event| match event.kind.decision() {
        Some(Decision::RefusesRequest { because }) => Some(because),
        _ => None,
    });
    told.and(match folded.or_else(|| read::refusal(about.log, about.event.id)) {
        Some(DenialReason::PageAsks) => {
            "IIS would give the page to anybody; the page itself wants to know who asks.\n@KB263236"
        }
        Some(DenialReason::AnonymousOff) => {
            "Anonymous access is off, so this comes before any page runs (401.2).\n@KB943891"
        }
        _ => "IIS did not accept what it was sent, and offers its schemes once more.\n@KB943891",
    });
    if offers.is_empty() {
        told.and(
            "A 401 must have a WWW-Authenticate header, and this one has none: the browser cannot sign in, and asks \
             nobody.\n@RFC 9110 15.5.2; KB166225",
        );
        return told;
    }
    if offers
        .iter()
        .any(|offer| offer.eq_ignore_ascii_case("NTLM"))
    {
        told.and(
            "With NTLM two 401s before the page are normal: this one offers, the next one carries the challenge.",
        );
    }
    told.and("@RFC 9110 11.6.1; KB158229; KB264921");
    told
}

fn page_means(about: &About<'_>, told: &mut Told, status: u16) {
    let mut folded = about.folded();
    let heard = folded.find_map(|event| match event.kind.decision() {
        Some(Decision::HearsFromMailbox(answer)) => Some(answer),
        _ => None,
    });
    if let Some(answer) = heard {
        told.values.push(mapi_translation(answer).into());
        told.and(match (answer, status) {
            (MailboxAnswer::Opened(_), _) => {
                "The mailbox is open on IIS. The browser never talked to the mailbox host: both hops were sign-ins of their own.\n@KB175891"
            }
            (_, 200) => {
                "The mailbox could not be opened. The status is 200 because the page itself ran and wrote the error down: \
                 nothing here tells the browser that hop 2 failed.\n{5}"
            }
            _ => {
                "The mailbox could not be opened. This is not a 401: hop 1 succeeded, so the browser does not ask again.\n{5}"
            }
        });
        told.and(match answer {
            MailboxAnswer::Error(_) | MailboxAnswer::Fault(_) => {
                "@KB248486; KB918710; KB195849; KB181739"
            }
            _ => "@RFC 9110 15",
        });
        return;
    }
    let known = read::token_made(about.log, about.event.id, about.event.kind.connection());
    if let Some(made) = &known {
        told.values.push(about.name(made.identity).into());
    }
    told.and(match (status, known) {
        (403, _) if about.second() => {
            "The caller is known and has no right to this mailbox. The second hop authenticated.\n\
             !How a service refuses is its own choice: others answer 401 or 404.\n@RFC 9110 15.5.4"
        }
        (200, None) if !about.second() => {
            "IIS gives this page to a caller it does not know: anonymous access is on.\n@KB263236; KB207671"
        }
        (200, Some(_)) if !about.second() => {
            "IIS gives the page to {5}.\n@RFC 9110 15.3.1"
        }
        _ => "@RFC 9110 15",
    });
}

fn connect(about: &About<'_>, call: &'static str, mailbox: &str) -> Told {
    let mut told = about.tell(
        "*{2}* “{3}”\n{2}: open “{3}”\n{0} calls {2} on {1} for the mailbox “{3}”.\n\
         The call names the mailbox, not the caller: that was the handshake’s part. rpc_auth_3 is never answered, so only \
         the answer to this call shows what became of the sign-in.",
        vec![call.into(), cut(mailbox, 20).into()],
    );
    told.and(STUB);
    told.and(
        "!Clients of Exchange 5.5 call EcDoConnect, which the published specification only reserves; Exchange 2003 and \
         later take EcDoConnectEx. The calls are at level CONNECT: they carry no signature.\n\
         @[MS-OXCRPC] 3.1.4; [MS-RPCE] 3.3.1.5.2.1; [C706] 12.6.4.9",
    );
    if about.loopback() {
        told.and("Both hosts are on one computer; the bytes are the same as over the network.");
    }
    told
}

fn asks(about: &About<'_>, request: &LogonRequest) -> Told {
    let who = about.account(&request.domain, &request.user);
    let mut told = match &request.logon {
        Logon::Network(sent) => about.tell(
            "pass-through: is this {2}?\nPass-through: is this {2}?\n{0} asks {1} whether the response to {3} is of {2}.\n\
             It cannot judge this: that takes the account’s NT hash, and only the authority for the account holds it.",
            vec![who.into(), fingerprint(&sent.challenge).into()],
        ),
        Logon::Generic { package, .. } => about.tell(
            "pass-through: is this {2}?\nPass-through: is this {2}?\n{0} asks {1} whether what the package {3} was sent is of {2}.\n\
             It cannot judge this: that takes what only the authority for the account holds.",
            vec![who.into(), about.cut(package, 20).into()],
        ),
        Logon::Interactive { .. } => about.tell(
            "password of {2}?\nPass-through: is this the password of {2}?\n\
             {0} asks {1} whether this is the password of {2}.\n\
             No challenge is needed: the asking computer has the password itself, and sends the hashes of it.",
            vec![who.into()],
        ),
    };
    told.and(SIMPLIFIED);
    told.and("@[MS-NLMP] 1.3.1.1; [MS-APDS] 3.1.5.2; [MS-NRPC] 3.5.4.5.1");
    told
}

fn answers(about: &About<'_>, response: &LogonResponse) -> Told {
    let mut told = match &response.validation {
        Some(validation) => {
            let network = read::judged(about.log, about.event.id)
                .is_some_and(|judged| *judged.outcome != Ok(Mechanism::Password));
            about.tell(
                if network {
                    "*yes*: {2}, key {3K}\nThe domain controller says yes\n\
                     {0} answers {1} yes: {2}, with session base key {3}.\n\
                     Both ends of this one exchange can sign with the key. So the server learns who calls, and nothing \
                     with which it could answer another host’s challenge."
                } else {
                    "*yes*: {2}\nThe domain controller says yes\n{0} answers {1} yes: {2}.\n\
                     The asking computer may now make a token for this account."
                },
                vec![
                    about.account(&validation.domain, &validation.user).into(),
                    fingerprint(&validation.session_base_key).into()],
            )
        }
        None if response.status == STATUS_SUCCESS => about.tell(
            "yes, without a name\nThe domain controller says yes\n{0} answers {1} yes, without a name.",
            Vec::new(),
        ),
        None => about.tell(
            "*no*: {2}\nThe domain controller says no\n{0} answers {1} no: {3}.\n\
             The server that asked knows the reason; its client is told only that the logon failed.",
            vec![brief_status(response.status).into(), status(response.status).into()],
        ),
    };
    told.and(SIMPLIFIED);
    told.and("@[MS-APDS] 3.1; [MS-ERREF] 2.3.1");
    told
}
