//! Kinds of sign-ins besides a browser's NTLM.

use super::*;
use crate::wire::kerberos::{KdcKind, KrbError, Message, Principal};

/// SPNEGO's answer that goes on with NTLM and holds no token, RFC 4178 4.2.2.
const GO_ON_WITH_NTLM: &str = "oRUwE6ADCgEDoQwGCisGAQQBgjcCAgo=";

/// The messages of the lab's run with Kerberos to the second hop: those of HTTP that hold tokens, and those with KDCs.
fn kerberos() -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let log = crate::lab::run(
        &crate::lab::presets::Preset::named("constrained")
            .unwrap()
            .scenario(),
    );
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

fn negotiate(legs: &mut Legs, sender: Sender, bytes: Vec<u8>, status: u16) {
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

fn kdc(legs: &mut Legs, flow: usize, sender: Sender, bytes: &[u8], code: Option<i64>) {
    legs.add(flow, sender, |leg| {
        leg.message = Arc::from(bytes);
        leg.status = code.map(Status::Kerberos);
    });
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
fn a_kdc_that_wants_a_proof_is_asked_again_over_another_connection() {
    let (_, messages) = kerberos();
    let [first, error, second, reply] = &messages[..4] else {
        panic!();
    };
    let flows = [
        flow(1, 2, 88, Protocol::Kerberos),
        flow(1, 2, 88, Protocol::Kerberos),
    ];
    let mut legs = Legs::default();
    kdc(&mut legs, 0, Sender::Client, first, None);
    kdc(&mut legs, 0, Sender::Server, error, Some(25));
    let found = attempts(&flows, &legs.0);
    // Nobody asked again.
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Refused(Some(Status::Kerberos(25)))
    );
    kdc(&mut legs, 1, Sender::Client, second, None);
    kdc(&mut legs, 1, Sender::Server, reply, Some(0));
    let found = attempts(&flows, &legs.0);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].mechanism, SeenMechanism::Ticket(KdcKind::As));
    assert_eq!(
        found[0].outcome,
        AttemptOutcome::Accepted(Some(Status::Kerberos(0)))
    );
    assert_eq!(found[0].legs.len(), 4);
}

#[test]
fn a_ticket_is_named_by_the_answer_of_the_kdc() {
    let (tokens, messages) = kerberos();
    let flows = [
        flow(1, 2, 80, Protocol::Http),
        flow(1, 3, 88, Protocol::Kerberos),
    ];
    let mut legs = Legs::default();
    negotiate(&mut legs, Sender::Client, tokens[0].clone(), 0);
    legs.answer(0, 200);
    assert_eq!(attempts(&flows, &legs.0)[0].facts.user, None);
    for message in &messages {
        let answers = matches!(message[0], 0x6b | 0x6d);
        let (sender, code) = match answers {
            true => (Sender::Server, Some(0)),
            false => continue,
        };
        kdc(&mut legs, 1, sender, message, code);
    }
    let found = attempts(&flows, &legs.0);
    assert_eq!(found[0].mechanism, SeenMechanism::Kerberos);
    assert_eq!(found[0].facts.user.as_deref(), Some("alice"));
    assert!(found[0].named_by_kdc);
}

#[test]
fn who_was_given_the_tgt_asks_with_it() {
    let (_, messages) = kerberos();
    let flows = [flow(1, 3, 88, Protocol::Kerberos)];
    let mut legs = Legs::default();
    let mut asked = String::new();
    for bytes in &messages {
        match Message::decode(bytes).value.unwrap() {
            // FAST's outer part has nobody's name.
            Message::KdcReply(mut reply) if reply.kind == KdcKind::Tgs => {
                reply.client_realm = "WELLKNOWN:ANONYMOUS".to_owned();
                reply.client = Principal::new(11, &["WELLKNOWN", "ANONYMOUS"]);
                kdc(&mut legs, 0, Sender::Server, &reply.encode(), Some(0));
                break;
            }
            Message::KdcReply(_) => kdc(&mut legs, 0, Sender::Server, bytes, Some(0)),
            Message::KdcRequest(request) => {
                asked = request.body.service.unwrap().to_string();
                kdc(&mut legs, 0, Sender::Client, bytes, None);
            }
            _ => kdc(&mut legs, 0, Sender::Server, bytes, Some(25)),
        }
    }
    let named = |legs: &Legs| {
        let last = attempts(&flows, &legs.0).pop().unwrap();
        let service = last.facts.service.unwrap();
        let service = service.split('@').next().unwrap().to_owned();
        (last.facts.user.unwrap(), service)
    };
    let answered = named(&legs);
    assert_eq!(answered.1, asked);
    // An error names the KDC's own service, and need not name anybody.
    legs.0.pop();
    let error = KrbError {
        code: 50,
        service: Principal::new(2, &["krbtgt", "CONTOSO.EXAMPLE"]),
        ..KrbError::default()
    };
    kdc(&mut legs, 0, Sender::Server, &error.encode(), Some(50));
    assert_eq!(named(&legs), answered);
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
    let parts: Vec<MessageRole> = found[0].legs.iter().map(|(part, _)| *part).collect();
    assert_eq!(parts, [Demand, Demand, Logged]);
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
    legs.asks(0);
    assert!(attempts(&flows, &legs.0)[0].is_refused());
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
