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
        assert_eq!(found[0].facts.user.as_deref(), user);
        assert_eq!(found[0].facts.domain.as_deref(), Some(realm));
    }
}

/// What a proxy could not get it was let to ask for.
#[test]
fn a_proxy_that_reaches_nobody_has_let_the_request_through() {
    let mut legs = Legs::default();
    let password = SentCredential::Clear(Method::Basic, "u".to_owned(), None);
    legs.add(0, Sender::Client, |leg| {
        leg.strand = 1;
        leg.credential = Some(password);
    });
    legs.add(0, Sender::Server, |leg| {
        leg.strand = 1;
        leg.status = Some(Status::Http(504));
    });
    let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
    let accepted = AttemptOutcome::Accepted(Some(Status::Http(504)));
    assert_eq!(found[0].outcome, accepted);
}

/// A WebSocket is open once its request is answered; HTTP/2 has the answer itself.
#[test]
fn a_server_that_switches_protocols_has_answered_but_with_http_2() {
    for (protocol, outcome) in [
        (
            "websocket",
            AttemptOutcome::Accepted(Some(Status::Http(101))),
        ),
        ("h2c", AttemptOutcome::Unanswered),
    ] {
        let mut legs = Legs::default();
        let password = SentCredential::Clear(Method::Basic, "u".to_owned(), None);
        sent(&mut legs, password);
        let head = format!("HTTP/1.1 101 Switching Protocols\r\nUpgrade: {protocol}\r\n\r\n");
        legs.add(0, Sender::Server, |leg| {
            leg.status = Some(Status::Http(101));
            leg.message = head.as_bytes().into();
        });
        let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
        assert_eq!(found[0].outcome, outcome);
    }
}

#[test]
fn a_request_that_was_not_read_was_not_judged() {
    let password = || SentCredential::Clear(Method::Basic, "u".to_owned(), None);
    for (code, outcome) in [
        (400, AttemptOutcome::Unjudged(Status::Http(400))),
        (431, AttemptOutcome::Unjudged(Status::Http(431))),
        (404, AttemptOutcome::Accepted(Some(Status::Http(404)))),
        // Nobody may have looked at who asks yet.
        (500, AttemptOutcome::Accepted(Some(Status::Http(500)))),
        (502, AttemptOutcome::Unjudged(Status::Http(502))),
        (503, AttemptOutcome::Unjudged(Status::Http(503))),
    ] {
        let mut legs = Legs::default();
        sent(&mut legs, password());
        legs.answer(0, code);
        let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
        assert_eq!(found[0].outcome, outcome);
    }
    let mut legs = Legs::default();
    for status in [200, 400] {
        sent(&mut legs, password());
        legs.answer(0, status);
    }
    let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Accepted(Some(Status::Http(200)))
    );
}

#[test]
fn a_bind_without_a_password_is_nobodys() {
    let mut legs = Legs::default();
    for (name, password) in [("", ""), ("CN=a", ""), ("CN=a", "x")] {
        let (name, password) = (name.to_owned(), Some(password.to_owned()));
        sent(
            &mut legs,
            SentCredential::Clear(Method::Simple, name, password),
        );
        legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Ldap(0)));
    }
    let found = attempts(&[flow(1, 2, 389, Protocol::Ldap)], &legs.0);
    let nobodys: Vec<bool> = found.iter().map(Attempt::is_anonymous).collect();
    assert_eq!(nobodys.last(), Some(&false));
    assert!(nobodys.len() > 1 && nobodys[0] && !found[0].fails());
}

#[test]
fn a_server_that_asks_shows_that_the_proxy_let_the_request_through() {
    let mut legs = Legs::default();
    let password = |user: &str| SentCredential::Clear(Method::Basic, user.to_owned(), None);
    sent(&mut legs, password("p"));
    legs.asks(0);
    legs.asks(0);
    for leg in &mut legs.0[..2] {
        leg.strand = 1;
        leg.offers.clear();
    }
    sent(&mut legs, password("s"));
    legs.answer(0, 407);
    let found = attempts(&[flow(1, 2, 80, Protocol::Http)], &legs.0);
    assert!(found[0].to_proxy);
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Accepted(Some(Status::Http(401)))
    );
    assert_eq!(found[1].outcome, AttemptOutcome::Unanswered);
}

/// KRB_AP_ERR_SKEW as a service says it in the place of an AP-REP (RFC 4120 5.9.1).
#[test]
fn a_kerberos_error_in_an_answer_is_the_reason() {
    let error = b"\x7e\x3e\x30\x3c\xa0\x03\x02\x01\x05\xa1\x03\x02\x01\x1e\xa4\x11\x18\x0f20260101000000Z\
        \xa5\x03\x02\x01\x00\xa6\x03\x02\x01\x25\xa9\x03\x1b\x01R\xaa\x0e\x30\x0c\xa0\x03\x02\x01\x02\
        \xa1\x05\x30\x03\x1b\x01s";
    let mut legs = Legs::default();
    legs.token(0, Sender::Server, error.to_vec(), 401);
    let protocol = Protocol::Http;
    assert_eq!(
        reason(&legs.0[0], protocol),
        Some(RefusalReason::Kerberos(37))
    );
    let found = attempts(&[flow(1, 2, 80, protocol)], &legs.0);
    assert_eq!(found[0].facts.reason, Some(RefusalReason::Kerberos(37)));
}

#[test]
fn a_scheme_that_is_not_read_is_named_where_it_was_asked_for() {
    let bearer = |legs: &mut Legs| {
        legs.add(0, Sender::Client, |leg| {
            leg.credential = Some(SentCredential::Token(Method::Other, Arc::from(*b"eyJ")));
            leg.message = Arc::from(*b"GET / HTTP/1.1\r\nAuthorization: Bearer eyJ\r\n\r\n");
        });
        legs.answer(0, 200);
    };
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    bearer(&mut legs);
    assert_eq!(attempts(&flows, &legs.0), []);
    legs.get(0).asks(0);
    bearer(&mut legs);
    bearer(&mut legs);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].facts.scheme.as_deref(), Some("Bearer"));
    assert!(matches!(found[0].outcome, AttemptOutcome::Accepted(_)));
}

/// RFC 7616 3.3.
#[test]
fn a_nonce_that_is_too_old_is_no_refusal() {
    let params = "username=\"alice\", realm=\"R\"".to_owned();
    let stale = |legs: &mut Legs, stale: &str| {
        sent(legs, SentCredential::Digest(params.clone()));
        legs.asks(0);
        let offer = format!("Digest realm=\"R\", nonce=\"n\", stale={stale}");
        legs.0.last_mut().unwrap().offers = vec![offer];
    };
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    stale(&mut legs, "FALSE");
    assert!(attempts(&flows, &legs.0)[0].is_refused());
    let mut legs = Legs::default();
    stale(&mut legs, "TRUE");
    let unjudged = AttemptOutcome::Unjudged(Status::Http(401));
    assert_eq!(attempts(&flows, &legs.0)[0].outcome, unjudged);
    for _ in 0..2 {
        sent(&mut legs, SentCredential::Digest(params.clone()));
        legs.answer(0, 200);
        stale(&mut legs, "true");
    }
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    let accepted = AttemptOutcome::Accepted(Some(Status::Http(200)));
    assert_eq!(found[0].outcome, accepted);
}

/// A password that was taken stays taken, whatever is refused later.
#[test]
fn what_is_refused_later_does_not_undo_what_was_taken() {
    let password = |user: &str, it: &str| {
        SentCredential::Clear(Method::Basic, user.to_owned(), Some(it.to_owned()))
    };
    let digest = || SentCredential::Digest("username=\"u\", realm=\"R\"".to_owned());
    let flows = [flow(1, 2, 80, Protocol::Http)];
    for second in [password("u", "x"), password("u", "wrong"), digest()] {
        let first = match &second {
            SentCredential::Clear(..) => password("u", "x"),
            other => other.clone(),
        };
        let mut legs = Legs::default();
        for (path, it, status) in [
            ("/a", first.clone(), 200),
            ("/a", first, 200),
            ("/b", second, 401),
        ] {
            legs.add(0, Sender::Client, |leg| {
                leg.credential = Some(it);
                leg.request = Some(format!("GET {path}"));
            });
            legs.answer(0, status);
        }
        let found = attempts(&flows, &legs.0);
        let told: Vec<_> = found
            .iter()
            .map(|it| (it.request.as_deref(), it.legs.len(), it.outcome.clone()))
            .collect();
        let accepted = AttemptOutcome::Accepted(Some(Status::Http(200)));
        let refused = AttemptOutcome::Refused(Some(Status::Http(401)));
        let expected = [(Some("GET /a"), 4, accepted), (Some("GET /b"), 2, refused)];
        assert_eq!(told, expected);
        assert_eq!(found[1].facts.user.as_deref(), Some("u"));
    }
}

/// RFC 4511 4.2.1: a bind replaces the one before it.
#[test]
fn each_bind_that_is_answered_stands_alone() {
    let mut legs = Legs::default();
    for code in [0, 0, 49] {
        let password = Some("x".to_owned());
        sent(
            &mut legs,
            SentCredential::Clear(Method::Simple, "CN=a".to_owned(), password),
        );
        legs.add(0, Sender::Server, |leg| {
            leg.status = Some(Status::Ldap(code))
        });
    }
    let found = attempts(&[flow(1, 2, 389, Protocol::Ldap)], &legs.0);
    let refused: Vec<bool> = found.iter().map(Attempt::is_refused).collect();
    assert_eq!(refused, [false, false, true]);
}

/// No domain controller is reached, or the server has no time: nobody looked at the proof.
#[test]
fn a_proof_that_could_not_be_checked_is_not_refused() {
    let [_, _, authenticate] = messages(false);
    for (status, checked) in [
        (Status::Nt(0xC000_005E), false),
        (Status::Nt(0xC000_00E5), false),
        (Status::Nt(0xC000_006D), true),
        (Status::Ldap(51), false),
        (Status::Ldap(52), false),
        (Status::Ldap(49), true),
        (Status::Smtp(454), false),
        (Status::Smtp(535), true),
    ] {
        let mut legs = Legs::default();
        legs.token(0, Sender::Client, authenticate.clone(), 0);
        legs.add(0, Sender::Server, |leg| leg.status = Some(status.clone()));
        let found = attempts(&[flow(1, 2, 445, Protocol::Smb2)], &legs.0);
        let expected = match checked {
            true => AttemptOutcome::Refused(Some(status)),
            false => AttemptOutcome::Unjudged(status),
        };
        assert_eq!(found[0].outcome, expected);
    }
}

/// What the client sends is not captured.
#[test]
fn an_answer_to_what_was_not_captured_refuses_nothing_that_was_not_sent() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let [_, challenge, _] = messages(false);
    for refused in [false, true] {
        let mut legs = Legs::default();
        legs.token(0, Sender::Server, challenge.clone(), 401);
        let begun = &attempts(&flows, &legs.0)[0];
        assert!(!begun.is_of_server_alone());
        match refused {
            true => legs.asks(0),
            false => legs.answer(0, 200),
        };
        let found = &attempts(&flows, &legs.0)[0];
        assert_eq!(found.is_refused(), refused);
        assert!(found.is_of_server_alone() && !found.breaks_off() && !found.without_question);
        let lost = [MessageRole::Negotiate, MessageRole::Authenticate];
        assert_eq!(found.missing(), lost);
    }
}
