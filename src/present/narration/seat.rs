//! IIS's seat: what is at hand there, what is made of it, and the ways to answer.

use super::history;
use super::names::LONG;
use super::roles::{look, opens};
use super::text::challenge as challenge_value;
use super::verdict::verdict;
use crate::hosts::{
    Decision, DenialReason, Identity, Mechanism, OutboundCredential, Refusal, Role,
};
use crate::lab::{EventId, Hop, Log, settled};
use crate::present::answer_method::AnswerMethod;
use crate::present::foreign::cut;
use crate::prose;
use crate::wire::kerberos::error_code;
use crate::wire::ntlm::{Challenge, MessageType};
use crate::wire::ntlm_token;

/// The text that a person types.
pub const TYPED_TEXT: &str = "the typed text";
/// The bytes that a person types.
pub const TYPED_BYTES: &str = "the typed bytes";
/// A function is given a value of another length than it takes.
pub const NOT_SUCH_A_VALUE: &str =
    "This function does not take such a value. Choose another, of the length it names.";
/// Too few bytes are given as the NT hash.
pub const NO_NT_HASH: &str =
    "The NT hash has 16 bytes, and this value has fewer. Choose another, or make one.";

/// What is to be answered with is still to be typed.
pub const NOTHING_TYPED: &str = "Nothing is typed yet. Type it above, or choose another value.";

/// The token with which the browser showed its ticket.
pub const AP_REQ_OF_HOP_1: &str = "AP-REQ of hop 1, with the ticket";
/// The way to send that again.
pub const AP_REQ_AS_IT_IS: &str = "The AP-REQ of hop 1, as it is";

/// What is to be achieved in IIS's place; and whether the person has to bring the password themselves.
pub fn goal(log: &Log, asked: EventId, person: &str, unknown: bool) -> String {
    let question = log.event(asked).and_then(|event| event.sides());
    let question = question.and_then(|[_, received]| ntlm_token(received));
    let question = question.and_then(|token| Challenge::decode(&token).value.ok());
    let question = question.map(|question| challenge_value(&question.server_challenge));
    let person = cut(person, LONG);
    let made = history::token_made(log, asked, None);
    let proved = made.is_some_and(|made| {
        matches!(
            made.how.mechanism,
            Mechanism::Response(_) | Mechanism::Digest(_)
        )
    });
    let behind = history::token_made(log, asked, None).is_some_and(|made| made.credential);
    let unknown = unknown.then(|| {
        prose! {
            if behind { " Windows keeps the password behind the token; IIS itself does not see " } else { " IIS does not know " },
            &person, "’s password",
            proved.then_some(": the browser sent only an answer made from it"), ". You do: it is below, under “",
            YOU_KNOW, "”."
        }
    });
    prose! {
        look(log.back_end()).subject, match question {
            Some(question) => prose! { " asks ", question, ", anew for each call. " },
            None => prose! { " wants to know who calls, and takes tickets and NTLM. " },
        }, "Answer so that it opens the ",
        opens(log.back_end()), " for ", &person, ": with what IIS holds, or with what you know.", unknown
    }
    .to_string()
}

/// Above what the person knows, and IIS does not.
pub const YOU_KNOW: &str = "What you know";

/// The password of the settings.
pub fn password_of(person: &str) -> String {
    format!("password of {}, from the settings", cut(person, LONG))
}

/// What IIS did by itself, and what came of it.
pub fn what_iis_did(log: &Log, asked: EventId) -> String {
    let later = log.events.iter().filter(|event| event.id > asked);
    let reach = later
        .into_iter()
        .find_map(|event| match event.kind.decision()? {
            Decision::AnswersAs { reach, .. } => Some(reach),
            _ => None,
        });
    let in_vain = log.events.iter().any(|event| {
        matches!(event.kind.decision(), Some(Decision::FallsBack { .. }))
            && log.role(event) == Some(Role::FrontEnd)
    });
    let did = match reach {
        Some(OutboundCredential::Credential(Mechanism::Ticket(_))) => {
            "showed a ticket that the KDC had given it in the caller’s name"
        }
        Some(OutboundCredential::Nothing) if in_vain => {
            "asked the KDC for a ticket in vain, and then sent no name and no response"
        }
        Some(OutboundCredential::Credential(_)) => "answered from the password behind its token",
        Some(OutboundCredential::LocalCall) => "was vouched for: the call stays on its computer",
        Some(OutboundCredential::Replay) => "sent the answer of hop 1 once more",
        Some(OutboundCredential::Hand(_)) | None => "gave no answer",
        Some(OutboundCredential::Nothing) => {
            "sent no name and no response: nothing behind its token answers, neither a password nor its NT hash"
        }
    };
    let mut settled = settled(log).into_iter();
    let settled = settled.find(|settled| settled.event > asked);
    let came = settled.map(|settled| verdict(log, settled.event).lead);
    prose! { "Without you, IIS ", did, ", and it ended with: ", came, "." }.to_string()
}

/// What to try after an answer that failed, from why it did.
pub fn hint(log: &Log, judged: EventId, method: AnswerMethod) -> Option<&'static str> {
    let because = match log.event(judged)?.kind.decision() {
        Some(Decision::Authorizes { granted: true, .. }) => return None,
        Some(Decision::Authorizes {
            identity: Identity::Anonymous,
            ..
        }) => {
            return Some(match method {
                AnswerMethod::AskKdc => {
                    "The KDC gave no ticket, so nobody was named. Its rule is in the step in which it refuses; without delegation \
                     it takes a password, and IIS holds none."
                }
                _ => {
                    "Without a name the caller is nobody, and nobody may open anything. Give a name, and what answers for it."
                }
            });
        }
        Some(Decision::Authorizes { .. }) => {
            return Some("The answer was right, for somebody who has no right here. Who has one?");
        }
        Some(Decision::AuthenticationFails { because }) => because,
        _ => {
            return Some(
                "The other host got nothing that it could judge. Send one whole AUTHENTICATE.",
            );
        }
    };
    let refusal = match because {
        DenialReason::LogonFailed(_) => history::judged(log, judged)?.outcome.as_ref().err(),
        DenialReason::Malformed(_) => {
            return Some(
                "These bytes are no AUTHENTICATE. One begins with NTLMSSP, a zero byte and the number 3; the other ways to \
                 answer make it for you.",
            );
        }
        // What the KDC gave for the other host and does not open there is the SPN's doing, which the step tells.
        DenialReason::Kerberos(error_code::KRB_AP_ERR_MODIFIED)
            if method != AnswerMethod::Replay =>
        {
            return None;
        }
        DenialReason::Kerberos(error_code::KRB_AP_ERR_MODIFIED) => {
            return Some(
                "That ticket is for IIS, under the key of IIS’s account: nobody else can open it. With what lies behind the \
                 token the KDC may give one for the other host.",
            );
        }
        DenialReason::Kerberos(error_code::KRB_AP_ERR_REPEAT) => {
            return Some(
                "That ticket opens here, but its authenticator was shown before, and none counts twice. With what lies behind the \
                 token the KDC may give a ticket of its own.",
            );
        }
        DenialReason::Kerberos(_) => {
            return Some(
                "These bytes are no AP-REQ that counts here. With what lies behind the token the KDC may give a ticket for the \
                 other host.",
            );
        }
        DenialReason::MicMismatch => {
            return Some("The MIC covers all three messages: it is made anew for each question.");
        }
        _ => return Some("Something is missing: a name, or an answer to this very question."),
    };
    Some(match (refusal, method) {
        (Some(Refusal::NoSuchUser), _) => {
            "Whoever was asked has no such account: look at the user and the domain that you give."
        }
        (Some(Refusal::LevelForbids { .. }), _) => {
            "The domain controller refuses answers of this kind, whoever gives them: its level is too strict."
        }
        (Some(Refusal::ProtectedUser | Refusal::State(_) | Refusal::SelectiveTrust), _) => {
            "The domain controller does not let this account sign in so, whatever is answered: look at its judgement."
        }
        (_, AnswerMethod::Replay) => {
            "That answers IIS’s question. The other host asked another: something is needed that can answer any question."
        }
        (_, AnswerMethod::Password) => {
            "That is not the password. A response is made from the password and does not lead back to it. If IIS does \
             not hold it, it is under “What you know”."
        }
        (_, AnswerMethod::NtHash) => {
            "These bytes are not the NT hash. Responses and session keys are made from it, and none leads back. Make one from \
             the password: if IIS does not hold it, it is under “What you know”."
        }
        (_, AnswerMethod::Raw | AnswerMethod::Nothing | AnswerMethod::AskKdc) => {
            "The response in it does not answer this question. Let a password or an NT hash make one."
        }
    })
}

/// The name of a way to answer, as its button has it.
pub fn answer_method(method: AnswerMethod) -> &'static str {
    match method {
        AnswerMethod::AskKdc => "A ticket from the KDC, with what lies behind the token",
        AnswerMethod::Replay => "The AUTHENTICATE of hop 1, as it is",
        AnswerMethod::Nothing => "No name and no response",
        AnswerMethod::Password => "An answer from a password",
        AnswerMethod::NtHash => "An answer from 16 bytes used as the NT hash",
        AnswerMethod::Raw => "Bytes of your own as the AUTHENTICATE",
    }
}

/// What is answered, and with a value of which name and length.
pub fn answer(method: AnswerMethod, name: &'static str, (value, length): (&str, usize)) -> String {
    let cut_off = method == AnswerMethod::NtHash && length > 16;
    let cut_off = if cut_off { ", its first 16 bytes" } else { "" };
    match method.takes_value() {
        true => format!("{name}: {value}{cut_off}"),
        false => name.to_owned(),
    }
}

/// A message that IIS sent or received.
pub fn message(kind: MessageType, hop: Hop) -> String {
    of_hop(kind.name(), hop)
}

/// What a server asked, by the hop it asked on.
pub fn challenge(hop: Hop) -> String {
    of_hop("challenge", hop)
}

/// What a client answered, by the hop it answered on.
pub fn response(hop: Hop) -> String {
    of_hop("NtChallengeResponse", hop)
}

fn of_hop(name: &'static str, hop: Hop) -> String {
    match hop {
        Hop::Number(number) => prose! { name, " of hop ", usize::from(number) }.to_string(),
        Hop::Directory => prose! { name, " of pass-through" }.to_string(),
    }
}

/// What a function makes of values.
pub fn made(function: &'static str, inputs: &[&str]) -> String {
    prose! { function, "(", cut(inputs.join(", "), 60), ")" }.to_string()
}
