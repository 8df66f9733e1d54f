mod answers;
mod any;
mod behalf;
mod ends;
mod kdc_questions;
mod kinds;
mod ldap;

use super::*;
use crate::traffic::leg::{
    FileLocation, LegKind, Party, Protocol, SentCredential, Status, Timestamp, Unit,
};
use crate::wire::from_base64;
use std::net::IpAddr;
use std::sync::Arc;

/// `[MS-NLMP]` 4.2.4's CHALLENGE, and an AUTHENTICATE with nobody in it.
const NEGOTIATE: &str = "TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKAGFKAAAADw==";

fn flow(client: u8, server: u8, port: u16, protocol: Protocol) -> Flow {
    let party = |last: u8, port| Party {
        address: Some(IpAddr::from([10, 0, 0, last])),
        port: Some(port),
        name: None,
    };
    Flow::new(party(client, 50_000), party(server, port), protocol)
}

/// Legs as they come in, a millisecond apart.
#[derive(Default)]
struct Legs(Vec<Leg>);

impl Legs {
    fn add(&mut self, flow: usize, sender: Sender, edit: impl FnOnce(&mut Leg)) -> &mut Self {
        let number = u32::try_from(self.0.len()).unwrap();
        let location = FileLocation {
            unit: Unit::Packet,
            first: number + 1,
            last: number + 1,
        };
        let mut leg = Leg::new(
            flow,
            sender,
            Some(Timestamp(i64::from(number) * 1_000_000)),
            location,
        );
        edit(&mut leg);
        self.0.push(leg);
        self
    }

    fn get(&mut self, flow: usize) -> &mut Self {
        self.add(flow, Sender::Client, |leg| {
            leg.request = Some("GET /a".to_owned())
        })
    }

    fn asks(&mut self, flow: usize) -> &mut Self {
        self.add(flow, Sender::Server, |leg| {
            leg.status = Some(Status::Http(401));
            leg.offers = vec!["NTLM".to_owned()];
        })
    }

    fn token(&mut self, flow: usize, sender: Sender, bytes: Vec<u8>, status: u16) -> &mut Self {
        self.add(flow, sender, |leg| {
            leg.credential = Some(SentCredential::Token(Method::Ntlm, Arc::from(bytes)));
            if sender == Sender::Server {
                leg.status = Some(Status::Http(status));
            } else {
                leg.request = Some("GET /a".to_owned());
            }
        })
    }

    fn answer(&mut self, flow: usize, status: u16) -> &mut Self {
        self.add(flow, Sender::Server, |leg| {
            leg.status = Some(Status::Http(status))
        })
    }

    /// A whole sign-in with NTLM that ends so, as the lab sends it.
    fn ntlm(&mut self, flow: usize, anonymous: bool, status: u16) -> &mut Self {
        let [negotiate, challenge, authenticate] = messages(anonymous);
        self.get(flow).asks(flow);
        self.token(flow, Sender::Client, negotiate, 0);
        self.token(flow, Sender::Server, challenge, 401);
        self.token(flow, Sender::Client, authenticate, 0);
        self.answer(flow, status)
    }
}

/// The three messages of hop 1 of the lab's own run, or of its hop 2, where IIS is nobody.
fn messages(anonymous: bool) -> [Vec<u8>; 3] {
    let log = crate::lab::run(&crate::lab::Scenario::of(crate::hosts::Era::Today));
    let mut sent = [const { Vec::new() }; 3];
    for (bytes, event) in log.messages() {
        let second = log.hop(event) == Some(crate::lab::Hop::SECOND);
        if second != anonymous {
            continue;
        }
        if let Some(token) = crate::wire::ntlm_token(bytes) {
            let kind = usize::from(token[8]) - 1;
            if sent[kind].is_empty() {
                sent[kind] = token;
            }
        }
    }
    assert!(sent.iter().all(|it| !it.is_empty()));
    sent
}

#[test]
fn the_messages_of_a_sign_in_are_one_attempt() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    legs.ntlm(0, false, 200);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    let it = &found[0];
    assert_eq!(it.mechanism, SeenMechanism::Ntlm);
    assert_eq!(it.facts.user.as_deref(), Some("alice"));
    assert_eq!(
        it.outcome,
        AttemptOutcome::Accepted(Some(Status::Http(200)))
    );
    assert!(it.missing().is_empty());
    let roles: Vec<MessageRole> = it.legs.iter().map(|(role, _)| *role).collect();
    use MessageRole::*;
    assert_eq!(
        roles,
        [Request, Demand, Negotiate, Challenge, Authenticate, Answer]
    );
}

#[test]
fn a_refusal_and_the_next_attempt_on_the_same_connection_are_two() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    let [negotiate, challenge, authenticate] = messages(false);
    legs.ntlm(0, false, 401);
    legs.token(0, Sender::Client, negotiate, 0);
    legs.token(0, Sender::Server, challenge, 401);
    legs.token(0, Sender::Client, authenticate, 0);
    legs.answer(0, 200);
    let found = attempts(&flows, &legs.0);
    let outcomes: Vec<&AttemptOutcome> = found.iter().map(|it| &it.outcome).collect();
    assert_eq!(
        outcomes,
        [
            &AttemptOutcome::Refused(Some(Status::Http(401))),
            &AttemptOutcome::Accepted(Some(Status::Http(200)))
        ]
    );
}

#[test]
fn what_begins_in_the_middle_says_what_it_lacks() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let [_, _, authenticate] = messages(false);
    let mut legs = Legs::default();
    legs.token(0, Sender::Client, authenticate, 0);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].outcome, AttemptOutcome::Unanswered);
    assert_eq!(
        found[0].missing(),
        [
            MessageRole::Negotiate,
            MessageRole::Challenge,
            MessageRole::Answer
        ]
    );
}

#[test]
fn a_demand_that_nobody_answers_is_an_attempt_that_was_not_made() {
    let flows = [
        flow(1, 2, 80, Protocol::Http),
        flow(1, 3, 80, Protocol::Http),
    ];
    let mut legs = Legs::default();
    legs.get(0).asks(0);
    // On the other server the browser goes on, over the same connection.
    legs.ntlm(1, false, 200);
    let found = attempts(&flows, &legs.0);
    let outcomes: Vec<&AttemptOutcome> = found.iter().map(|it| &it.outcome).collect();
    assert_eq!(
        outcomes,
        [
            &AttemptOutcome::NotTried,
            &AttemptOutcome::Accepted(Some(Status::Http(200)))
        ]
    );
}

#[test]
fn whoever_is_called_before_the_answer_is_called_for_the_one_who_asked() {
    let flows = [
        flow(1, 2, 80, Protocol::Http),
        flow(2, 3, 80, Protocol::Http),
        flow(9, 3, 80, Protocol::Http),
    ];
    let mut legs = Legs::default();
    let [negotiate, challenge, authenticate] = messages(false);
    legs.get(0).asks(0);
    legs.token(0, Sender::Client, negotiate, 0);
    legs.token(0, Sender::Server, challenge, 401);
    legs.token(0, Sender::Client, authenticate, 0);
    legs.ntlm(1, true, 401);
    legs.answer(0, 500);
    legs.ntlm(2, false, 200);
    let found = attempts(&flows, &legs.0);
    let serves: Vec<Option<usize>> = found.iter().map(|it| it.on_behalf_of).collect();
    assert_eq!(serves, [None, Some(0), None]);
    assert!(found[1].is_anonymous() && found[1].fails());
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Accepted(Some(Status::Http(500)))
    );
}

#[test]
fn a_password_with_each_request_is_one_attempt() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    legs.get(0).asks(0);
    for _ in 0..3 {
        legs.add(0, Sender::Client, |leg| {
            let secret = Some("geheim".to_owned());
            leg.credential = Some(SentCredential::Clear(
                Method::Basic,
                "D\\u".to_owned(),
                secret,
            ));
        });
        legs.answer(0, 200);
    }
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    let it = &found[0];
    assert_eq!(it.mechanism, SeenMechanism::Password(Method::Basic));
    assert_eq!(
        (it.facts.domain.as_deref(), it.facts.user.as_deref()),
        (Some("D"), Some("u"))
    );
    assert!(matches!(it.outcome, AttemptOutcome::Accepted(_)));
}

#[test]
fn a_password_with_each_request_is_for_what_was_asked_for_first() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    legs.get(0).asks(0);
    for (path, status) in [
        ("/first", 200),
        ("/second", 404),
        ("/third", 500),
        ("/fourth", 401),
    ] {
        legs.add(0, Sender::Client, |leg| {
            leg.request = Some(format!("GET {path}"));
            leg.target = Some(format!("web{path}"));
            let secret = Some("geheim".to_owned());
            leg.credential = Some(SentCredential::Clear(Method::Basic, "u".to_owned(), secret));
        });
        legs.answer(0, status);
    }
    let found = attempts(&flows, &legs.0);
    let told = found
        .iter()
        .map(|it| (it.request.as_deref(), it.target.as_deref(), &it.outcome));
    let told: Vec<_> = told.collect();
    let accepted = AttemptOutcome::Accepted(Some(Status::Http(200)));
    let refused = AttemptOutcome::Refused(Some(Status::Http(401)));
    assert_eq!(
        told,
        [
            (Some("GET /first"), Some("web/first"), &accepted),
            (Some("GET /fourth"), Some("web/fourth"), &refused)
        ]
    );
}

#[test]
fn a_token_that_is_cut_is_still_one() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let whole = from_base64(NEGOTIATE).unwrap();
    for length in 0..whole.len() {
        let mut legs = Legs::default();
        legs.token(0, Sender::Client, whole[..length].to_vec(), 0);
        assert_eq!(attempts(&flows, &legs.0).len(), 1, "{length}");
    }
}

#[test]
fn time_grows_with_the_number_of_messages() {
    let time = |count: usize| {
        let flows: Vec<Flow> = (0..count).map(|_| flow(1, 2, 80, Protocol::Http)).collect();
        let mut legs = Legs::default();
        let [negotiate, challenge, authenticate] = messages(false);
        for flow in 0..count {
            legs.get(flow).asks(flow);
            legs.token(flow, Sender::Client, negotiate.clone(), 0);
            legs.token(flow, Sender::Server, challenge.clone(), 401);
            legs.token(flow, Sender::Client, authenticate.clone(), 0);
            legs.answer(flow, 200);
        }
        let start = std::time::Instant::now();
        assert_eq!(attempts(&flows, &legs.0).len(), count);
        start.elapsed()
    };
    let (few, many) = (time(300), time(3_000));
    assert!(many < few * 40, "{few:?} {many:?}");
}
