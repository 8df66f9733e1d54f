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
