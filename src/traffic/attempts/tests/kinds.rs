//! Kinds of sign-ins besides a browser's NTLM.

use super::*;

/// SPNEGO's answer that goes on with NTLM and holds no token, RFC 4178 4.2.2.
const GO_ON_WITH_NTLM: &str = "oRUwE6ADCgEDoQwGCisGAQQBgjcCAgo=";

/// The messages of the lab's run with Kerberos to the second hop: those of HTTP that hold tokens, and those with KDCs.
pub fn kerberos() -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    messages_of("constrained")
}

/// Those of the KDCs in a run of that preset.
pub fn kdc_messages(preset: &str) -> Vec<Vec<u8>> {
    messages_of(preset).1
}

fn messages_of(preset: &str) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let preset = crate::lab::presets::Preset::named(preset).unwrap();
    let log = crate::lab::run(&preset.scenario());
    let (mut tokens, mut kdc) = (Vec::new(), Vec::new());
    for (bytes, _) in log.messages() {
        if bytes.starts_with(b"GET ") {
            let text = String::from_utf8_lossy(bytes);
            let token = text.split("Authorization: Negotiate ").nth(1);
            tokens.extend(token.map(|it| from_base64(it.lines().next().unwrap()).unwrap()));
        } else if bytes.starts_with(&[0, 0]) {
            kdc.push(bytes[4..].to_vec());
        }
    }
    (tokens, kdc)
}

pub fn negotiate(legs: &mut Legs, sender: Sender, bytes: Vec<u8>, status: u16) {
    legs.token(0, sender, bytes, status);
    let leg = legs.0.last_mut().unwrap();
    let Some(SentCredential::Token(method, _)) = &mut leg.credential else {
        panic!();
    };
    *method = Method::Negotiate;
}

fn strand(legs: &mut Legs, strand: u64) {
    legs.0.last_mut().unwrap().strand = strand;
}

#[test]
fn a_proxy_and_a_server_on_one_connection_are_two() {
    let flows = [flow(1, 2, 8080, Protocol::Http)];
    let [negotiate, challenge, authenticate] = messages(false);
    let mut legs = Legs::default();
    legs.get(0);
    legs.add(0, Sender::Server, |leg| {
        (leg.strand, leg.status) = (1, Some(Status::Http(407)));
        leg.offers = vec!["NTLM".to_owned()];
    });
    for (sender, bytes, status) in [
        (Sender::Client, &negotiate, 0),
        (Sender::Server, &challenge, 407),
        (Sender::Client, &authenticate, 0),
    ] {
        legs.token(0, sender, bytes.clone(), status);
        strand(&mut legs, 1);
    }
    // The proxy lets them in, and so the server asks.
    legs.answer(0, 200);
    strand(&mut legs, 1);
    legs.asks(0);
    legs.token(0, Sender::Client, negotiate, 0);
    legs.token(0, Sender::Server, challenge, 401);
    legs.token(0, Sender::Client, authenticate, 0);
    legs.answer(0, 200);
    let found = attempts(&flows, &legs.0);
    let to_proxy: Vec<bool> = found.iter().map(|it| it.to_proxy).collect();
    assert_eq!(to_proxy, [true, false]);
    assert!(found.iter().all(|it| it.missing().is_empty()));
    assert!(
        found
            .iter()
            .all(|it| matches!(it.outcome, AttemptOutcome::Accepted(_)))
    );
    assert_eq!(found[0].legs[0].0, MessageRole::Request);
}

#[test]
fn spnego_that_goes_on_with_another_mechanism_is_one() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let [first, challenge, authenticate] = messages(false);
    let ticket = kerberos().0.remove(0);
    let mut legs = Legs::default();
    legs.get(0).asks(0);
    negotiate(&mut legs, Sender::Client, ticket, 0);
    negotiate(
        &mut legs,
        Sender::Server,
        from_base64(GO_ON_WITH_NTLM).unwrap(),
        401,
    );
    negotiate(&mut legs, Sender::Client, first, 0);
    negotiate(&mut legs, Sender::Server, challenge, 401);
    negotiate(&mut legs, Sender::Client, authenticate, 0);
    legs.answer(0, 200);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    let it = &found[0];
    assert_eq!(it.mechanism, SeenMechanism::Ntlm);
    assert!(it.has(MessageRole::ApReq) && it.has(MessageRole::Mechanisms));
    assert_eq!(
        it.outcome,
        AttemptOutcome::Accepted(Some(Status::Http(200)))
    );
}

#[test]
fn fields_of_the_protocol_need_no_negotiate() {
    let flows = [flow(1, 2, 445, Protocol::Smb1)];
    let mut legs = Legs::default();
    let [_, challenge, authenticate] = messages(false);
    for (sender, bytes) in [(Sender::Server, challenge), (Sender::Client, authenticate)] {
        legs.add(0, sender, |leg| {
            leg.credential = Some(SentCredential::Token(Method::Native, bytes.into()));
        });
    }
    legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Nt(0)));
    let found = attempts(&flows, &legs.0);
    assert_eq!(found[0].mechanism, SeenMechanism::Ntlm);
    assert_eq!(found[0].missing(), []);
}

#[test]
fn sessions_of_smb_do_not_mix() {
    let flows = [flow(1, 2, 445, Protocol::Smb2)];
    let tokens = [messages(false), messages(true)];
    let mut legs = Legs::default();
    // Step by step, both at once.
    for step in 0..3 {
        for (session, tokens) in tokens.iter().enumerate() {
            let sender = [Sender::Client, Sender::Server, Sender::Client][step];
            legs.token(0, sender, tokens[step].clone(), 0);
            let leg = legs.0.last_mut().unwrap();
            leg.strand = session as u64 + 1;
            leg.request = None;
            leg.status = (step == 1).then_some(Status::Nt(0xC000_0016));
        }
    }
    for (session, status) in [(1, 0), (2, 0xC000_0022)] {
        legs.add(0, Sender::Server, |leg| {
            (leg.strand, leg.status) = (session, Some(Status::Nt(status)));
        });
    }
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|it| it.missing().is_empty()));
    assert_eq!(found[0].facts.user.as_deref(), Some("alice"));
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Accepted(Some(Status::Nt(0)))
    );
    assert!(found[1].is_anonymous() && found[1].is_refused());
}

#[test]
fn a_file_that_hides_messages_has_the_end_of_them() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    legs.get(0).add(0, Sender::Server, |leg| {
        leg.kind = LegKind::Hidden(2, 559);
    });
    legs.answer(0, 200);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].hidden, Some((2, 559)));
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Accepted(Some(Status::Http(200)))
    );
    assert!(found[0].missing().is_empty());
}

#[test]
fn refusals_in_a_log_belong_to_the_sign_in_after_them() {
    let flows = [flow(1, 2, 80, Protocol::Log)];
    let mut legs = Legs::default();
    legs.asks(0).asks(0).add(0, Sender::Server, |leg| {
        leg.status = Some(Status::Http(200));
        leg.credential = Some(SentCredential::Clear(
            Method::Other,
            "D\\u".to_owned(),
            None,
        ));
    });
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    use MessageRole::*;
    let roles: Vec<MessageRole> = found[0].legs.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, [Demand, Demand, Logged]);
    assert_eq!(found[0].facts.domain.as_deref(), Some("D"));
}

#[test]
fn what_is_lost_after_a_demand_may_have_been_a_proof() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    legs.get(0).asks(0).add(0, Sender::Client, |leg| {
        leg.kind = LegKind::Gap(700);
    });
    let found = attempts(&flows, &legs.0);
    assert_eq!(found[0].outcome, AttemptOutcome::Incomplete);
    // What comes behind the gap goes on with it.
    let [_, challenge, authenticate] = messages(false);
    legs.token(0, Sender::Server, challenge, 401);
    legs.token(0, Sender::Client, authenticate, 0);
    legs.answer(0, 200);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].missing(), [MessageRole::Negotiate]);
    assert!(matches!(found[0].outcome, AttemptOutcome::Accepted(_)));
}

#[test]
fn a_gap_belongs_to_the_session_that_spoke_last() {
    let flows = [flow(1, 2, 445, Protocol::Smb2)];
    let [negotiate, ..] = messages(false);
    let mut legs = Legs::default();
    legs.token(0, Sender::Client, negotiate, 0);
    strand(&mut legs, 7);
    legs.add(0, Sender::Server, |leg| leg.kind = LegKind::Gap(9));
    let found = attempts(&flows, &legs.0);
    assert!(found[0].has(MessageRole::Gap));
}

#[test]
fn a_server_that_answers_at_once_asks_for_no_proof() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let [negotiate, ..] = messages(false);
    let mut legs = Legs::default();
    legs.token(0, Sender::Client, negotiate, 0);
    legs.answer(0, 200);
    // What is asked for later is not part of it.
    legs.get(0).answer(0, 200);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1);
    assert!(found[0].without_question && found[0].missing().is_empty());
    assert_eq!(found[0].legs.len(), 2);
}

#[test]
fn a_password_that_was_taken_stays_taken() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    let send = |legs: &mut Legs| {
        legs.add(0, Sender::Client, |leg| {
            leg.credential = Some(SentCredential::Clear(Method::Basic, "u".to_owned(), None));
        });
    };
    send(&mut legs);
    legs.answer(0, 200);
    // The file ends before the answer to the second request.
    send(&mut legs);
    let found = attempts(&flows, &legs.0);
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Accepted(Some(Status::Http(200)))
    );
    // What is refused then is an attempt of its own.
    legs.asks(0);
    let found = attempts(&flows, &legs.0);
    let refused: Vec<bool> = found.iter().map(Attempt::is_refused).collect();
    assert_eq!(refused, [false, true]);
}

#[test]
fn a_fault_of_what_was_called_is_no_refusal() {
    for (code, refused) in [
        (0x1C01_0002, false),
        (0x1C01_000B, true),
        (5, true),
        (8, true),
        (1825, true),
    ] {
        let flows = [flow(1, 2, 135, Protocol::Rpc)];
        let mut legs = Legs::default();
        for (sender, bytes) in [Sender::Client, Sender::Server, Sender::Client]
            .into_iter()
            .zip(messages(false))
        {
            legs.token(0, sender, bytes, 0);
            legs.0.last_mut().unwrap().status = None;
        }
        legs.add(0, Sender::Server, |leg| {
            leg.status = Some(Status::Rpc(code))
        });
        assert_eq!(
            attempts(&flows, &legs.0)[0].is_refused(),
            refused,
            "{code:#x}"
        );
    }
}

#[test]
fn tokens_that_were_taken_out_are_one_sign_in() {
    let flows = [flow(1, 2, 80, Protocol::Http)];
    let mut legs = Legs::default();
    legs.get(0).asks(0);
    for (sender, status) in [
        (Sender::Client, None),
        (Sender::Server, Some(Status::Http(401))),
        (Sender::Client, None),
    ] {
        legs.add(0, sender, |leg| {
            leg.credential = Some(SentCredential::Stripped(Method::Ntlm, Some(148)));
            leg.status = status;
        });
    }
    legs.asks(0);
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].mechanism, SeenMechanism::Ntlm);
    assert!(found[0].is_refused() && found[0].missing().is_empty());
}

/// NL_AUTH_MESSAGE ([MS-NRPC] 2.2.1.3.1), which a computer sends once its channel is set up.
#[test]
fn the_secure_channel_of_netlogon_names_the_computer() {
    let flows = [flow(1, 2, 49_671, Protocol::Rpc)];
    for (flags, names, user, domain) in [
        (3, &b"CONTOSO\0WEB01\0"[..], Some("WEB01$"), Some("CONTOSO")),
        (2, b"WEB01\0", Some("WEB01$"), None),
        (1, b"CONTOSO\0", None, None),
    ] {
        let mut legs = Legs::default();
        let token = |bytes: &[u8]| Some(SentCredential::Token(Method::Netlogon, Arc::from(bytes)));
        legs.add(0, Sender::Client, |leg| {
            leg.credential = token(&[&[0, 0, 0, 0, flags, 0, 0, 0], names].concat());
        });
        legs.add(0, Sender::Server, |leg| leg.credential = token(&[1; 12]));
        legs.add(0, Sender::Server, |leg| leg.status = Some(Status::Rpc(0)));
        let found = attempts(&flows, &legs.0);
        assert_eq!(found.len(), 1);
        let facts = &found[0].facts;
        assert_eq!(
            (facts.user.as_deref(), facts.domain.as_deref()),
            (user, domain)
        );
        assert!(matches!(found[0].outcome, AttemptOutcome::Accepted(_)));
    }
}

/// As where keep-alive is off: the server closes the connection behind its CHALLENGE.
#[test]
fn an_authenticate_over_another_connection_belongs_to_its_challenge() {
    let flows = [1, 2].map(|_| flow(1, 2, 80, Protocol::Http));
    let [negotiate, challenge, authenticate] = messages(false);
    let mut legs = Legs::default();
    legs.get(0).asks(0);
    legs.token(0, Sender::Client, negotiate, 0);
    legs.token(0, Sender::Server, challenge, 401);
    legs.token(1, Sender::Client, authenticate.clone(), 0);
    legs.asks(1);
    // What answers nothing that was asked stands alone.
    legs.token(1, Sender::Client, authenticate, 0);
    legs.asks(1);
    let found = attempts(&flows, &legs.0);
    let told = found
        .iter()
        .map(|it| (it.moves, it.is_refused(), it.missing().len()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [(true, true, 0), (false, true, 2)]
    );
}

/// As where requests of one client are spread over several connections.
#[test]
fn an_authenticate_of_another_connection_s_challenge_is_told_from_a_wrong_one() {
    let flows = [1, 2].map(|_| flow(1, 2, 80, Protocol::Http));
    let [negotiate, challenge, authenticate] = messages(false);
    // Another time: the FILETIME is the value of MsvAvTimestamp (7), of 8 bytes.
    let mut other = challenge.clone();
    let at = other.windows(4).rposition(|it| it == [7, 0, 8, 0]).unwrap() + 4;
    other[at] ^= 1;
    for crossed in [false, true] {
        let mut legs = Legs::default();
        for (flow, question) in [(0, &challenge), (1, &other)] {
            legs.token(flow, Sender::Client, negotiate.clone(), 0);
            legs.token(flow, Sender::Server, question.clone(), 401);
        }
        let flow = usize::from(crossed);
        legs.token(flow, Sender::Client, authenticate.clone(), 0);
        legs.asks(flow);
        let found = attempts(&flows, &legs.0);
        assert!(found[flow].is_refused());
        assert_eq!(found[flow].moves, crossed);
    }
}

/// As WinRM signs in by CredSSP: TLS and what is within it, a token in each request and each 401 ([MS-CSSP] 3.1.5).
#[test]
fn the_legs_of_credssp_over_http_are_one_sign_in() {
    let flows = [flow(1, 2, 5985, Protocol::Http)];
    let token = || Some(SentCredential::Token(Method::Other, Arc::from(*b"FgMD")));
    let head = b"POST /wsman HTTP/1.1\r\nAuthorization: CredSSP FgMD\r\n\r\n";
    for (last, refused) in [(200, false), (401, true)] {
        let mut legs = Legs::default();
        for leg in 0..5 {
            legs.add(0, Sender::Client, |it| {
                (it.credential, it.message) = (token(), Arc::from(*head));
            });
            legs.add(0, Sender::Server, |it| {
                it.credential = token().filter(|_| leg < 4);
                it.status = Some(Status::Http(if leg < 4 { 401 } else { last }));
            });
        }
        let [found] = &attempts(&flows, &legs.0)[..] else {
            panic!("{last}");
        };
        assert_eq!(found.facts.scheme.as_deref(), Some("CredSSP"));
        assert_eq!((found.legs.len(), found.is_refused()), (10, refused));
        assert_eq!(
            found.outcome == AttemptOutcome::Accepted(Some(Status::Http(200))),
            !refused
        );
        // Not over yet.
        legs.0.truncate(4);
        let begun = &attempts(&flows, &legs.0)[0];
        assert_eq!(begun.outcome, AttemptOutcome::Unanswered);
    }
}
