//! Traffic as JSON: the shape is documented in examples/README.md and does not change under the same names.

use super::time::rfc3339;
use crate::present::evidence::{CheckedProof, all_places, party, shortages_besides, target};
use crate::present::json::JsonWriter;
use crate::present::narration::traffic as said;
use crate::traffic::attempts::{Attempt, MessageRole};
use crate::traffic::collection::Collection;
use crate::traffic::leg::{FileLocation, Unit};
use std::collections::BTreeMap;

/// Everything found, as one object; `proofs` are those of each attempt, by its number. Passwords are not in it.
pub fn json(collection: &Collection, proofs: &[Vec<CheckedProof>]) -> String {
    let mut json = JsonWriter::default();
    json.object(|json| {
        json.list("files", &collection.files, |json, file| {
            json.object(|json| {
                json.text("name", &file.name);
                json.text("format", &file.format.to_string());
                if let Some(writer) = &file.writer {
                    json.text("writer", writer);
                }
                json.number("packets", file.count);
                if file.aligned {
                    json.name("shift");
                    json.plain(file.shift);
                }
                let lost: Vec<_> = file.skipped.iter().filter(|it| it.is_loss()).collect();
                json.list("dropped", &lost, |json, skipped| {
                    json.object(|json| {
                        json.text("what", &said::skip_reason(&skipped.reason));
                        if let Some(location) = skipped.location {
                            json.text("where", &said::location(location));
                        }
                    });
                });
            });
        });
        hosts(json, collection);
        let places = all_places(collection);
        let attempts = collection.attempts.iter().zip(&places).enumerate();
        // Once each, however many files show it.
        let once = attempts.filter(|(_, (_, places))| !places.is_empty());
        json.list("signins", once, |json, (number, (it, found_at))| {
            let found = proofs.get(number).map(Vec::as_slice).unwrap_or_default();
            json.object(|json| {
                attempt(json, collection, number, it, found);
                where_found(json, found_at);
                verdicts(json, found);
            });
        });
        json.list(
            "missing",
            shortages_besides(collection, proofs),
            |json, shortage| {
                json.object(|json| {
                    json.text("what", &said::shortage(&shortage));
                    json.text("how", said::remedy(shortage.lack.remedy()));
                });
            },
        );
    });
    json.into_text()
}

/// Every computer that takes part in a sign-in, and what it is there.
fn hosts(json: &mut JsonWriter, collection: &Collection) {
    let mut hosts: BTreeMap<String, (Option<String>, bool, bool)> = BTreeMap::new();
    let flows = collection
        .attempts
        .iter()
        .filter_map(|it| collection.flow(it));
    for flow in flows {
        for (party, server) in [(&flow.client, false), (&flow.server, true)] {
            let address = party.address.map(|it| it.to_string());
            let entry = hosts
                .entry(collection.name(party))
                .or_insert((address, false, false));
            entry.1 |= !server;
            entry.2 |= server;
        }
    }
    json.list("hosts", hosts, |json, (name, (address, client, server))| {
        json.object(|json| {
            json.text("name", &name);
            if let Some(address) = address {
                json.text("address", &address);
            }
            let roles = [("client", client), ("server", server)];
            let roles = roles.into_iter().filter(|(_, is)| *is);
            json.list("roles", roles, |json, (role, _)| json.string(role));
        });
    });
}

fn attempt(
    json: &mut JsonWriter,
    collection: &Collection,
    number: usize,
    it: &Attempt,
    proofs: &[CheckedProof],
) {
    let optional = |json: &mut JsonWriter, name: &str, value: Option<&String>| {
        json.name(name);
        match value {
            Some(value) => json.string(value),
            None => json.plain("null"),
        }
    };
    let opened = proofs.iter().find_map(|proof| proof.who.as_ref());
    json.number("id", number as u64 + 1);
    let first = it
        .legs
        .first()
        .and_then(|(_, leg)| collection.legs.get(*leg));
    optional(
        json,
        "at",
        first.and_then(|leg| leg.at).map(rfc3339).as_ref(),
    );
    if let Some(flow) = collection.flow(it) {
        json.text("from", &party(collection, &flow.client));
        json.text("to", &party(collection, &flow.server));
        json.text("protocol", said::protocol_name(flow.protocol));
    }
    json.text("scheme", said::scheme_name(it));
    json.text("how", &said::how(it));
    optional(
        json,
        "user",
        it.facts.user.as_ref().or(opened.map(|(_, user)| user)),
    );
    optional(
        json,
        "domain",
        it.facts.domain.as_ref().or(opened.map(|(realm, _)| realm)),
    );
    if let Some(served) = &it.facts.served {
        json.text("for", served);
    }
    if let Some(service) = &it.facts.acting {
        json.text("by", service);
    }
    if let Some(computer) = &it.facts.computer {
        json.text("workstation", computer);
    }
    json.text("target", &target(collection, it));
    if let Some(request) = &it.request {
        json.text("request", request);
    }
    if !it.facts.marks.is_empty() {
        let marks = it.facts.marks.iter();
        json.list("flags", marks, |json, mark| {
            json.string(said::mark_name(*mark));
        });
    }
    json.text("result", said::result_name(it));
    json.text("because", &said::explained(collection, it));
    legs(json, it);
    if let Some(serves) = it.on_behalf_of {
        json.number("serves", serves as u64 + 1);
    }
}

/// Which messages of a sign-in were seen, and which are missing.
fn legs(json: &mut JsonWriter, it: &Attempt) {
    json.name("legs");
    json.object(|json| {
        let seen = it.legs.iter().filter(|(role, _)| *role != MessageRole::Gap);
        json.list("seen", seen, |json, (role, _)| {
            json.string(said::role_name(*role))
        });
        json.list("missing", it.missing(), |json, role| {
            json.string(said::role_name(role))
        });
    });
}

/// Where in the files a sign-in stands.
fn where_found(json: &mut JsonWriter, places: &[(usize, FileLocation)]) {
    json.list("where", places, |json, (file, location)| {
        json.object(|json| {
            json.number("file", *file as u64);
            json.text("unit", said::unit_name(location.unit));
            json.number("first", location.first.into());
            json.number("last", location.last.into());
            if let Unit::Record { event, number } = location.unit {
                json.number("event", event.into());
                json.number("record", number);
            }
        });
    });
}

fn verdicts(json: &mut JsonWriter, proofs: &[CheckedProof]) {
    json.list("verdicts", proofs, |json, proof| {
        json.object(|json| {
            json.text("about", proof.about);
            json.text("result", proof.result.name());
            json.text("because", &proof.because);
        });
    });
}
