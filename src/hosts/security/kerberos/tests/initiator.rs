//! What a client asks, and what it believes.

use super::*;
use crate::crypto::Trace;
use crate::crypto::kerberos::usage;
use crate::hosts::ExchangeKind;
use crate::wire::kerberos::{
    ApReq, Authenticator, AuthorizationElement, EncKdcReplyPart, EtypeInfo2, EtypeInfo2Entry,
    KdcKind, KdcReply, KdcRequest, KrbError, MethodData, PaData, unwrap,
};

fn kinds(net: &Net) -> Vec<KdcKind> {
    let decoded = net
        .asked
        .iter()
        .map(|bytes| KdcRequest::decode(bytes).value.unwrap());
    decoded.map(|request| request.kind).collect()
}

fn refused(exchange: ExchangeKind, service: &str, code: i64) -> KerberosFailure {
    KerberosFailure::Refused {
        exchange,
        service: service.to_owned(),
        code,
        status: None,
    }
}

/// An answer with its encrypted part changed, under the same key.
fn changed(
    answer: &[u8],
    key: &Key,
    usage: u32,
    change: impl FnOnce(&mut EncKdcReplyPart),
) -> Vec<u8> {
    let mut reply = KdcReply::decode(answer).value.unwrap();
    let plain = key.decrypt(usage, &reply.encrypted.cipher, &mut Trace::off());
    let mut part = EncKdcReplyPart::decode(&plain.unwrap()).value.unwrap();
    change(&mut part);
    reply.encrypted.cipher = key.encrypt(usage, &[1; 16], &part.encode(), &mut Trace::off());
    reply.encode()
}

#[test]
fn a_password_becomes_a_tgt_and_a_ticket() {
    let mut net = Net::new();
    let acquired = net.acquire(by_password("HTTP/web-01")).unwrap();
    assert_eq!(kinds(&net), [KdcKind::As, KdcKind::As, KdcKind::Tgs]);
    assert_eq!(acquired.ticket.service, service_principal("HTTP/web-01"));
    assert_eq!(acquired.ticket.client.to_string(), "Alice");
    assert_eq!(acquired.ticket.held_as, TicketUse::Service);
    assert!(acquired.forwarded.is_none());
    let ask = KdcRequest::decode(&net.asked[2]).value.unwrap();
    assert_eq!(ask.body.options.bits(), 0x4081_0000);
    assert_eq!(ask.body.client, None);
    assert_eq!(ask.body.etypes, [18, 17, 23, 24, -135, 3]);
}

/// PA-PAC-OPTIONS (`[MS-KILE]` 2.2.10) came later than Windows Server 2003.
#[test]
fn what_came_after_2003_is_not_asked_for_in_2003() {
    for (era, sent) in [
        (Era::Today, &[PaData::TGS_REQ, PaData::PAC_OPTIONS][..]),
        (Era::Y2003, &[PaData::TGS_REQ]),
    ] {
        let mut net = Net::new();
        net.desk.machine.era = era;
        net.kdc.bench.machine.era = era;
        net.acquire(by_password("HTTP/web-01")).unwrap();
        let ask = KdcRequest::decode(net.asked.last().unwrap()).value.unwrap();
        let kinds: Vec<_> = ask.padata.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, sent);
    }
}

/// As in captures of Windows 10, where they stand in this order (`[MS-KILE]` 3.2.5.8).
#[test]
fn an_authenticator_says_where_its_client_runs_and_whom_it_means() {
    for (era, sent) in [(Era::Today, &[141, 142, 143, 144][..]), (Era::Y2003, &[])] {
        let mut net = Net::new();
        net.desk.machine.era = era;
        net.kdc.bench.machine.era = era;
        let acquired = net.acquire(by_password("HTTP/web-01")).unwrap();
        let key = acquired.ticket.key.clone();
        let spoken = net.desk.with(|context| ap_req(acquired, context));
        let (_, message) = unwrap(&spoken.token).unwrap();
        let sealed = ApReq::decode(message).value.unwrap().authenticator;
        let plain = key.decrypt(
            usage::AP_REQ_AUTHENTICATOR,
            &sealed.cipher,
            &mut Trace::off(),
        );
        let authenticator = Authenticator::decode(&plain.unwrap()).value.unwrap();
        let outer = authenticator.authorization.unwrap_or_default();
        let inside = outer.first().and_then(AuthorizationElement::inside);
        let inside = inside.unwrap_or_default();
        let kinds: Vec<_> = inside.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, sent);
        if let [restriction, local, ..] = inside.as_slice() {
            let info = net.desk.with(|it| it.machine.lsa.token_info(it.entropy));
            // The head as it was captured.
            let head = hex::decode("30333031a003020100a12a0428").unwrap();
            assert_eq!(restriction.data, [head, info].concat());
            assert_eq!(local.data.len(), 16);
        }
    }
}

#[test]
fn what_is_there_is_not_asked_for_again() {
    let mut net = Net::new();
    let first = net.acquire(by_password("HTTP/web-01")).unwrap();
    net.asked.clear();
    let again = net.acquire(by_password("http/WEB-01")).unwrap();
    assert_eq!(again.ticket, first.ticket);
    assert_eq!(net.asked.len(), 0);
    net.acquire(by_password("HTTP/mail-01")).unwrap();
    assert_eq!(kinds(&net), [KdcKind::Tgs]);
    // Somebody else's are not used, nor are those whose time is over.
    net.asked.clear();
    let plan = TicketPlan {
        owner: Owner::Session(2),
        ..by_password("HTTP/web-01")
    };
    net.acquire(plan).unwrap();
    assert_eq!(net.asked.len(), 3);
    let day = std::time::Duration::from_secs(24 * 3600);
    net.desk.later(day);
    net.kdc.bench.later(day);
    net.asked.clear();
    net.acquire(by_password("HTTP/web-01")).unwrap();
    assert_eq!(net.asked.len(), 3);
}

#[test]
fn the_kdc_says_how_the_key_is_made() {
    let with = |entries: &[(i64, Option<&str>)]| {
        let entries = entries.iter().map(|(etype, salt)| EtypeInfo2Entry {
            etype: *etype,
            salt: salt.map(str::to_owned),
            s2kparams: None,
        });
        let info = EtypeInfo2(entries.collect()).encode();
        MethodData(vec![PaData::new(PaData::ETYPE_INFO2, info)]).encode()
    };
    let salt = Some("CONTOSO.EXAMPLEAlice");
    let proof = |entries: &[(i64, Option<&str>)]| {
        let mut net = Net::new();
        let hint = with(entries);
        let result = net.acquire_by(by_password("HTTP/web-01"), |number, answer| {
            Some(match number {
                0 => {
                    let error = KrbError::decode(&answer).value.unwrap();
                    KrbError {
                        e_data: Some(hint.clone()),
                        ..error
                    }
                    .encode()
                }
                _ => answer,
            })
        });
        let second = net.asked.get(1).map(|bytes| {
            let request = KdcRequest::decode(bytes).value.unwrap();
            let proof = PaData::find(&request.padata, PaData::ENC_TIMESTAMP).unwrap();
            crate::wire::kerberos::Encrypted::decode(proof)
                .value
                .unwrap()
                .etype
        });
        (second, result.is_ok())
    };
    // The first that it knows.
    assert_eq!(
        proof(&[(18, salt), (17, salt), (23, None)]),
        (Some(18), true)
    );
    assert_eq!(proof(&[(17, salt), (18, salt)]), (Some(17), true));
    assert_eq!(proof(&[(23, None), (18, salt)]), (Some(23), true));
    assert_eq!(
        proof(&[(99, None), (20, salt), (17, salt)]),
        (Some(17), true)
    );
    assert_eq!(proof(&[(18, Some("elsewhere"))]), (Some(18), false));
    assert_eq!(proof(&[]), (None, false));
}

#[test]
fn a_password_that_is_wrong_is_tried_once() {
    let mut net = Net::new();
    let mut wrong = alice();
    wrong.password.push('!');
    let plan = TicketPlan {
        source: TicketSource::Password(wrong),
        ..by_password("HTTP/web-01")
    };
    let failure = net.acquire(plan).unwrap_err();
    assert_eq!(failure, refused(ExchangeKind::As, "HTTP/web-01", 24));
    assert_eq!(net.asked.len(), 2);
    // A KDC that wants proof again and again gets it once.
    let mut net = Net::new();
    let mut first = None;
    let failure = net.acquire_by(by_password("HTTP/web-01"), |_, answer| {
        Some(first.get_or_insert(answer).clone())
    });
    assert_eq!(
        failure.unwrap_err(),
        refused(ExchangeKind::As, "HTTP/web-01", 25)
    );
    assert_eq!(net.asked.len(), 2);
}

#[test]
fn a_refusal_is_passed_on() {
    let mut net = Net::new();
    let failure = net.acquire(by_password("HTTP/nowhere")).unwrap_err();
    assert_eq!(failure, refused(ExchangeKind::Tgs, "HTTP/nowhere", 7));
    let nobody = net.acquire_by(by_password("HTTP/web-01"), |_, _| None);
    assert_eq!(nobody.unwrap_err(), KerberosFailure::NoKdc);
    let plan = TicketPlan {
        realm: "NOWHERE.EXAMPLE".to_owned(),
        ..by_password("HTTP/web-01")
    };
    assert_eq!(net.acquire(plan).unwrap_err(), KerberosFailure::NoKdc);
}

#[test]
fn an_answer_to_another_question_is_not_believed() {
    let key = Net::new().kdc.key("alice", Etype::Aes256Sha1);
    type Change = fn(&mut EncKdcReplyPart);
    let nonce: Change = |part| part.nonce += 1;
    let service: Change = |part| part.service = service_principal("HTTP/evil");
    for (number, change, believed) in [
        (1, nonce, false),
        (2, nonce, false),
        (2, service, false),
        (9, nonce, true),
    ] {
        let mut net = Net::new();
        let krbtgt = net.kdc.key("krbtgt", Etype::Aes256Sha1);
        let mut session = None;
        let result = net.acquire_by(by_password("HTTP/web-01"), |at, answer| {
            if at == 1 {
                let reply = KdcReply::decode(&answer).value.unwrap();
                let cipher = &reply.ticket.encrypted.cipher;
                let plain = krbtgt.decrypt(usage::KDC_REP_TICKET, cipher, &mut Trace::off());
                let part = crate::wire::kerberos::EncTicketPart::decode(&plain.unwrap()).value;
                session = key_of(&part.unwrap().key);
            }
            let (key, usage) = match at {
                1 => (Some(&key), usage::AS_REP),
                _ => (session.as_ref(), usage::TGS_REP_SESSION),
            };
            Some(match key {
                Some(key) if at == number => changed(&answer, key, usage, change),
                _ => answer,
            })
        });
        match believed {
            true => assert!(result.is_ok()),
            false => assert_eq!(result.unwrap_err(), KerberosFailure::BadAnswer),
        }
    }
}

#[test]
fn a_changed_or_cut_answer_is_not_believed() {
    for number in 0..3 {
        for cut in [0, 1, 40, 200] {
            let mut net = Net::new();
            let result = net.acquire_by(by_password("HTTP/web-01"), |at, mut answer| {
                if at == number {
                    let length = answer.len().saturating_sub(cut + 1);
                    match cut {
                        0 => *answer.last_mut().unwrap() ^= 1,
                        _ => answer.truncate(length),
                    }
                }
                Some(answer)
            });
            // An error is not sealed: a changed one may still say the same.
            assert!(result.is_err() || (number, cut) == (0, 0));
        }
    }
}

/// A realm that refers to itself for ever: one key for all, so that each of its TGTs is in order.
#[test]
fn referrals_have_an_end() {
    const LOOP: &str = "LOOP.EXAMPLE";
    let one_key = KerberosAccount {
        keys: vec![Key::from_seed(Etype::Aes256Sha1, &[7; 32])],
        trust: Some(crate::hosts::Trust {
            realm: LOOP.to_owned(),
            tgt_delegation: true,
            selective: false,
        }),
        ..KerberosAccount::default()
    };
    let mut net = Net::new();
    let mut other = Kdc::new();
    for kdc in [&mut net.kdc, &mut other] {
        kdc.add("LOOP.EXAMPLE$", one_key.clone());
        kdc.set("krbtgt", |krbtgt| krbtgt.keys.clone_from(&one_key.keys));
    }
    other.bench.machine.kerberos.realms[0].name = LOOP.to_owned();
    net.desk.machine.kerberos.realms[1].name = LOOP.to_owned();
    net.other = Some(other);
    let failure = net.acquire(by_password("HTTP/x.loop.example")).unwrap_err();
    assert_eq!(failure, KerberosFailure::BadAnswer);
    assert_eq!(net.asked.len(), 2 + 1 + 5);
}

/// A TGT goes along only if the caller wants it, the KDC calls the service trusted, and the TGT is forwardable.
#[test]
fn delegation_wants_three_to_agree() {
    for bits in 0..8_u8 {
        let [delegate, trusted, forwardable] = [1, 2, 4].map(|bit| bits & bit != 0);
        let mut net = Net::new();
        net.kdc
            .set("WEB-01$", |web| web.trusted_for_delegation = trusted);
        net.kdc.set("Alice", |alice| alice.sensitive = !forwardable);
        let plan = TicketPlan {
            delegate,
            ..by_password("HTTP/web-01")
        };
        // With the ticket fresh, and with it from the cache.
        for _ in 0..2 {
            let acquired = net.acquire(plan.clone()).unwrap();
            assert_eq!(acquired.forwarded.is_some(), bits == 7, "{bits}");
            if let Some(tgt) = acquired.forwarded {
                assert_eq!(
                    (tgt.flags.bits(), tgt.held_as),
                    (0x60a1_0000, TicketUse::ForwardedTgt)
                );
                let ask = KdcRequest::decode(net.asked.last().unwrap()).value.unwrap();
                assert_eq!(ask.body.options.bits(), 0x6081_0010);
            }
        }
    }
}

#[test]
fn without_a_tgt_to_forward_the_ticket_is_shown_alone() {
    let mut net = Net::new();
    net.kdc
        .set("WEB-01$", |web| web.trusted_for_delegation = true);
    let plan = TicketPlan {
        delegate: true,
        ..by_password("HTTP/web-01")
    };
    let refusal = net.kdc.answer(b"");
    let acquired = net.acquire_by(plan, |number, answer| {
        Some(if number == 3 { refusal.clone() } else { answer })
    });
    assert!(acquired.unwrap().forwarded.is_none());
    assert_eq!(net.asked.len(), 4);
}

/// A service's plan for a user.
fn on_behalf(net: &Net, evidence: Option<HeldTicket>) -> TicketPlan {
    let source = TicketSource::Account(net.service("WEB-01$"));
    let mut plan = TicketPlan::new(
        Owner::Session(3),
        source,
        REALM,
        service_principal("HTTP/mail-01"),
    );
    plan.on_behalf = Some(OnBehalf {
        realm: REALM.to_owned(),
        name: "alice".to_owned(),
        evidence,
    });
    plan
}

#[test]
fn a_service_goes_on_with_the_evidence_it_has_or_gets() {
    let mut net = Net::new();
    let shown = net.acquire(by_password("HTTP/web-01")).unwrap().ticket;
    net.asked.clear();
    // Its own name is in the plan, not the user's: nothing of its own is forwarded.
    let plan = TicketPlan {
        delegate: true,
        ..on_behalf(&net, Some(shown))
    };
    let acquired = net.acquire(plan).unwrap();
    assert_eq!(acquired.ticket.client.to_string(), "Alice");
    assert!(acquired.forwarded.is_none());
    assert_eq!(kinds(&net), [KdcKind::As, KdcKind::As, KdcKind::Tgs]);
    let ask = KdcRequest::decode(&net.asked[2]).value.unwrap();
    assert_eq!(ask.body.options.bits(), 0x4083_0010);

    let mut net = Net::new();
    let refused = net.acquire(on_behalf(&net, None)).unwrap_err();
    let KerberosFailure::Refused {
        exchange,
        code,
        status,
        ..
    } = refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (exchange, code, status),
        (ExchangeKind::Proxy, 13, Some(0xC000_006E))
    );
    net.kdc
        .set("WEB-01$", |web| web.trusted_to_authenticate = true);
    net.asked.clear();
    let acquired = net.acquire(on_behalf(&net, None)).unwrap();
    assert_eq!(acquired.ticket.client.to_string(), "Alice");
    // Its own TGT is kept; the ticket to itself is for one use.
    assert_eq!(kinds(&net), [KdcKind::Tgs, KdcKind::Tgs]);
}
