//! Whatever comes, the KDC answers, and works no more than in proportion.

use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// The answer is a message that the client can read; the answer to garbage is an error.
fn answers(kdc: &mut Kdc, bytes: &[u8]) {
    let begin = Instant::now();
    let answer = kdc.answer(bytes);
    assert!(
        begin.elapsed() < Duration::from_secs(2),
        "{} bytes",
        bytes.len()
    );
    assert!(answer.len() <= 4096 + 2 * bytes.len());
    let error = KrbError::decode(&answer).value.is_ok();
    assert!(error || KdcReply::decode(&answer).value.is_ok());
}

/// Requests of each kind.
fn requests(kdc: &mut Kdc) -> Vec<Vec<u8>> {
    let key = kdc.key("Alice", Etype::Aes256Sha1);
    let mut proven = kdc.as_request("alice");
    proven.padata.push(kdc.timestamp(&key, 0));
    let tgt = kdc.tgt("web-01$");
    let ticket = kdc.ticket("alice", "HTTP/web-01");
    [
        kdc.as_request("alice"),
        proven,
        kdc.tgs_request(&tgt, &Tgs::new("HTTP/mail-01")),
        kdc.tgs_request(&tgt, &Tgs::for_tgt(KdcOptions::FORWARDED)),
        kdc.tgs_request(&tgt, &Tgs::proxy("HTTP/mail-01", &ticket)),
    ]
    .map(|request| request.encode())
    .to_vec()
}

#[test]
fn requests_cut_anywhere() {
    let mut kdc = Kdc::new();
    for request in requests(&mut kdc) {
        for length in 0..request.len() {
            answers(&mut kdc, &request[..length]);
        }
    }
}

#[test]
fn much_of_everything() {
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let empty = |kind| PaData::new(kind, Vec::new());
    let mut padata = kdc.as_request("alice");
    padata.padata = vec![empty(PaData::PAC_REQUEST); 20_000];
    let mut etypes = kdc.as_request("alice");
    etypes.body.etypes = [18, 17, 23, 99].repeat(10_000);
    let mut name = kdc.as_request("alice");
    name.body.client = Some(Principal::new(1, &vec!["alice"; 10_000]));
    let mut long = kdc.as_request(&"a".repeat(65_536));
    long.body.realm = "R".repeat(65_536);
    let mut tickets = Tgs::new("HTTP/mail-01").with(KdcOptions::CNAME_IN_ADDITIONAL_TICKET);
    tickets.tickets = Some(vec![tgt.ticket.clone(); 64]);
    let tickets = kdc.tgs_request(&tgt, &tickets);
    let mut users = Tgs::new("ALICE");
    users.padata = vec![PaData::new(PaData::FOR_USER, vec![0x30; 65_536]); 4];
    let users = kdc.tgs_request(&tgt, &users);
    for request in [padata, etypes, name, long, tickets, users] {
        answers(&mut kdc, &request.encode());
    }
}

/// A ticket with an inside as deep and as long as can be, under the right key: a service's evidence may have any.
#[test]
fn deep_and_long_authorization_data() {
    use crate::wire::kerberos::AuthorizationElement;
    let mut kdc = Kdc::new();
    let tgt = kdc.tgt("alice");
    let mut part = kdc.open(&tgt, "krbtgt");
    let mut list = part.authorization.clone().unwrap();
    for _ in 0..2_000 {
        list = vec![AuthorizationElement::if_relevant(&list)];
    }
    part.authorization = Some(list);
    let deep = kdc.seal(&tgt, "krbtgt", &part);
    let element = AuthorizationElement {
        kind: 1,
        data: vec![0x30, 0],
    };
    part.authorization = Some(vec![element; 8_000]);
    let long = kdc.seal(&tgt, "krbtgt", &part);
    for tgt in [deep, long] {
        let request = kdc.tgs_request(&tgt, &Tgs::new("HTTP/web-01"));
        answers(&mut kdc, &request.encode());
    }
}

#[test]
fn deep_der() {
    let mut kdc = Kdc::new();
    for tag in [0x30, 0x6a, 0x6c, 0xa1, 0x24] {
        let mut bytes = Vec::new();
        while bytes.len() < 65_000 {
            let length = (bytes.len() as u32).to_be_bytes();
            bytes.extend(length.iter().rev());
            bytes.extend([0x84, tag]);
        }
        bytes.reverse();
        answers(&mut kdc, &bytes);
        answers(
            &mut kdc,
            &[&[0x6a, 0x83, 0, 0xfd, 0xe8], &bytes[..]].concat(),
        );
        answers(&mut kdc, &vec![tag; 65_536]);
    }
    // Indefinite lengths, and lengths beyond everything.
    answers(&mut kdc, &[0x6a, 0x80].repeat(30_000));
    answers(
        &mut kdc,
        b"\x6a\x84\xff\xff\xff\xff\x30\x88\xff\xff\xff\xff\xff\xff\xff\xff",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn garbage(bytes in prop::collection::vec(any::<u8>(), 0..4096), first in prop::sample::select(vec![0x6a, 0x6c, 0x30])) {
        let mut kdc = Kdc::new();
        answers(&mut kdc, &bytes);
        answers(&mut kdc, &[&[first], &bytes[..]].concat());
    }

    #[test]
    fn changed_requests(which in 0..5_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut kdc = Kdc::new();
        let mut request = requests(&mut kdc).swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(request.len());
            request[at] = byte;
        }
        answers(&mut kdc, &request);
    }
}
