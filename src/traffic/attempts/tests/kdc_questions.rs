//! What clients ask KDCs, and what they are given.

use super::kinds::{kdc_messages, kerberos, negotiate};
use super::*;
use crate::wire::kerberos::{KdcKind, KdcReply, KerberosMessage, KrbError, Principal};

fn kdc(legs: &mut Legs, flow: usize, sender: Sender, bytes: &[u8], code: Option<i64>) {
    legs.add(flow, sender, |leg| {
        leg.message = Arc::from(bytes);
        leg.status = code.map(Status::Kerberos);
    });
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

/// Who was asked for a password and gave up asks without a proof again: that is another exchange.
#[test]
fn who_asks_without_a_proof_again_begins_anew() {
    let (_, messages) = kerberos();
    let [first, error, second, reply] = &messages[..4] else {
        panic!();
    };
    let flows = [0, 1, 2, 3].map(|_| flow(1, 2, 88, Protocol::Kerberos));
    let mut legs = Legs::default();
    for flow in [0, 1] {
        kdc(&mut legs, flow, Sender::Client, first, None);
        kdc(&mut legs, flow, Sender::Server, error, Some(25));
    }
    kdc(&mut legs, 2, Sender::Client, second, None);
    kdc(&mut legs, 2, Sender::Server, reply, Some(0));
    let found = attempts(&flows, &legs.0);
    let refused = AttemptOutcome::Refused(Some(Status::Kerberos(25)));
    let accepted = AttemptOutcome::Accepted(Some(Status::Kerberos(0)));
    let told = found.iter().map(|it| (it.outcome.clone(), it.legs.len()));
    assert_eq!(told.collect::<Vec<_>>(), [(refused, 2), (accepted, 4)]);
}

/// RFC 4120 7.2.1: what does not fit into a datagram is asked for again, and no refusal.
#[test]
fn an_answer_that_is_too_long_for_udp_is_to_come_over_tcp() {
    let (_, messages) = kerberos();
    let flows = [
        flow(1, 2, 88, Protocol::Kerberos),
        flow(1, 2, 88, Protocol::Kerberos),
    ];
    let mut legs = Legs::default();
    let error = KrbError {
        code: 52,
        ..KrbError::default()
    };
    kdc(&mut legs, 0, Sender::Client, &messages[2], None);
    kdc(&mut legs, 0, Sender::Server, &error.encode(), Some(52));
    let found = attempts(&flows, &legs.0);
    assert_eq!(found[0].outcome, AttemptOutcome::Incomplete);
    assert!(found[0].is_told_to_use_tcp() && !found[0].fails());
    let reply = MessageRole::KdcReply(KdcKind::As);
    assert_eq!(found[0].missing(), [reply]);
    kdc(&mut legs, 1, Sender::Client, &messages[2], None);
    kdc(&mut legs, 1, Sender::Server, &messages[3], Some(0));
    let found = attempts(&flows, &legs.0);
    assert!(found.len() == 1 && found[0].has(reply), "{found:#?}");
    assert!(!found[0].is_told_to_use_tcp());
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

/// What a client and a KDC say until the first ticket for a service, changed on its way; and for what it was asked.
fn until_the_first_ticket(change: impl FnOnce(&mut KdcReply)) -> (Legs, String) {
    let (_, messages) = kerberos();
    let mut legs = Legs::default();
    let mut asked = String::new();
    for bytes in &messages {
        match KerberosMessage::decode(bytes).value.unwrap() {
            KerberosMessage::KdcReply(mut reply) if reply.kind == KdcKind::Tgs => {
                change(&mut reply);
                kdc(&mut legs, 0, Sender::Server, &reply.encode(), Some(0));
                break;
            }
            KerberosMessage::KdcReply(_) => kdc(&mut legs, 0, Sender::Server, bytes, Some(0)),
            KerberosMessage::KdcRequest(request) => {
                asked = request.body.service.unwrap().to_string();
                kdc(&mut legs, 0, Sender::Client, bytes, None);
            }
            _ => kdc(&mut legs, 0, Sender::Server, bytes, Some(25)),
        }
    }
    (legs, asked)
}

#[test]
fn who_was_given_the_tgt_asks_with_it() {
    let flows = [flow(1, 3, 88, Protocol::Kerberos)];
    // FAST's outer part has nobody's name.
    let (mut legs, asked) = until_the_first_ticket(|reply| {
        reply.client_realm = "WELLKNOWN:ANONYMOUS".to_owned();
        reply.client = Principal::new(11, &["WELLKNOWN", "ANONYMOUS"]);
    });
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

/// `[MS-SFU]` 1.3.1, 1.3.2: whoever asks is the service, and the ticket is somebody else's.
#[test]
fn a_service_that_asks_for_somebody_is_who_asks() {
    for (preset, wanted) in [
        ("constrained", ServiceForUser::Proxy),
        ("transition", ServiceForUser::Itself),
    ] {
        let messages = kdc_messages(preset);
        let flows = [flow(1, 2, 88, Protocol::Kerberos)];
        let mut legs = Legs::default();
        for bytes in &messages {
            let (sender, code) = match KerberosMessage::decode(bytes).value.unwrap() {
                KerberosMessage::KdcRequest(_) => (Sender::Client, None),
                KerberosMessage::KdcReply(_) => (Sender::Server, Some(0)),
                _ => (Sender::Server, Some(25)),
            };
            kdc(&mut legs, 0, sender, bytes, code);
        }
        let found = attempts(&flows, &legs.0);
        let on_behalf = |it: &&Attempt| it.facts.s4u == Some(wanted);
        let asked = found.iter().find(on_behalf).unwrap();
        let service = asked.facts.user.clone().unwrap();
        assert_ne!(service, "alice", "{preset}");
        let asks_itself = |it: &&Attempt| it.facts.user.as_ref() == Some(&service);
        assert!(found.iter().filter(asks_itself).count() > 1, "{preset}");
        let served = asked.facts.served.as_deref().unwrap().to_lowercase();
        assert!(served.starts_with("alice@contoso"), "{served}");
        // The one whose TGT is used is known even where the KDC refuses, and so is whoever was to be served.
        let reply = asked
            .legs
            .iter()
            .position(|(role, _)| matches!(role, MessageRole::KdcReply(_)));
        let at = asked.legs[reply.unwrap()].1;
        let error = KrbError {
            code: 13,
            service: Principal::new(2, &["krbtgt", "CONTOSO.EXAMPLE"]),
            ..KrbError::default()
        };
        legs.0[at].message = Arc::from(error.encode());
        legs.0[at].status = Some(Status::Kerberos(13));
        let found = attempts(&flows, &legs.0);
        let refused = found.iter().find(on_behalf).unwrap();
        assert_eq!(refused.facts.user.as_ref(), Some(&service));
        assert_eq!(refused.facts.served, asked.facts.served);
        assert!(refused.is_refused());
    }
}

/// RFC 6806 8: the service is of another realm.
#[test]
fn who_is_referred_has_asked_for_the_service() {
    let flows = [flow(1, 3, 88, Protocol::Kerberos)];
    let (legs, asked) = until_the_first_ticket(|reply| {
        reply.ticket.service = Principal::new(2, &["krbtgt", "OTHER.TEST"]);
    });
    let facts = attempts(&flows, &legs.0).pop().unwrap().facts;
    assert!(facts.service.unwrap().starts_with(&asked));
    assert!(facts.referred_to.unwrap().starts_with("krbtgt/OTHER.TEST@"));
}
