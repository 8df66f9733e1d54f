//! Which sign-ins a text that is typed means.

use crate::present::evidence::{party, target};
use crate::present::narration::traffic::{
    brief_result, how_over, protocol_name, result_name, status_name, whole_who,
};
use crate::traffic::attempts::{Attempt, AttemptOutcome};
use crate::traffic::collection::Collection;
use crate::traffic::leg::Party;
use std::collections::HashMap;

/// Texts that sign-ins are found by: each once, however many share it, so that a word is looked for once in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterIndex {
    /// The texts in small letters, a line end behind each: no word goes over one.
    texts: String,
    /// Where each text ends in `texts`.
    ends: Vec<usize>,
    /// Of each sign-in, by its number, the numbers of its texts.
    attempts: Vec<[usize; TEXTS]>,
}

impl FilterIndex {
    /// The texts of all sign-ins. Takes time in proportion to their number.
    pub fn new(collection: &Collection) -> Self {
        let mut index = Self::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        for attempt in &collection.attempts {
            let numbers = texts(collection, attempt).map(|text| {
                if let Some(number) = known.get(&text) {
                    return *number;
                }
                let number = index.ends.len();
                index.texts.push_str(&crate::letter_case::lower(&text));
                index.texts.push('\n');
                index.ends.push(index.texts.len());
                known.insert(text, number);
                number
            });
            index.attempts.push(numbers);
        }
        index
    }

    /// Whether each sign-in, by its number, has every word that was typed in it: a user, a host, a scheme, a result.
    pub fn matching(&self, typed: &str) -> Vec<bool> {
        let mut matching = vec![true; self.attempts.len()];
        for word in typed.split_whitespace() {
            let with = self.texts_with(&crate::letter_case::lower(word));
            let has = |number: &usize| with.get(*number).copied().unwrap_or(false);
            for (matches, numbers) in matching.iter_mut().zip(&self.attempts) {
                *matches = *matches && numbers.iter().any(has);
            }
        }
        matching
    }

    /// Whether each text has a word in it.
    fn texts_with(&self, word: &str) -> Vec<bool> {
        let mut with = vec![false; self.ends.len()];
        let mut number = 0;
        for (at, _) in self.texts.match_indices(word) {
            while self.ends.get(number).is_some_and(|end| *end <= at) {
                number += 1;
            }
            if let Some(with) = with.get_mut(number) {
                *with = true;
            }
        }
        with
    }
}

/// So many texts a sign-in has: those that many share stand apart from those that few do.
const TEXTS: usize = 6;

/// How and with what result; of what; who; from where; to where; and the ports of that.
fn texts(collection: &Collection, attempt: &Attempt) -> [String; TEXTS] {
    let flow = collection.flow(attempt);
    let status = match &attempt.outcome {
        AttemptOutcome::Accepted(Some(status))
        | AttemptOutcome::Refused(Some(status))
        | AttemptOutcome::Unjudged(status) => status_name(status),
        _ => String::new(),
    };
    let protocol = flow.map_or("", |flow| protocol_name(flow.protocol));
    let told = &attempt.facts;
    let who = [&told.user, &told.domain, &told.computer];
    let mut who: Vec<&str> = who.into_iter().flatten().map(String::as_str).collect();
    let listed = whole_who(collection, attempt);
    who.push(&listed);
    let request = attempt.request.as_deref().unwrap_or_default();
    let host = |party: &Party| {
        let address = party.address.map(|it| it.to_string());
        [collection.name(party), address.unwrap_or_default()].join("\n")
    };
    let ends = flow.map(|flow| [host(&flow.client), host(&flow.server)]);
    let [client, server] = ends.unwrap_or_default();
    let ports = flow.map(|flow| [&flow.client, &flow.server].map(|it| party(collection, it)));
    let brief = brief_result(attempt).to_string();
    [
        [
            &how_over(collection, attempt),
            result_name(attempt),
            &brief,
            protocol,
            &status,
        ]
        .join("\n"),
        [&target(collection, attempt), request].join("\n"),
        who.join("\n"),
        client,
        server,
        ports.unwrap_or_default().join("\n"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::files::FileExtras;
    use crate::traffic::leg::{
        Contents, FileLocation, Flow, Leg, Method, Protocol, Sender, SentCredential, Status, Unit,
    };

    /// A sign-in with a password from that computer, and how it is answered.
    fn sign_in(contents: &mut Contents, computer: u8, user: &str, status: u16) {
        let flow = contents.flows.len();
        let party = |last: u8, port: u16| Party {
            address: Some([10, 0, 0, last].into()),
            port: Some(port),
            name: None,
        };
        let client = party(computer, 49_000 + u16::from(computer));
        contents
            .flows
            .push(Flow::new(client, party(1, 80), Protocol::Http));
        let location = FileLocation {
            unit: Unit::Packet,
            first: 1,
            last: 1,
        };
        let mut proof = Leg::new(flow, Sender::Client, None, location);
        proof.credential = Some(SentCredential::Clear(Method::Basic, user.to_owned(), None));
        let mut answer = Leg::new(flow, Sender::Server, None, location);
        answer.status = Some(Status::Http(status));
        contents.legs.extend([proof, answer]);
    }

    #[test]
    fn every_word_is_looked_for_in_every_text() {
        let mut contents = Contents::default();
        sign_in(&mut contents, 7, "Alice", 200);
        sign_in(&mut contents, 8, "bob", 200);
        sign_in(&mut contents, 7, "bob", 401);
        let mut collection = Collection::default();
        collection.add("file", contents, FileExtras::default());
        let index = FilterIndex::new(&collection);
        for (typed, expected) in [
            ("", [true; 3]),
            ("  ", [true; 3]),
            ("alice", [true, false, false]),
            ("ALI", [true, false, false]),
            ("bob 10.0.0.7", [false, false, true]),
            ("10.0.0.7 basic", [true, false, true]),
            ("10.0.0.1", [true; 3]),
            ("401", [false, false, true]),
            // The end of one text and the beginning of the next are no word.
            ("alice10", [false; 3]),
            ("nobody", [false; 3]),
            // What the list shows is found as it stands there.
            ("49007", [true, false, true]),
            ("10.0.0.8:49008", [false, true, false]),
        ] {
            assert_eq!(index.matching(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_the_list_shows_is_found() {
        let mut contents = Contents::default();
        sign_in(&mut contents, 7, "ANONYMOUS LOGON", 401);
        sign_in(&mut contents, 8, "CONTOSO\\bob", 200);
        let mut collection = Collection::default();
        collection.add("file", contents, FileExtras::default());
        let index = FilterIndex::new(&collection);
        for (number, attempt) in collection.attempts.iter().enumerate() {
            for shown in [
                whole_who(&collection, attempt),
                brief_result(attempt).to_string(),
                target(&collection, attempt),
                how_over(&collection, attempt),
            ] {
                assert!(index.matching(&shown)[number], "{shown}");
            }
        }
        assert_eq!(index.matching("nobody anonymous"), [true, false]);
        assert_eq!(index.matching("CONTOSO\\bob"), [false, true]);
    }
}
