//! What is said to be missing of traffic made up for it.

use super::*;
use crate::present::narration::traffic::{explained, shortage};
use crate::traffic::dissect::{Stamp, kdc_messages};
use crate::traffic::files::FileExtras;
use crate::traffic::leg::{
    Contents, FileLocation, Flow, Leg, NoAnswer, Party, Protocol, SkipReason, Skipped, Status,
    Timestamp, Transport,
};
use crate::traffic::reader::TrafficReader;
use crate::wire::kerberos::{ApReq, KdcRequest, KdcRequestBody, KrbError, Principal};
use crate::wire::ntlm::{Authenticate, Challenge, Negotiate};

fn connection(server: u8, protocol: Protocol) -> Flow {
    let party = |last| Party {
        address: Some([10, 0, 0, last].into()),
        ..Party::default()
    };
    Flow::new(party(1), party(server), protocol)
}

/// What packets lack that have these messages of HTTP: who sends it, what it asks for, what it carries, how it answers.
fn lacking(
    legs: &[(Sender, &str, Option<SentCredential>, u16)],
    kdc: Vec<Leg>,
) -> Vec<MissingInfo> {
    let flows = vec![
        connection(2, Protocol::Http),
        connection(3, Protocol::Kerberos),
    ];
    let location = FileLocation {
        unit: Unit::Packet,
        first: 1,
        last: 1,
    };
    let legs = legs.iter().map(|(sender, request, carried, status)| {
        let mut leg = Leg::new(0, *sender, None, location);
        match sender {
            Sender::Client => {
                leg.request = Some((*request).to_owned());
                leg.target = Some("web01:8080".to_owned());
            }
            Sender::Server => {
                leg.status = Some(Status::Http(*status));
                leg.offers = vec!["NTLM".to_owned()];
            }
        }
        leg.credential.clone_from(carried);
        leg
    });
    let contents = Contents {
        flows,
        legs: kdc.into_iter().chain(legs).collect(),
        ..Contents::default()
    };
    let mut collection = Collection::default();
    collection.add("a.pcap", contents, FileExtras::default());
    shortages(&collection).iter().map(|it| it.lack).collect()
}

#[test]
fn what_is_no_token_in_packets_was_not_taken_out() {
    let none = SentCredential::Stripped(Method::Ntlm, None);
    let said = [
        (Sender::Client, "GET /", Some(none), 0),
        (Sender::Server, "", None, 401),
    ];
    assert_eq!(lacking(&said, Vec::new()), [MissingInfo::NoToken]);
}

#[test]
fn a_channel_of_rpc_is_not_unanswered() {
    let token = |bytes: Vec<u8>| Some(SentCredential::Token(Method::Ntlm, bytes.into()));
    let proof = |request| {
        [
            (
                Sender::Client,
                request,
                token(Negotiate::default().encode()),
                0,
            ),
            (
                Sender::Server,
                "",
                token(Challenge::default().encode()),
                401,
            ),
            (
                Sender::Client,
                request,
                token(Authenticate::default().encode()),
                0,
            ),
        ]
    };
    let channel = proof("RPC_IN_DATA /rpc/rpcproxy.dll?ex1:6001");
    assert_eq!(lacking(&channel, Vec::new()), [MissingInfo::RpcOverHttp]);
    assert_eq!(lacking(&proof("GET /"), Vec::new()), [MissingInfo::Answer]);
}

#[test]
fn who_gets_no_ticket_sends_none() {
    let said = [
        (Sender::Client, "GET /", None, 0),
        (Sender::Server, "", None, 401),
    ];
    assert_eq!(lacking(&said, Vec::new()), [MissingInfo::NotTried]);
    for (host, lack) in [
        ("WEB01", MissingInfo::NoTicketGiven),
        ("web02", MissingInfo::NotTried),
    ] {
        let service = || Principal {
            name_type: 2,
            parts: vec!["HTTP".to_owned(), host.to_owned()],
        };
        let request = KdcRequest {
            body: KdcRequestBody {
                realm: "CONTOSO.TEST".to_owned(),
                service: Some(service()),
                ..KdcRequestBody::default()
            },
            ..KdcRequest::default()
        };
        let error = KrbError {
            code: 7,
            service: service(),
            ..KrbError::default()
        };
        let (mut kdc, stamp) = (
            Vec::new(),
            Stamp {
                at: None,
                packet: 1,
            },
        );
        for (from, bytes) in [
            (Sender::Client, request.encode()),
            (Sender::Server, error.encode()),
        ] {
            assert!(kdc_messages::datagram(1, from, &bytes, stamp, &mut kdc));
        }
        assert_eq!(lacking(&said, kdc), [lack]);
    }
}

#[test]
fn what_a_server_calls_in_vain_is_why_it_fails() {
    let packet = |number| FileLocation {
        unit: Unit::Packet,
        first: number,
        last: number,
    };
    let leg = |sender, number| Leg::new(0, sender, None, packet(number));
    let mut proof = leg(Sender::Client, 8);
    proof.request = Some("GET /".to_owned());
    let token = Authenticate::default().encode();
    proof.credential = Some(SentCredential::Token(Method::Ntlm, token.into()));
    let web = connection(2, Protocol::Http);
    let unreached = |client: &Party, server: u8, port, number| Unreached {
        file: 0,
        client: client.clone(),
        server: Party {
            port: Some(port),
            ..connection(server, Protocol::Tds).server
        },
        over: Transport::Tcp,
        why: NoAnswer::Silence,
        count: 3,
        location: packet(number),
    };
    let said = |status: u16, calls: Vec<Unreached>| {
        let mut answer = leg(Sender::Server, 13);
        answer.status = Some(Status::Http(status));
        let contents = Contents {
            flows: vec![web.clone()],
            legs: vec![proof.clone(), answer],
            unreached: calls,
            ..Contents::default()
        };
        let mut collection = Collection::default();
        collection.add("a.pcap", contents, FileExtras::default());
        let all = shortages(&collection).into_iter();
        let all = all.filter(|it| matches!(it.lack, MissingInfo::Unreached(..)));
        let all: Vec<_> = all.map(|it| shortage(&it)).collect();
        (all, explained(&collection, &collection.attempts[0]))
    };
    const CALL: &str = "10.0.0.3:8081 does not answer (3 attempts over TCP from 10.0.0.2).";
    let within = unreached(&web.server, 3, 8081, 10);
    let (all, because) = said(500, vec![within.clone()]);
    assert_eq!(all, [CALL]);
    assert!(
        because.ends_with(&format!(" Meanwhile: {CALL}")),
        "{because}"
    );
    // It has what it needs, as its answer shows.
    let (all, because) = said(200, vec![within]);
    assert!(all == [CALL] && !because.contains(CALL), "{because}");
    // Before and after it, and of somebody else.
    let other = unreached(&web.client, 3, 8081, 10);
    for call in [
        unreached(&web.server, 3, 8081, 5),
        unreached(&web.server, 3, 8081, 20),
        other,
    ] {
        let (all, because) = said(500, vec![call]);
        assert!(all.is_empty() && !because.contains(CALL), "{because}");
    }
    let (all, _) = said(200, vec![unreached(&web.client, 3, 88, 1)]);
    assert!(
        all[0].contains("10.0.0.3:88") && all[0].contains("NTLM"),
        "{all:?}"
    );
}

#[test]
fn a_server_that_passes_nothing_on_is_the_double_hop() {
    let location = |number| FileLocation {
        unit: Unit::Packet,
        first: number,
        last: number,
    };
    let leg = |flow, sender, number: u32| {
        let at = Some(Timestamp(i64::from(number)));
        let mut leg = Leg::new(flow, sender, at, location(number));
        match sender {
            Sender::Client => leg.request = Some("GET /".to_owned()),
            Sender::Server => leg.status = Some(Status::Http(401)),
        }
        leg
    };
    let mut onward = connection(3, Protocol::Http);
    onward.client = connection(2, Protocol::Http).server;
    for (bytes, method, because) in [
        (
            Authenticate::default().encode(),
            Method::Ntlm,
            "NTLM: that is a proof for it alone",
        ),
        (
            ApReq::default().encode(),
            Method::Kerberos,
            "Kerberos: that lets it sign in elsewhere only",
        ),
    ] {
        let mut proof = leg(0, Sender::Client, 1);
        proof.credential = Some(SentCredential::Token(method, bytes.into()));
        let mut demand = leg(1, Sender::Server, 3);
        demand.offers = vec!["Negotiate".to_owned()];
        let mut answer = leg(0, Sender::Server, 4);
        answer.status = Some(Status::Http(500));
        let contents = Contents {
            flows: vec![connection(2, Protocol::Http), onward.clone()],
            legs: vec![proof, leg(1, Sender::Client, 2), demand, answer],
            ..Contents::default()
        };
        let mut collection = Collection::default();
        collection.add("a.pcap", contents, FileExtras::default());
        let hop = &collection.attempts[1];
        assert_eq!(lacks(&collection, hop), [MissingInfo::NotPassedOn]);
        let said = explained(&collection, hop);
        assert!(said.contains(because), "{said}");
    }
}

#[test]
fn what_is_cut_is_not_to_be_recorded_earlier() {
    let token = |bytes: Vec<u8>| Some(SentCredential::Token(Method::Ntlm, bytes.into()));
    let location = FileLocation {
        unit: Unit::Packet,
        first: 1,
        last: 1,
    };
    let said = [
        (Sender::Client, token(Negotiate::default().encode()), None),
        (
            Sender::Server,
            token(Challenge::default().encode()),
            Some(401),
        ),
        (
            Sender::Client,
            token(Authenticate::default().encode()),
            None,
        ),
        (Sender::Server, None, Some(200)),
    ];
    let mut legs: Vec<Leg> = Vec::new();
    for (sender, credential, status) in said {
        let mut leg = Leg::new(0, sender, None, location);
        (leg.credential, leg.status) = (credential, status.map(Status::Http));
        leg.request = (sender == Sender::Client).then(|| "GET /".to_owned());
        legs.push(leg);
    }
    let mut gap = Leg::new(0, Sender::Client, None, location);
    gap.kind = LegKind::Gap(10);
    let with_gap = [&legs[..3], &[gap], &legs[3..]].concat();
    let lacks = |legs: &[Leg], reason: Option<SkipReason>| {
        let skipped = reason.map(|reason| Skipped {
            reason,
            location: None,
        });
        let contents = Contents {
            flows: vec![connection(2, Protocol::Http)],
            legs: legs.to_vec(),
            skipped: skipped.into_iter().collect(),
            ..Contents::default()
        };
        let mut collection = Collection::default();
        collection.add("a.pcap", contents, FileExtras::default());
        lacks(&collection, &collection.attempts[0])
    };
    assert_eq!(lacks(&with_gap, None), [MissingInfo::Legs]);
    assert_eq!(lacks(&with_gap, Some(SkipReason::PacketsCut(1))), []);
    let both = [MissingInfo::Legs, MissingInfo::Answer];
    assert_eq!(lacks(&legs[..2], None), both);
    assert_eq!(lacks(&legs[..2], Some(SkipReason::CutShort)), []);
    assert_eq!(lacks(&legs[1..2], Some(SkipReason::CutShort)), both);
}

#[test]
fn what_is_read_without_a_sign_in_is_said() {
    let contents = Contents {
        format: Format::Pcap.into(),
        flows: [Protocol::Http, Protocol::Smb1, Protocol::Http]
            .into_iter()
            .zip(2..)
            .map(|(protocol, server)| connection(server, protocol))
            .collect(),
        ..Contents::default()
    };
    let mut collection = Collection::default();
    collection.add("a.pcap", contents, FileExtras::default());
    let said: Vec<_> = shortages(&collection).iter().map(shortage).collect();
    assert_eq!(
        said,
        [
            "HTTP to 10.0.0.2 is read, and nobody signs in there.",
            "SMB 1 to 10.0.0.3 is read, and nobody signs in there."
        ]
    );
}

#[test]
fn of_what_goes_on_in_tls_nobody_says_that_no_one_signs_in() {
    let location = FileLocation {
        unit: Unit::Packet,
        first: 1,
        last: 1,
    };
    let hello = |flow| {
        let mut leg = Leg::new(flow, Sender::Client, None, location);
        leg.kind = LegKind::Tls(false);
        leg
    };
    let contents = Contents {
        format: Format::Pcap.into(),
        flows: vec![connection(2, Protocol::Tds), connection(3, Protocol::Smtp)],
        legs: vec![hello(0), hello(1)],
        ..Contents::default()
    };
    let mut collection = Collection::default();
    collection.add("a.pcap", contents, FileExtras::default());
    let lacks: Vec<_> = shortages(&collection).iter().map(|it| it.lack).collect();
    let smtp = MissingInfo::Encrypted { keys: false };
    assert_eq!(lacks, [smtp, MissingInfo::EncryptedSql]);
}

#[test]
fn a_pcap_in_the_form_of_an_old_system_is_to_be_made_a_plain_one() {
    // Records of Nokia's and SuSE's have more bytes in their heads than the others.
    let mut file = 0xa1b2_c3d4_u32.to_le_bytes().to_vec();
    file.extend([2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0]);
    for _ in 0..3 {
        file.extend([[1; 4], [1; 4], [60, 0, 0, 0], [60, 0, 0, 0], [0xff; 4]].concat());
        file.extend([0xff; 60]);
    }
    let mut reader = TrafficReader::new(&file);
    reader.push(&file);
    let mut collection = Collection::default();
    collection.take("a.pcap", reader.finish().unwrap());
    let lacks = shortages(&collection);
    let mut lacks = lacks.iter().map(|it| it.lack);
    assert!(lacks.any(|it| it == MissingInfo::Dialect));
}

#[test]
fn a_file_of_a_known_kind_that_is_cut_or_damaged_is_called_that() {
    for (text, kind) in [
        (
            r#"{"constants": {"clientInfo": {"name": "Chrome"}, "logEventTypes": {"HTTP_"#,
            "NetLog",
        ),
        (r#"{"log": {"version": "1.2", "creator": {"na"#, "HAR 1.2"),
        (r#"{"log": [2, 1, 3] "request:"}"#, "HAR"),
    ] {
        let mut reader = TrafficReader::new(text.as_bytes());
        reader.push(text.as_bytes());
        let mut collection = Collection::default();
        collection.take("a.json", reader.finish().unwrap());
        let lacks = shortages(&collection);
        let said: Vec<String> = lacks.iter().map(shortage).collect();
        let named = format!("a.json ({kind}) is damaged, or cut");
        assert!(said.len() == 1 && said[0].starts_with(&named), "{said:?}");
    }
}
