//! The messages of traffic, and what follows from them, as the diagram and the list of steps have them.

use super::substatus::{explained_status, with_substatus};
use super::{location, protocol_name, reason_name, role_name, status_name};
use crate::lab::Inference;
use crate::present::foreign::cut;
use crate::present::narration::names::{BRIEF, LONG};
use crate::present::narration::source::THIS_PAGE;
use crate::present::narration::statuses;
use crate::present::narration::step::{Headline, StepContext, StepNarrative};
use crate::present::narration::text::{Text, challenge, strong};
use crate::prose;
use crate::traffic::attempts::{MessageRole, RefusalReason, reason};
use crate::traffic::leg::{Leg, Protocol, Sender, SentCredential, Status};
use crate::wire::ntlm::Challenge;
use crate::wire::ntstatus::STATUS_MORE_PROCESSING_REQUIRED;

/// What follows from what was observed.
pub(in crate::present::narration) fn infers(
    moment: &StepContext<'_>,
    inference: &Inference,
) -> Box<StepNarrative> {
    let host = moment.host();
    StepNarrative::new(Headline {
        label: inferred_label(inference),
        title: prose! { "Inferred" },
        sentence: inferred(&host, inference),
    })
    .cite(&[THIS_PAGE.whole()])
}

/// So much of a name or an address has its room in the diagram: who it is stands behind the domain.
const NAME: usize = 2 * BRIEF;

/// An inference, as short as a box of the diagram has it.
pub fn inferred_label(inference: &Inference) -> Text {
    match inference {
        Inference::JudgedElsewhere => prose! { strong("not seen"), ": who judges the proof" },
        Inference::Admits(Some(name)) => prose! { strong("accepted"), " as ", cut(name, NAME) },
        Inference::Admits(None) => prose! { strong("accepted") },
        Inference::Refuses => prose! { strong("refused") },
        Inference::RefusesNobody => prose! { strong("anonymous"), ", refused" },
        Inference::NothingToAnswerWith => {
            prose! { strong("nothing here answers it"), " → null session" }
        }
        Inference::Gap(bytes) => prose! { strong("gap"), format!(" of {bytes} bytes") },
        Inference::Hidden(_, 0) => prose! { strong("not in the file") },
        Inference::Hidden(0, bytes) => {
            prose! { strong("not in the file"), format!(": {bytes} bytes") }
        }
        Inference::Hidden(1, bytes) => {
            prose! { strong("not in the file"), format!(": 1 request, {bytes} bytes") }
        }
        Inference::Hidden(count, bytes) => {
            prose! { strong("not in the file"), format!(": {count} requests, {bytes} bytes") }
        }
        Inference::SendsNothing => prose! { strong("sends nothing") },
    }
}

/// An inference at a computer of that name, as a sentence.
pub fn inferred(host: &str, inference: &Inference) -> Text {
    let host = host.to_owned();
    match inference {
        Inference::JudgedElsewhere => prose! {
            "If the account is the domain’s, a domain controller judges the proof: ", host, " asks it over a channel that the \
            traffic does not show."
        },
        Inference::Admits(Some(name)) => {
            prose! { host, " takes the caller for ", cut(name, LONG), "." }
        }
        Inference::Admits(None) => prose! { host, " takes the proof." },
        Inference::Refuses => prose! { host, " does not take the proof." },
        Inference::RefusesNobody => {
            prose! { host, " knows the caller as nobody, and lets nobody in." }
        }
        Inference::NothingToAnswerWith => prose! {
            host, " has nothing to answer the challenge with, so it asks to be let in as nobody: the next message has no name and \
            no response."
        },
        Inference::Gap(bytes) => {
            prose! { format!("{bytes} bytes of this connection are missing; what stood in them is not known.") }
        }
        Inference::Hidden(_, 0) => prose! {
            "The browser’s file leaves out what came before: the token of the final response ends a sign-in."
        },
        Inference::Hidden(0, bytes) => prose! {
            format!("The browser’s file leaves out what came before: {bytes} bytes, which fits answers with 401.")
        },
        Inference::Hidden(1, bytes) => prose! {
            format!("The browser’s file leaves out what came before: {bytes} bytes, which fits 1 answer with 401.")
        },
        Inference::Hidden(count, bytes) => prose! {
            format!("The browser’s file leaves out what came before: {bytes} bytes, which fits {count} answers with 401.")
        },
        Inference::SendsNothing => {
            prose! { host, " is asked who it is, and sends nothing that would prove it." }
        }
    }
}

/// A message of an attempt, and what it is called there.
#[derive(Clone, Copy)]
pub struct NamedLeg<'a> {
    /// The message.
    pub leg: &'a Leg,
    /// The protocol that carried it, which says how it is named.
    pub protocol: Protocol,
    /// What it is in the attempt.
    pub role: MessageRole,
    /// What it is called, such as `CHALLENGE` or `401`.
    pub name: &'a str,
}

/// A message, as short as an arrow of the diagram has it.
pub fn leg_label(named: NamedLeg<'_>) -> Text {
    let NamedLeg {
        leg,
        protocol,
        role,
        name,
    } = named;
    let mut words: Vec<Text> = Vec::new();
    let from_client = leg.sender == Sender::Client;
    match &leg.request {
        Some(request) if from_client && protocol.is_http() => {
            words.push(prose! { cut(request, NAME) });
        }
        _ if from_client && !protocol.is_http() && protocol != Protocol::Kerberos => {
            words.push(prose! { protocol_name(protocol) });
        }
        _ => {}
    }
    // A ticket says by itself that there is no error.
    let status = leg.status.as_ref().filter(|it| **it != Status::Kerberos(0));
    if !from_client && let Some(status) = status {
        words.push(prose! { brief_status(status) });
    }
    if !leg.offers.is_empty() && !matches!(role, MessageRole::Challenge | MessageRole::ApRep) {
        words.push(prose! { asks(protocol), cut(leg.offers.join(", "), BRIEF) });
    }
    if role == MessageRole::Logged {
        return logged_label(leg);
    }
    if !matches!(
        role,
        MessageRole::Request | MessageRole::Demand | MessageRole::Answer
    ) {
        let question = match &leg.credential {
            Some(SentCredential::Token(_, bytes)) if role == MessageRole::Challenge => {
                ntlm_challenge(bytes)
            }
            _ => None,
        };
        let name = strong(name.to_owned());
        let service = leg
            .target
            .as_ref()
            .filter(|_| from_client && protocol == Protocol::Kerberos);
        words.push(match (question, service) {
            (Some(question), _) => prose! { name, " ", challenge(&question) },
            (None, Some(service)) => prose! { name, " ", cut(service, NAME) },
            (None, None) => prose! { name },
        });
    }
    let reason = reason(leg, protocol).filter(|_| !from_client);
    words.extend(reason.map(|it| prose! { reason_name(it) }));
    if words.is_empty() {
        words.push(prose! { role_name(role) });
    }
    let mut text = Text::default();
    for (number, word) in words.into_iter().enumerate() {
        text = match number {
            0 => word,
            _ => prose! { text, " · ", word },
        };
    }
    text
}

/// A line or an event of a log: which, of whom.
fn logged_label(leg: &Leg) -> Text {
    let who = match &leg.credential {
        Some(SentCredential::Clear(_, user, _)) if !user.is_empty() => {
            Some(prose! { ": ", cut(user, NAME) })
        }
        _ => None,
    };
    let what = leg.request.as_deref().unwrap_or_default();
    // The kind of logon stands in the sentence.
    let what = what.split(',').next().unwrap_or(what);
    prose! { strong(cut(what, NAME)), who }
}

/// How a server says what it takes: HTTP's demands it, others offer it.
fn asks(protocol: Protocol) -> &'static str {
    match protocol.is_http() || protocol == Protocol::Log {
        true => "asks for ",
        false => "offers ",
    }
}

/// What a log says in one of its entries.
fn noted(leg: &Leg) -> String {
    let status = leg.status.as_ref();
    let status = status.filter(|it| **it != Status::Kerberos(0));
    let status = status.map(|it| with_substatus(it, leg.substatus));
    let reason = leg
        .windows
        .map(|it| reason_name(RefusalReason::Windows(it)));
    let said = leg.request.clone().into_iter().chain(status);
    let said: Vec<String> = said.chain(reason).collect();
    said.join(", ")
}

/// The server's challenge of a CHALLENGE, bare or in SPNEGO.
fn ntlm_challenge(token: &[u8]) -> Option<[u8; 8]> {
    let layer = crate::wire::token(token).into_iter().last()?;
    Some(Challenge::lenient(&layer.bytes)?.server_challenge)
}

/// A message as a sentence.
pub fn leg_sentence(ends: &[String; 2], named: NamedLeg<'_>) -> Text {
    let NamedLeg {
        leg,
        protocol,
        role,
        name,
    } = named;
    let [from, to] = ends.each_ref().map(|end| cut(end, LONG));
    let place = prose! { " (", location(leg.location), ")." };
    let carries = match role {
        MessageRole::Request | MessageRole::Demand | MessageRole::Answer => None,
        MessageRole::Mechanisms => Some(prose! { " with mechanisms" }),
        _ => Some(prose! { " with ", an(name) }),
    };
    let status = leg.status.as_ref().map(|it| {
        let told = match (role, leg.substatus) {
            // NTLM goes on with it.
            (MessageRole::Demand, Some(1)) => with_substatus,
            _ => explained_status,
        };
        prose! { ": ", told(it, leg.substatus) }
    });
    let offers = (!leg.offers.is_empty())
        .then(|| prose! { ", and ", asks(protocol), cut(leg.offers.join(", "), LONG) });
    match (leg.sender, &leg.request) {
        _ if role == MessageRole::Logged => {
            let noted = cut(noted(leg), LONG * 2);
            let log = (leg.sender == Sender::Server).then(|| prose! { " in its log" });
            prose! { from, " notes", log, " about ", to, ": ", noted, place }
        }
        (Sender::Client, Some(request)) if request.starts_with(name) => {
            prose! { from, " asks ", to, " for a ticket: ", cut(request, LONG), place }
        }
        (Sender::Client, Some(request)) => {
            prose! { from, " asks ", to, " for ", cut(request, LONG), carries, place }
        }
        (Sender::Client, None) => {
            prose! { from, " speaks ", protocol_name(protocol), " to ", to, carries, place }
        }
        (Sender::Server, _) => prose! { from, " answers ", to, carries, status, offers, place },
    }
}

/// A word with its article.
fn an(word: &str) -> Text {
    match word.starts_with(['A', 'a', 'i', 'o']) {
        true => prose! { "an ", word.to_owned() },
        false => prose! { "a ", word.to_owned() },
    }
}

/// What a server answers, in few characters.
fn brief_status(status: &Status) -> String {
    match status {
        Status::Http(code) | Status::Smtp(code) => code.to_string(),
        Status::Nt(STATUS_MORE_PROCESSING_REQUIRED) => "goes on".to_owned(),
        Status::Nt(code) => statuses::brief_status(*code),
        other => status_name(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_request_is_one() {
        for (count, told) in [
            (1, ["1 request,", "1 answer with"]),
            (2, ["2 requests,", "2 answers with"]),
        ] {
            let hidden = Inference::Hidden(count, 9);
            let said =
                [inferred_label(&hidden), inferred("desk", &hidden)].map(|it| it.to_string());
            for (said, told) in said.iter().zip(told) {
                assert!(said.contains(told), "{said}");
            }
        }
    }
}
