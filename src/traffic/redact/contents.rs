//! What a file of traffic holds, redacted before anything is drawn of it: then no name and no proof is in what is made of it.

use super::{Pseudonyms, http, redact, tds, token, vocabulary};
use crate::traffic::leg::{Contents, Leg, Method, Party, SentCredential};

/// Redacts the contents of a file. What a verdict needs must be tried before: the proofs are gone.
pub fn redact_contents(contents: &mut Contents, names: &mut Pseudonyms) {
    for (address, name) in &mut contents.names {
        *address = names.address(*address);
        *name = names.host(name);
    }
    for flow in &mut contents.flows {
        redact_party(&mut flow.client, names);
        redact_party(&mut flow.server, names);
        flow.caller = flow.caller.map(|address| names.address(address));
    }
    for call in &mut contents.unreached {
        redact_party(&mut call.client, names);
        redact_party(&mut call.server, names);
    }
    for leg in &mut contents.legs {
        redact_leg(leg, names);
    }
}

/// Redacts a message. Its port, its times and its place in the file stay.
pub fn redact_leg(leg: &mut Leg, names: &mut Pseudonyms) {
    leg.message = redact(&leg.message, names).bytes.into();
    if let Some(request) = &mut leg.request {
        *request = redact_request(request, names, http::target);
    }
    if let Some(target) = &mut leg.target {
        *target = match target.contains('/') {
            true => names.service(target),
            false => names.host(target),
        };
    }
    if let Some(words) = &mut leg.words {
        *words = tds::words(words, names);
    }
    for offer in &mut leg.offers {
        *offer = http::challenges(offer, names);
    }
    if let Some(credential) = &mut leg.credential {
        redact_credential(credential, names);
    }
}

/// What was asked for: told without a name, by a mechanism or an interface, or by what a log has, it stays; `AS-REQ alice` gets
/// another name, and `GET /orders` another target.
pub fn redact_request(
    request: &str,
    names: &mut Pseudonyms,
    target: impl FnOnce(&str, &mut Pseudonyms) -> String,
) -> String {
    match request.split_once(' ') {
        Some(("AUTH", mechanism)) => format!("AUTH {}", vocabulary::scheme(mechanism)),
        Some(("bind", kind)) => match kind.strip_prefix("SASL ") {
            Some(mechanism) => format!("bind SASL {}", vocabulary::scheme(mechanism)),
            None => request.to_owned(),
        },
        Some(("change" | "event" | "ticket", _)) => request.to_owned(),
        Some((kind @ ("AS-REQ" | "TGS-REQ"), client)) => format!("{kind} {}", names.user(client)),
        Some((method, asked)) => {
            format!("{} {}", vocabulary::method(method), target(asked, names))
        }
        None => request.to_owned(),
    }
}

fn redact_party(party: &mut Party, names: &mut Pseudonyms) {
    party.address = party.address.map(|address| names.address(address));
    if let Some(name) = &mut party.name {
        *name = names.host(name);
    }
}

fn redact_credential(credential: &mut SentCredential, names: &mut Pseudonyms) {
    match credential {
        SentCredential::Token(_, bytes) => *bytes = token::or_zeros(bytes, names).into(),
        SentCredential::Clear(method, user, password) => {
            *user = match method {
                Method::Simple => names.bound(user),
                _ => names.user(user),
            };
            // None at all is no secret: with a name it is a bind of nobody (RFC 4513 5.1.2).
            if let Some(password) = password.as_mut().filter(|it| !it.is_empty()) {
                *password = http::CUT.to_owned();
            }
        }
        SentCredential::Digest(text) => *text = http::digest(text, names),
        SentCredential::Stripped(..) => {}
    }
}
