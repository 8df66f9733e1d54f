//! The domain controller's exchanges.

use super::sources::{apds, erref, kb, nlmp, nrpc, other};
use super::{About, Explanation};
use crate::hosts::{Refusal, Role};
use crate::present::fingerprint;
use crate::present::words::text::{LONG, account};
use crate::present::words::{self, read, status};
use crate::wire::netlogon::{Logon, LogonRequest, LogonResponse};
use crate::wire::ntlm::ResponseKind;

/// What is simplified in a pass-through exchange.
pub const SIMPLIFIED: &str = "Pass-through validation is simplified: the values that matter, in a layout of this lab’s own. A real one is \
     NetrLogonSamLogonEx in NDR, signed and encrypted by the computer’s secure channel.";

/// A question to the domain controller.
pub fn asks(about: &About<'_>, request: &LogonRequest) -> Explanation {
    let who = account(&request.domain, &request.user, LONG);
    let from = read::subject(about.log, about.event.host);
    let explained = match &request.logon {
        Logon::Network { challenge, .. } => Explanation::of(format!(
            "{from} sends the domain controller the name {who}, the challenge {} and the response, and asks whether they fit.",
            fingerprint(challenge)
        ))
        .say(format!(
            "{from} cannot judge this: it takes the account’s NT hash to compute what is right, and only the authority for the account holds it."
        )),
        Logon::Interactive { .. } => Explanation::of(format!(
            "{from} was sent a password. It sends the domain controller the hashes of it and asks whether they are those of {who}."
        ))
        .say("A logon of this kind needs no challenge: the asking computer has the password itself."),
    };
    explained
        .note(SIMPLIFIED)
        .from(nlmp("1.3.1.1"))
        .from(apds("3.1.5.2"))
        .from(nrpc("3.5.4.5.1"))
}

/// Its answer.
pub fn answers(about: &About<'_>, response: &LogonResponse) -> Explanation {
    let network = read::judged(about.log, about.event.id)
        .is_some_and(|judged| *judged.outcome != Ok(ResponseKind::Empty));
    let explained = match &response.validation {
        Some(validation) => {
            let who = account(&validation.domain, &validation.user, LONG);
            let explained = Explanation::of(format!("The domain controller says yes: {who}."));
            if network {
                explained
                    .say(format!(
                        "With it goes the session base key {}: both ends of this one exchange can sign with it. The NT hash stays where it is.",
                        fingerprint(&validation.session_base_key)
                    ))
                    .say("So the server learns who calls, and nothing with which it could answer another host’s challenge.")
            } else {
                explained.say("The asking computer may now make a token for this account.")
            }
        }
        None => Explanation::of(format!("The domain controller says no: {}.", status(response.status)))
            .say("The server that asked knows the reason; its client is told only that the logon failed."),
    };
    explained
        .note(SIMPLIFIED)
        .from(apds("3.1"))
        .from(erref("2.3.1"))
}

/// A judgement.
pub fn validates(
    about: &About<'_>,
    name: &(String, String),
    outcome: &Result<ResponseKind, Refusal>,
) -> Explanation {
    let who = account(&name.0, &name.1, LONG);
    let authority = if about.log.role(about.event) == Some(Role::DomainController) {
        "The domain controller".to_owned()
    } else {
        read::computer(about.log, about.event)
    };
    let compared = read::compared(about.event).map(|compared| {
        format!(
            "Computed here was {}, received was {}.",
            fingerprint(&compared.expected),
            fingerprint(&compared.received)
        )
    });
    let explained = match outcome {
        Ok(ResponseKind::Empty) => Explanation::of(format!(
            "{authority} compares the NT hash it was sent with the one of {who}: they are equal."
        ))
        .maybe(compared),
        Ok(kind) => Explanation::of(format!(
            "{authority} holds the NT hash of {who}, computes the {} response to this challenge itself, and finds the one it was sent.",
            words::response_name(*kind)
        ))
        .maybe(compared),
        Err(Refusal::NoSuchUser) => Explanation::of(format!("{authority} has no account {who}."))
            .say("To the client this looks the same as a wrong password.")
            .from(kb(239_485)),
        Err(Refusal::WrongPassword) => Explanation::of(format!(
            "{authority} computes what is right for {who}, and was sent something else."
        ))
        .maybe(compared)
        .say("A response fits one password and one challenge. Either of the two can be the one that differs: a wrong password, or an answer to another question."),
        Err(Refusal::LevelForbids { level, kind }) => Explanation::of(format!(
            "{authority} is set to LmCompatibilityLevel {} and does not take {} responses, right or wrong.",
            level.number(),
            words::response_name(*kind)
        ))
        .say("The client’s level decides what is sent, the authority’s level what is taken. A client sends NTLMv2 from level 3 on.")
        .from(other("Network security: LAN Manager authentication level (Windows security policy settings)")),
    };
    explained.from(nlmp("3.3")).from(apds("3.1.5"))
}
