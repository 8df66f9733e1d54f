//! Binds of LDAP.

use super::*;

#[test]
fn the_security_layer_of_sasl_is_settled_within_a_sign_in() {
    let flows = [flow(1, 2, 389, Protocol::Ldap)];
    let log = crate::lab::run(
        &crate::lab::presets::Preset::named("constrained")
            .unwrap()
            .scenario(),
    );
    let token = |start: &str, header: &str| {
        let mut texts = log
            .messages()
            .map(|(bytes, _)| String::from_utf8_lossy(bytes).into_owned());
        let found = texts.find_map(|text| {
            let token = text.strip_prefix(start)?.split_once(header)?.1;
            from_base64(token.lines().next()?).ok()
        });
        found.unwrap()
    };
    let ap_req = token("GET ", "Authorization: Negotiate ");
    let ap_rep = token("HTTP/1.1 200", "WWW-Authenticate: Negotiate ");
    let wrapped = [&b"\x05\x04\x05\xff\0\x0c"[..], &[7; 26]].concat();
    let mut legs = Legs::default();
    for (sender, bytes, code) in [
        (Sender::Client, ap_req, 0),
        (Sender::Server, ap_rep, 14),
        (Sender::Client, Vec::new(), 0),
        (Sender::Server, wrapped.clone(), 14),
        (Sender::Client, wrapped, 0),
        (Sender::Server, Vec::new(), 0),
    ] {
        legs.add(0, sender, |leg| {
            let token = SentCredential::Token(Method::Kerberos, Arc::from(bytes.as_slice()));
            let carried = sender == Sender::Client || !bytes.is_empty();
            leg.credential = carried.then_some(token);
            leg.status = (sender == Sender::Server).then_some(Status::Ldap(code));
            leg.request = (sender == Sender::Client).then(|| "bind SASL GSSAPI".to_owned());
        });
    }
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(matches!(found[0].outcome, AttemptOutcome::Accepted(_)));
}

/// `ldapsearch -Y DIGEST-MD5` where the server does not know the mechanism.
#[test]
fn a_bind_that_is_refused_before_any_token_is_a_refused_sign_in() {
    let flows = [flow(1, 2, 389, Protocol::Ldap)];
    let mut legs = Legs::default();
    legs.add(0, Sender::Client, |leg| {
        leg.credential = Some(SentCredential::Token(Method::Other, Arc::from([])));
        leg.request = Some("bind SASL DIGEST-MD5".to_owned());
    });
    legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Ldap(7)));
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].is_refused());
}

/// The client's certificate, or the account at the other end of a socket, proves it; the bind has nothing in it.
#[test]
fn external_is_a_sign_in_of_its_own() {
    let flows = [flow(1, 2, 389, Protocol::Ldap)];
    let mut legs = Legs::default();
    for mechanism in ["SCRAM-SHA-256", "EXTERNAL"] {
        legs.add(0, Sender::Client, |leg| {
            let token: &[u8] = match mechanism {
                "EXTERNAL" => b"",
                _ => b"n,,n=alice,r=abc",
            };
            leg.credential = Some(SentCredential::Token(Method::Other, Arc::from(token)));
            leg.request = Some(format!("bind SASL {mechanism}"));
        });
        legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Ldap(0)));
    }
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 2, "{found:#?}");
    let accepted = |it: &Attempt| matches!(it.outcome, AttemptOutcome::Accepted(_));
    assert!(found.iter().all(accepted));
    assert_eq!(found[0].facts.user.as_deref(), Some("alice"));
    assert_eq!(found[1].facts.user, None);
}

/// RFC 4513 5.1.1 and 5.1.2.
#[test]
fn a_bind_without_a_name_and_one_without_a_password_are_two() {
    let flows = [flow(1, 2, 389, Protocol::Ldap)];
    let mut legs = Legs::default();
    for name in ["", "bob", "bob"] {
        legs.add(0, Sender::Client, |leg| {
            let password = Some(String::new());
            leg.credential = Some(SentCredential::Clear(
                Method::Simple,
                name.to_owned(),
                password,
            ));
            leg.request = Some("bind simple".to_owned());
        });
        legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Ldap(0)));
    }
    let found = attempts(&flows, &legs.0);
    let told = found
        .iter()
        .map(|it| (it.facts.user.as_deref(), it.legs.len()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [(None, 2), (Some("bob"), 2), (Some("bob"), 2)]
    );
}

#[test]
fn who_asks_to_be_nobody_is_nobody_once_that_is_answered() {
    let flows = [flow(1, 2, 389, Protocol::Ldap)];
    let mut legs = Legs::default();
    legs.add(0, Sender::Client, |leg| {
        let clear = SentCredential::Clear(Method::Simple, String::new(), Some(String::new()));
        leg.credential = Some(clear);
    });
    let found = attempts(&flows, &legs.0);
    assert_eq!(found[0].outcome, AttemptOutcome::Unanswered);
    assert!(found[0].is_anonymous() && !found[0].ends_as_nobody() && !found[0].fails());
    legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Ldap(0)));
    let found = attempts(&flows, &legs.0);
    assert!(found[0].ends_as_nobody() && !found[0].fails());
}

#[test]
fn a_distinguished_name_is_one_whatever_is_escaped_in_it() {
    let flows = [flow(1, 2, 389, Protocol::Ldap)];
    let doe = "CN=Doe\\, John,OU=Users,DC=contoso,DC=test";
    for (written, domain, user) in [
        (doe, None, doe),
        ("CN=a\\2Cb,DC=x", None, "CN=a\\2Cb,DC=x"),
        ("CONTOSO\\a=b", Some("CONTOSO"), "a=b"),
    ] {
        let mut legs = Legs::default();
        legs.add(0, Sender::Client, |leg| {
            let word = Some("x".to_owned());
            leg.credential = Some(SentCredential::Clear(Method::Simple, written.into(), word));
        });
        let facts = &attempts(&flows, &legs.0)[0].facts;
        assert_eq!(facts.domain.as_deref(), domain, "{written}");
        assert_eq!(facts.user.as_deref(), Some(user), "{written}");
    }
}
