//! A client, a server and an authority, answer by answer.

use super::WDigest;
use crate::crypto::DigestAlgorithm;
use crate::hosts::security::{
    Acceptance, Accepted, Caller, Denied, InitiateError, Initiated, SecurityPackage, Target,
};
use crate::hosts::tests::{self, Bench, authority, machine};
use crate::hosts::{
    ConnectionId, Credential, DenialReason, Era, Identity, LogonType, Mechanism, UserPassword,
};
use crate::wire::http::Digest as Params;
use crate::wire::ntstatus::STATUS_WRONG_PASSWORD;
use std::time::Duration;

const PAGE: &str = "/mail/inbox.aspx?mailbox=alice";

/// As the directory spells it.
fn alice() -> UserPassword {
    UserPassword {
        user: "Alice".to_owned(),
        ..tests::alice()
    }
}

fn caller(typed: UserPassword) -> Caller {
    Caller::Credential(Credential::Password(typed))
}

fn answer(desk: &mut Bench, caller: Caller, question: &str) -> Result<Vec<u8>, InitiateError> {
    let target = Target::http("web-01", "GET", PAGE);
    desk.with(|context| {
        let Ok(Initiated::Listens(state)) = WDigest.initiate(caller, &target, context) else {
            panic!("the server speaks first");
        };
        state.step(question.as_bytes(), context)
    })
    .map(|answered| answered.message)
}

/// What the server makes of an answer to a request, with the accounts on its own computer.
fn judge(server: &mut Bench, token: &[u8], uri: &str) -> Result<Box<Accepted>, Box<Denied>> {
    let line = Target::http("web-01", "GET", uri).request;
    server.with(|context| {
        let state = WDigest.accept(ConnectionId(1), line);
        match state.step(token, context)? {
            Acceptance::Judge(request, state) => {
                let validated = context.machine.accounts.validate(&request);
                state.conclude(&validated.response, context)
            }
            Acceptance::Continue { .. } | Acceptance::Known(_) => {
                panic!("the authority was not asked")
            }
        }
    })
}

fn offer(server: &mut Bench) -> String {
    server.with(|context| WDigest.offer(None, context).unwrap())
}

#[test]
fn the_right_password_gives_a_network_token_with_nothing_behind_it() {
    for (era, algorithm) in [
        (Era::Y1998, DigestAlgorithm::Md5),
        (Era::Today, DigestAlgorithm::Md5Sess),
    ] {
        let mut desk = Bench::new(machine("DESK-07", era, 3));
        let mut server = Bench::new(authority("WEB-01", era, 3));
        let question = offer(&mut server);
        assert!(question.contains(&format!("algorithm={}", algorithm.name())));
        // Each request carries its own, and the nonce is used again.
        for count in ["nc=00000001", "nc=00000002"] {
            let token = answer(&mut desk, caller(alice()), &question).unwrap();
            let text = String::from_utf8(token.clone()).unwrap();
            assert!(
                text.contains(count) && text.contains("username=\"CONTOSO\\\\Alice\""),
                "{text}"
            );
            let known = judge(&mut server, &token, PAGE).unwrap();
            assert_eq!(known.token.identity.to_string(), "CONTOSO\\Alice");
            assert_eq!(known.token.logon, LogonType::Network);
            assert_eq!(known.login.how.mechanism, Mechanism::Digest(algorithm));
            assert!(server.machine.lsa.behind(&known.token).is_empty());
        }
    }
}

#[test]
fn names_are_known_in_the_spellings_that_the_directory_has_hashes_of() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut server = Bench::new(authority("WEB-01", Era::Today, 3));
    for (domain, user, known) in [
        ("", "Alice", true),
        ("", "alice", true),
        ("CONTOSO", "ALICE", true),
        ("contoso", "alice", true),
        ("", "aLICE", false),
        ("CONTOSO", "alice", false),
    ] {
        let typed = UserPassword {
            domain: domain.to_owned(),
            user: user.to_owned(),
            ..alice()
        };
        let question = offer(&mut server);
        let token = answer(&mut desk, caller(typed), &question).unwrap();
        assert_eq!(
            judge(&mut server, &token, PAGE).is_ok(),
            known,
            "{domain}\\{user}"
        );
    }
}

#[test]
fn a_wrong_password_and_a_changed_response_are_refused() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut server = Bench::new(authority("WEB-01", Era::Today, 3));
    let wrong = UserPassword {
        password: "wrong".to_owned(),
        ..alice()
    };
    let question = offer(&mut server);
    let token = answer(&mut desk, caller(wrong), &question).unwrap();
    let denied = judge(&mut server, &token, PAGE).unwrap_err();
    assert_eq!(
        denied.because,
        DenialReason::LogonFailed(STATUS_WRONG_PASSWORD)
    );
    for name in ["response", "cnonce", "uri", "username", "nonce", "realm"] {
        let question = offer(&mut server);
        let token = answer(&mut desk, caller(alice()), &question).unwrap();
        let mut params = Params::of_params(&token).unwrap();
        let value = params.params.iter_mut().find(|(key, _)| key == name);
        value.unwrap().1.push('0');
        let changed = params.to_response();
        assert!(
            judge(&mut server, changed.as_bytes(), PAGE).is_err(),
            "{name}"
        );
    }
}

#[test]
fn an_answer_is_good_once_for_its_own_request_and_while_the_nonce_lives() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut server = Bench::new(authority("WEB-01", Era::Today, 3));
    let question = offer(&mut server);
    let token = answer(&mut desk, caller(alice()), &question).unwrap();
    let other = judge(&mut server, &token, "/admin").unwrap_err();
    assert!(matches!(other.because, DenialReason::Malformed(error) if error.field == "uri"));
    assert!(judge(&mut server, &token, PAGE).is_ok());
    let stale = |result: Result<Box<Accepted>, Box<Denied>>| {
        assert_eq!(result.unwrap_err().because, DenialReason::StaleNonce);
    };
    stale(judge(&mut server, &token, PAGE));

    // Another server's nonce, and one that is too old.
    let mut elsewhere = Bench::new(authority("WEB-01", Era::Today, 3));
    offer(&mut elsewhere);
    let token = answer(&mut desk, caller(alice()), &question).unwrap();
    elsewhere.machine.lsa.nonces = Default::default();
    stale(judge(&mut elsewhere, &token, PAGE));
    server.machine.nonce_lifetime = Duration::ZERO;
    server.later(Duration::from_secs(1));
    let token = answer(&mut desk, caller(alice()), &question).unwrap();
    stale(judge(&mut server, &token, PAGE));
    let again = server.with(|context| WDigest.offer(Some(&DenialReason::StaleNonce), context));
    assert!(WDigest.only_asks_again(again.unwrap().as_bytes()));
    assert!(!WDigest.only_asks_again(question.as_bytes()));
}

#[test]
fn what_is_refused_uses_no_count_up_and_what_was_used_stays_used() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut server = Bench::new(authority("WEB-01", Era::Today, 3));
    let question = offer(&mut server);
    let token = answer(&mut desk, caller(alice()), &question).unwrap();
    let text = String::from_utf8(token.clone()).unwrap();
    // Somebody saw the nonce, and has no password.
    let burnt = text.replace("nc=00000001", "nc=ffffffff");
    assert_ne!(burnt, text);
    assert!(judge(&mut server, burnt.as_bytes(), PAGE).is_err());
    assert!(judge(&mut server, &token, PAGE).is_ok());
    let signed = text.replace("nc=00000001", "nc=+0000002");
    let refused = judge(&mut server, signed.as_bytes(), PAGE).unwrap_err();
    assert!(matches!(refused.because, DenialReason::Malformed(error) if error.field == "nc"));
    // So many others are answered that this one is forgotten: it is no good all the same.
    for _ in 0..1100 {
        server.later(Duration::from_millis(1));
        let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
        let other = offer(&mut server);
        let other = answer(&mut desk, caller(alice()), &other).unwrap();
        assert!(judge(&mut server, &other, PAGE).is_ok());
    }
    let again = judge(&mut server, &token, PAGE).unwrap_err();
    assert_eq!(again.because, DenialReason::StaleNonce);
}

#[test]
fn who_has_no_password_cannot_answer_and_odd_questions_are_refused() {
    let mut desk = Bench::new(machine("DESK-07", Era::Today, 3));
    let mut server = Bench::new(authority("WEB-01", Era::Today, 3));
    let question = offer(&mut server);
    let lsa = &mut desk.machine.lsa;
    let token = lsa.log_on(Identity::Anonymous, LogonType::Network, Vec::new());
    let nothing = answer(&mut desk, Caller::Thread(token), &question);
    assert_eq!(nothing, Err(InitiateError::NoCredential));
    for odd in [
        "realm=\"Digest\"",
        "realm=\"Digest\", nonce=\"x\", algorithm=SHA-256",
        "realm=\"Digest\", nonce=\"x\", qop=\"auth-int\"",
        "realm",
    ] {
        assert!(answer(&mut desk, caller(alice()), odd).is_err(), "{odd}");
    }
    // RFC 2069: neither qop nor algorithm.
    let old = answer(&mut desk, caller(alice()), "realm=\"r\", nonce=\"x\"").unwrap();
    let old = String::from_utf8(old).unwrap();
    assert!(!old.contains("nc=") && !old.contains("cnonce"), "{old}");
}
