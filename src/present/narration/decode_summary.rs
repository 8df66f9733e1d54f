//! The answer first: what a token or a sign-in comes to, and what people ask of it.

use super::kerberos::etype_name;
use super::names::LONG;
use super::statuses::status;
use super::text::{Text, count, first_of, join};
use crate::present::decode::{
    AnswerOutcome, HandsOver, MissingBytes, Observation, SignInMethod, Summary,
};
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::kerberos::DecryptedPart;
use crate::wire::ntlm::ResponseKind;
use crate::wire::spnego::state_name;

/// A part of a summary, as the page shows it and JSON has it.
pub struct SummaryPart {
    /// What it is called in the saved form.
    pub key: &'static str,
    /// What it is called on the page.
    pub title: &'static str,
    /// What it says; empty where there is nothing to say.
    pub said: String,
    /// What stands below that, if anything.
    pub below: String,
}

/// Who, how, to what, when, from where and what was answered, as far as that is known.
pub fn parts(summary: &Summary) -> Vec<SummaryPart> {
    let said = |text: &Option<String>| {
        text.as_deref()
            .map_or_else(String::new, |it| cut(it, 2 * LONG))
    };
    let host = said(&summary.host);
    let answer = summary
        .answer
        .map_or_else(String::new, |it| it.code.to_string());
    let line = summary
        .answer
        .map(|it| prose! { "line ", it.line }.to_string());
    let closed = match summary.how {
        SignInMethod::Ticket { hands_over, .. } => match hands_over {
            HandsOver::Perhaps => "the closed authenticator has room for a ticket",
            HandsOver::NoRoom => "the closed authenticator has no room for a ticket",
            HandsOver::Yes => "the authenticator hands a TGT over",
            HandsOver::No => "the authenticator hands nothing over",
        },
        _ => "",
    };
    let part = |key, title, said, below| SummaryPart {
        key,
        title,
        said,
        below,
    };
    let all = [
        part("who", "Who", who(summary), String::new()),
        part(
            "how",
            "How",
            how(&summary.how).to_string(),
            closed.to_owned(),
        ),
        part("target", "To what", host, said(&summary.request)),
        part(
            "service",
            "For the service",
            said(&summary.service),
            String::new(),
        ),
        part("when", "When", moment(&said(&summary.when)), String::new()),
        part("from", "From", said(&summary.from), String::new()),
        part("answer", "Answered", answer, line.unwrap_or_default()),
    ];
    all.into_iter()
        .filter(|part| !part.said.is_empty())
        .collect()
}

/// The same in a line.
pub fn line(summary: &Summary) -> Text {
    let part =
        |before: &'static str, said: String| (!said.is_empty()).then(|| prose! { before, said });
    let said = |text: &Option<String>| {
        text.as_deref()
            .map_or_else(String::new, |it| cut(it, 2 * LONG))
    };
    let to = if ntlm(summary) { "bound to " } else { "for " };
    let (who, from) = (who(summary), said(&summary.from));
    let with = if who.is_empty() && from.is_empty() {
        ""
    } else {
        "with "
    };
    let told = [
        part("", who),
        part("from ", from),
        part(with, how(&summary.how).to_string()),
    ];
    let told = join(told.into_iter().flatten(), " ", " ");
    let answer = summary.answer.map(|it| prose! { "; answered ", it.code });
    let service = part(to, said(&summary.service));
    let host = part("to ", said(&summary.host));
    let told = [Some(told).filter(|it| !it.is_empty()), service, host];
    let told = prose! { join(told.into_iter().flatten(), ", ", ", "), answer };
    let before = if told.is_empty() { "" } else { "; " };
    let missing = summary.missing.map(|it| prose! { before, cut_short(it) });
    prose! { told, missing }
}

/// What became of it, in a title; nothing where nobody signs in.
pub fn title(summary: &Summary) -> Option<Text> {
    let who = who(summary);
    let nobody = match summary.how {
        SignInMethod::Ticket { .. } => "The holder of the ticket",
        _ if summary.missing.is_some() => "Somebody",
        _ => "Nobody by name",
    };
    let who = if who.is_empty() {
        nobody.to_owned()
    } else {
        who
    };
    let to = summary.host.as_ref().or(summary.service.as_ref());
    let to = to.map(|it| prose! { " to ", cut(it, LONG) });
    let signs = matches!(
        summary.how,
        SignInMethod::Ntlm { .. }
            | SignInMethod::Ticket { .. }
            | SignInMethod::Clear(_)
            | SignInMethod::Kept(_)
            | SignInMethod::Digest(_)
    );
    signs.then(|| match summary.came() {
        Some(AnswerOutcome::In) => prose! { who, " signed in", to },
        Some(AnswerOutcome::Refused) => prose! { who, " could not sign in", to },
        Some(AnswerOutcome::Otherwise) | None => prose! { who, " signs in", to },
    })
}

/// How somebody signs in.
pub fn how(how: &SignInMethod) -> Text {
    match how {
        SignInMethod::Other => Text::default(),
        SignInMethod::Offer => prose! { "NTLM: the client’s offer" },
        SignInMethod::Question => prose! { "NTLM: the server’s question" },
        SignInMethod::Ntlm {
            response: ResponseKind::LocalCall,
            ..
        } => prose! { "NTLM, a local call" },
        SignInMethod::Ntlm {
            response: ResponseKind::Anonymous,
            ..
        } => prose! { "NTLM, anonymous" },
        SignInMethod::Ntlm {
            response: ResponseKind::Other,
            ..
        } => prose! { "NTLM" },
        SignInMethod::Ntlm {
            response,
            mic,
            bound,
        } => prose! {
            response.name(), if *mic { ", MIC" } else { ", no MIC" }, bound.then_some(", channel bindings")
        },
        SignInMethod::Ticket {
            etype,
            mutual,
            hands_over,
        } => prose! {
            "Kerberos", etype.map(|it| prose! { ", ", it }), mutual.then_some(", mutual"),
            match hands_over {
                HandsOver::Perhaps => ", perhaps with delegation",
                HandsOver::Yes => ", with delegation",
                HandsOver::NoRoom | HandsOver::No => ", no delegation",
            }
        },
        SignInMethod::Asks(kind) => prose! { kind.request_name(), ": a client asks the KDC" },
        SignInMethod::Gives(kind) => prose! { kind.reply_name(), ": the KDC gives a ticket" },
        SignInMethod::Part(DecryptedPart::CachedTicket) => {
            prose! { "a ticket of Kerberos without its session key" }
        }
        SignInMethod::Part(part) => prose! { part.name(), ": a part of Kerberos in clear" },
        SignInMethod::Tickets(number) => {
            prose! { count(*number, "Kerberos ticket", "Kerberos tickets"), " with session keys" }
        }
        SignInMethod::Keys(number) => prose! { count(*number, "key", "keys"), " of Kerberos" },
        SignInMethod::Reply => prose! { "Kerberos: the service proves itself" },
        SignInMethod::Error(code, name) => {
            prose! { "Kerberos error ", code.to_string(), name.map(|it| prose! { ", ", it }) }
        }
        SignInMethod::Mechanisms(names) => {
            let names = names.iter().map(|name| cut(name, LONG));
            prose! { "Negotiate, offering ", first_of(names, 8, ", ") }
        }
        SignInMethod::Negotiated(state, mechanism) => prose! {
            "Negotiate, answered", state.and_then(state_name).map(|it| prose! { ": ", it }), mechanism.map(|it| prose! { ", by ", it })
        },
        SignInMethod::NegoEx => prose! { "NegoEx: a negotiation of mechanisms that GUIDs name" },
        SignInMethod::CredSsp => {
            prose! { "CredSSP: a sign-in inside TLS that hands the credentials over" }
        }
        SignInMethod::Clear(name) => prose! { *name, ": the password in clear" },
        SignInMethod::Kept(v2) => {
            prose! { if *v2 { "NTLMv2" } else { "NTLMv1" }, ": the response alone, as tools keep it to guess the password" }
        }
        SignInMethod::KeptKerberos(part, etype) => {
            let what = match part {
                DecryptedPart::Timestamp => "the timestamp of an AS-REQ",
                DecryptedPart::AsReply => "the client’s part of an AS-REP",
                _ => "a ticket, under the key of the account named",
            };
            prose! { "Kerberos, ", etype_name(*etype), ": ", what, ", as tools keep it to guess the password" }
        }
        SignInMethod::DigestAsked => prose! { "Digest: the server’s question" },
        SignInMethod::Digest(algorithm) => prose! { "Digest, ", cut(algorithm, 20) },
    }
}

/// How much of a token is not there.
pub fn cut_short(missing: MissingBytes) -> Text {
    let bytes = count(missing.bytes, "byte is", "bytes are");
    prose! { "cut: ", missing.at_least.then_some("at least "), bytes, " missing" }
}

/// The sign-in of that number.
pub fn other_way(number: usize) -> Text {
    prose! { "Sign-in ", number }
}

/// The answer to a question.
pub fn note(note: &Observation) -> Text {
    let plain = match note {
        Observation::Error(code, said) => {
            let said = said.map(|it| prose! { " Windows adds: ", status(it), "." });
            return prose! { error(*code), said };
        }
        Observation::Clocks(client, server) => {
            return prose! { "The client’s clock says ", moment(client), ", the server’s ", moment(server), "." };
        }
        Observation::FellBack(true) => {
            "It is NTLM, though Kerberos is offered beside it: the client had no ticket for this name, or the server chose NTLM."
        }
        Observation::FellBack(false) => {
            "It is NTLM inside Negotiate: the client got no Kerberos ticket for the name it asked for. Usually the name has no SPN (an alias, an address), or no domain controller is within reach."
        }
        Observation::Rejected => {
            "The server refuses the negotiation: it allows none of the mechanisms offered, or could not take the token it got. Its own log says which."
        }
        Observation::Local => {
            "A local call: client and server are on one computer, and the system itself says who calls. It is not anonymous."
        }
        Observation::NoDomain => {
            "No domain is named: the server looks among its own accounts, then in its domain."
        }
        Observation::TimeZone(hours) => {
            let hours = prose! { count(hours.unsigned_abs() as usize, "whole hour", "whole hours"), side(*hours) };
            return prose! { "The client’s clock is ", hours, ": a local time was written as UTC." };
        }
        Observation::Clock(seconds) => {
            let apart = seconds.unsigned_abs() as usize;
            return prose! { "The client’s clock is ", count(apart, "second", "seconds"), side(*seconds), "." };
        }
        Observation::Refused => {
            "The proof arrived and was refused: a wrong password, an account that may not sign in here, or bindings that do not fit. Verify tells which."
        }
        Observation::Step(code) => {
            return prose! { "The ", *code, " before it is no refusal: it carries the server’s question." };
        }
        Observation::Connections(number) => {
            return prose! { *number, " sign-ins go to this host: NTLM holds for a connection, and each new one begins with 401." };
        }
        Observation::OtherWay(number, names) => {
            let names = names.iter().map(|name| cut(name, LONG));
            return prose! { other_way(*number), " was let in. What differs in it, and matters: ", first_of(names, 6, ", "), "." };
        }
        Observation::Stale => {
            "stale=true: only the nonce was too old; the password is right, and the client answers again."
        }
        Observation::AskedAgain => {
            "The server asks again, and not because the nonce is old: the user, the password or the realm is wrong."
        }
    };
    prose! { plain }
}

fn side(apart: i64) -> &'static str {
    if apart < 0 {
        " behind the server’s"
    } else {
        " ahead of the server’s"
    }
}

/// What an error of Kerberos means for whoever gets it (RFC 4120 7.5.9).
fn error(code: i64) -> &'static str {
    match code {
        6 => "The realm does not know the account.",
        7 => "No account has the service’s name as its SPN, or two have it.",
        12 => "The domain’s policy forbids it: hours, computers, or a silo.",
        13 => "What was asked for is not allowed: usually delegation.",
        14 => "Client, account and domain controller share no encryption type.",
        18 => "The account is locked, disabled or expired.",
        23 => "The password has expired.",
        24 => "The password is wrong.",
        25 => "No error yet: the domain controller asks for proof of the password first.",
        31 | 41 => {
            "The ticket was made for another account than the one that opened it: the SPN is on the wrong account, or its password changed."
        }
        32 => "The ticket has expired.",
        33 => "The ticket is not valid yet: a clock is off.",
        34 => "The same request came twice.",
        35 => "The ticket is for another service.",
        37 => "The clocks are too far apart: five minutes are allowed.",
        44 | 45 => {
            "The service has no key of the version that the ticket is made with: its keytab is old."
        }
        52 => "The answer is too large for UDP: the client asks again over TCP.",
        60 => "A general error: the event log of who answered says more.",
        68 => "The account is in another realm.",
        90 => "The proof took too long: the client begins again.",
        91 => "No error yet: the domain controller asks for the next step of the proof.",
        1..=29 | 62..=66 | 70..=81 | 92 | 93 | 100 => "The domain controller gives no ticket.",
        31..=51 | 67 | 69 => "Whoever was shown the ticket did not take it.",
        _ => "It is refused; no document that is known here says what this number means.",
    }
}

/// A time of Kerberos, `20240229115400Z`, as people write it; other times stay as they are.
fn moment(time: &str) -> String {
    let part = |range: std::ops::Range<usize>| time.get(range).unwrap_or_default();
    if time.len() != 15 || !time.ends_with('Z') {
        return cut(time, LONG);
    }
    let (day, clock) = (
        [part(0..4), part(4..6), part(6..8)],
        [part(8..10), part(10..12), part(12..14)],
    );
    [&day.join("-"), " ", &clock.join(":"), " UTC"].concat()
}

fn ntlm(summary: &Summary) -> bool {
    matches!(summary.how, SignInMethod::Ntlm { .. })
}

fn who(summary: &Summary) -> String {
    let Some((domain, user)) = &summary.who else {
        return String::new();
    };
    let (domain, user) = (cut(domain, LONG), cut(user, LONG));
    if domain.is_empty() {
        user
    } else {
        [domain, user].join("\\")
    }
}
