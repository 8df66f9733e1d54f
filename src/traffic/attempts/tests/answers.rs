//! What requests and answers tell beyond their tokens.

use super::*;

fn sent(legs: &mut Legs, credential: SentCredential) {
    legs.add(0, Sender::Client, |leg| leg.credential = Some(credential));
}

#[test]
fn digest_tells_the_user_and_the_realm() {
    let cases = [
        (
            "username=\"Susan\", realm=\"INS.COM\"",
            Some("Susan"),
            "INS.COM",
        ),
        ("username=\"C\\\\al\", realm=\"R\"", Some("al"), "C"),
        (
            "username*=UTF-8''J%C3%A4s%C3%B8n, realm=\"R1\"",
            Some("Jäsøn"),
            "R1",
        ),
        ("username=\"5f1d\", userhash=true, realm=\"R\"", None, "R"),
    ];
    for (params, user, realm) in cases {
        let mut legs = Legs::default();
        sent(&mut legs, SentCredential::Digest(params.to_owned()));
        let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
        assert_eq!(found[0].told.user.as_deref(), user);
        assert_eq!(found[0].told.domain.as_deref(), Some(realm));
    }
}

#[test]
fn a_request_that_was_not_read_was_not_judged() {
    let password = || SentCredential::Clear(Method::Basic, "u".to_owned(), None);
    for (code, fate) in [
        (400, Fate::Unjudged(Status::Http(400))),
        (431, Fate::Unjudged(Status::Http(431))),
        (404, Fate::Accepted(Some(Status::Http(404)))),
    ] {
        let mut legs = Legs::default();
        sent(&mut legs, password());
        legs.answer(0, code);
        let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
        assert_eq!(found[0].fate, fate);
    }
    let mut legs = Legs::default();
    for status in [200, 400] {
        sent(&mut legs, password());
        legs.answer(0, status);
    }
    let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
    assert_eq!(found[0].fate, Fate::Accepted(Some(Status::Http(200))));
}
