use super::*;
use crate::crypto::kerberos::{Key, string_to_key, usage};
use crate::wire::kerberos::{
    ApReq, Authenticator, Checksum, EncKdcReplyPart, EncKrbCredPart, EncTicketPart, Encrypted,
    EncryptionKey, EtypeInfo2, EtypeInfo2Entry, GssChecksum, KdcReply, KerberosMessage, KrbCred,
    KrbCredInfo, PaData, Principal, Ticket,
};
use crate::wire::keytab::{Keytab, KeytabEntry, KeytabRecord, PrincipalInRealm};
use crate::wire::pac::{self, Pac, PacSignature};
use hex_literal::hex;
use proptest::prelude::*;

const SALT: &str = "X.TESTalice";

fn key(fill: u8) -> Key {
    Key::new(Etype::Aes256Sha1, [fill; 32]).unwrap()
}

fn encrypted(key: &Key, usage: u32, plain: &[u8]) -> Encrypted {
    Encrypted {
        etype: key.etype.number(),
        kvno: None,
        cipher: key.encrypt(usage, &[7; 16], plain, &mut Trace::off()),
    }
}

fn carried(key: &Key) -> EncryptionKey {
    EncryptionKey {
        etype: key.etype.number(),
        value: key.bytes.clone(),
    }
}

fn service(name: &str) -> Principal {
    Principal::new(2, &[name, "x"])
}

/// An AS-REP whose salt, if it says one, comes with that many iterations.
fn reply(user: &Key, said: Option<(&str, u32)>) -> Rc<Layer> {
    let ticket = EncTicketPart {
        key: carried(&key(9)),
        ..EncTicketPart::default()
    };
    let part = EncKdcReplyPart {
        key: carried(&key(9)),
        service: service("krbtgt"),
        ..EncKdcReplyPart::default()
    };
    let info = said.map(|(salt, iterations)| {
        let entry = EtypeInfo2Entry {
            etype: 18,
            salt: Some(salt.to_owned()),
            s2kparams: Some(iterations.to_be_bytes().to_vec()),
        };
        vec![PaData::new(
            PaData::ETYPE_INFO2,
            EtypeInfo2(vec![entry]).encode(),
        )]
    });
    let reply = KdcReply {
        padata: info,
        client_realm: "X.TEST".to_owned(),
        client: Principal::new(1, &["alice"]),
        ticket: Ticket {
            realm: "X.TEST".to_owned(),
            service: service("krbtgt"),
            encrypted: encrypted(&key(5), usage::KDC_REP_TICKET, &ticket.encode()),
        },
        encrypted: encrypted(user, usage::AS_REP, &part.encode()),
        ..KdcReply::default()
    };
    Rc::new(wire::token(&reply.encode()).remove(0))
}

fn user(iterations: u32) -> Key {
    let trace = &mut Trace::off();
    let salt = SALT.as_bytes();
    string_to_key(Etype::Aes256Sha1, "secret", salt, Some(iterations), trace)
}

fn with_password(message: &Rc<Layer>, password: &str) -> Decryption {
    let known = KnownSecrets {
        password: Some(password),
        ..KnownSecrets::default()
    };
    let messages = [message.clone()];
    decrypt(&messages, known.ring(&messages))
}

fn source(found: &Decryption) -> Option<&KeySource> {
    Some(&found.parts.first()?.key.as_ref()?.source)
}

#[test]
fn the_salt_is_the_kdcs_or_guessed_and_that_is_kept() {
    for (message, from) in [
        (reply(&user(10), Some((SALT, 10))), SaltSource::Kdc),
        (reply(&user(4096), None), SaltSource::Guessed),
    ] {
        let found = with_password(&message, "secret");
        let expected = KeySource::Password(SALT.to_owned(), from);
        assert_eq!(source(&found), Some(&expected));
        assert_eq!(found.parts[0].kind, DecryptedPart::AsReply);
        // The ticket is under the key of another one, and the session key was tried too.
        let [closed] = &found.closed[..] else {
            panic!("{found:?}")
        };
        assert_eq!(closed.kind, DecryptedPart::Ticket);
        assert!(closed.tried > 1);
        let wrong = with_password(&message, "ValueKind");
        assert!(wrong.parts.is_empty());
        assert!(wrong.closed.iter().all(|it| it.tried > 0));
    }
}

#[test]
fn the_key_of_the_as_reply_opens_the_nt_hash_in_a_pac() {
    // Samba, source4/torture/ndr/krb5pac.c: a PAC of a logon with a certificate, of which this is the second buffer.
    let key = hex!("c9deb5412b3fba34250b0e4b1f3b6cba3d70bdcdac0f097a9b6a7c763a5524ed");
    let credentials = hex!(
        "0000000012000000dcb1e1355f4da7ef848604429f4f5e5b22146604c4f4188d5330be8cf4f7500a87ef733dd77a0bf3
         d73057b71a1b8a35c2de5bed4a25adc5151bfcaf00b57aeadaad7775f0f61746f35f7e890cb37031092316009af4035f
         d4ab3b6ac27db38a618d15fb43383d3b77daf4660c0d36f5c701f9fba4f81fb855657ac2f3238f9b1ef1b856700175b4
         7dcb04be"
    );
    let mut pac = Pac::default();
    pac.set(pac::CREDENTIALS_INFO, credentials.to_vec());
    let signature = PacSignature::blank(16).unwrap();
    pac.set(pac::SERVER_CHECKSUM, signature.encode());
    let messages = [Rc::new(wire::token(&pac.encode()).remove(0))];
    let with = |key: &[u8]| {
        let mut ring = Keyring::default();
        ring.add_untyped(key, &KeySource::Typed);
        decrypt(&messages, ring)
    };
    let found = with(&key);
    let kinds: Vec<_> = found.parts.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [DecryptedPart::Pac, DecryptedPart::PacCredentials]);
    assert_eq!(found.parts[1].layer.error, None);
    assert!(found.parts[1].layer.layout.find("NtPassword").is_some());
    assert!(found.closed.is_empty());
    let closed = with(&[7; 32]).closed;
    let told: Vec<_> = closed
        .iter()
        .map(|it| (it.kind, it.etype, it.tried))
        .collect();
    assert_eq!(told, [(DecryptedPart::PacCredentials, 18, 1)]);
}

/// Each account has its own salt: with more of them than can be made into keys, what stays closed is not known to be wrong.
#[test]
fn a_key_that_was_not_made_says_nothing_of_the_password() {
    let other = |number: usize, iterations| {
        reply(&key(1), Some((&format!("X.TESTuser{number}"), iterations)))
    };
    let last = |before: Vec<Rc<Layer>>, last, known: KnownSecrets<'_>| {
        let mut messages = before;
        messages.push(last);
        let found = decrypt(&messages, known.ring(&messages));
        let opened = found.of_message(messages.len() - 1).count() > 0;
        (
            opened,
            found.closed.iter().all(|it| it.why == WhyClosed::Untried),
        )
    };
    let known = KnownSecrets {
        password: Some("secret"),
        ..KnownSecrets::default()
    };
    let said = || reply(&user(10), Some((SALT, 10)));
    let many = |count: usize, iterations| -> Vec<_> {
        (0..count).map(|it| other(it, iterations)).collect()
    };
    assert_eq!(last(many(12, 10), said(), known), (true, false));
    assert_eq!(last(many(300, 10), said(), known), (false, true));
    let costly = [reply(&key(1), Some(("costly", 1_000_000)))];
    let found = decrypt(&costly, known.ring(&costly));
    assert!(found.cut_short && found.closed.iter().all(|it| it.why == WhyClosed::Untried));
    // What is typed is meant.
    let typed = KnownSecrets {
        user: Some("CONTOSO\\alice"),
        domain: Some("X.TEST"),
        ..known
    };
    assert!(last(many(300, 10), reply(&user(4096), None), typed).0);
}

#[test]
fn no_message_makes_a_password_cost_much() {
    let started = std::time::Instant::now();
    let messages: Vec<_> = (0..50)
        .map(|it| reply(&key(1), Some((&format!("salt {it}"), u32::MAX))))
        .collect();
    let known = KnownSecrets {
        password: Some("secret"),
        ..KnownSecrets::default()
    };
    decrypt(&messages, known.ring(&messages));
    assert!(started.elapsed().as_secs() < 10);
}

#[test]
fn a_keytab_opens_by_key_and_not_by_name() {
    let entry = KeytabEntry {
        principal: PrincipalInRealm {
            realm: "ELSEWHERE".to_owned(),
            name: service("HTTP"),
        },
        kvno8: 3,
        etype: 18,
        key: key(5).bytes,
        ..KeytabEntry::default()
    };
    let table = Keytab {
        records: vec![KeytabRecord::Entry(entry)],
        ..Keytab::default()
    };
    let file = Rc::new(wire::token(&table.encode()).remove(0));
    let message = [reply(&key(1), None)];
    let known = KnownSecrets {
        files: &[file],
        ..KnownSecrets::default()
    };
    let found = decrypt(&message, known.ring(&message));
    let expected = KeySource::Keytab("HTTP/x@ELSEWHERE".to_owned(), 3);
    assert_eq!(source(&found), Some(&expected));
    let [closed] = &found.closed[..] else {
        panic!("{found:?}")
    };
    assert_eq!((closed.kind, closed.tried), (DecryptedPart::AsReply, 2));
}

fn why(message: &KerberosMessage, password: &str) -> Vec<(DecryptedPart, WhyClosed)> {
    let bytes = match message {
        KerberosMessage::KdcReply(reply) => reply.encode(),
        KerberosMessage::ApReq(request) => request.encode(),
        _ => panic!("{message:?}"),
    };
    let found = with_password(&Rc::new(wire::token(&bytes).remove(0)), password);
    found.closed.iter().map(|it| (it.kind, it.why)).collect()
}

#[test]
fn a_name_may_be_typed_in_another_case_than_the_accounts() {
    let LayerValue::Kerberos(Some(KerberosMessage::KdcReply(mut reply))) =
        reply(&user(4096), None).value.clone()
    else {
        panic!()
    };
    for name in ["ALICE", "Alice", "alice"] {
        reply.client = Principal::new(1, &[name]);
        let message = KerberosMessage::KdcReply(reply.clone());
        let ticket = (DecryptedPart::Ticket, WhyClosed::OtherKey);
        // The session key that it opens is no account's.
        assert_eq!(why(&message, "secret"), [ticket], "{name}");
        let guessed = (DecryptedPart::AsReply, WhyClosed::Guessed);
        assert!(why(&message, "wrong").contains(&guessed), "{name}");
    }
    // FAST strengthens the key: no password opens it.
    reply.padata = Some(vec![PaData::new(PaData::FX_FAST, Vec::new())]);
    let strengthened = (DecryptedPart::AsReply, WhyClosed::Strengthened);
    assert!(why(&KerberosMessage::KdcReply(reply), "wrong").contains(&strengthened));
}

#[test]
fn the_key_of_an_account_does_not_judge_what_a_session_key_seals() {
    let sealed = |key| encrypted(&key, usage::AP_REQ_AUTHENTICATOR, b"");
    let request = ApReq {
        options: 0,
        ticket: Ticket {
            realm: "X.TEST".to_owned(),
            service: service("HTTP"),
            encrypted: Encrypted {
                etype: 25,
                ..sealed(key(5))
            },
        },
        authenticator: sealed(key(6)),
    };
    let told = why(&KerberosMessage::ApReq(request), "secret");
    let expected = [
        (DecryptedPart::Ticket, WhyClosed::Unsupported),
        (DecryptedPart::Authenticator, WhyClosed::NoKey),
    ];
    assert_eq!(told, expected);
}

/// A key of SHA-2 costs eight times another: it is made for the names that stand beside such a ticket.
#[test]
fn keys_are_made_first_for_the_names_that_stand_beside() {
    let secret = string_to_key(
        Etype::Aes256Sha2,
        "secret",
        b"X.TESTHTTPx",
        None,
        &mut Trace::off(),
    );
    let ticket = EncTicketPart {
        key: carried(&key(9)),
        ..EncTicketPart::default()
    };
    let request = ApReq {
        options: 0,
        ticket: Ticket {
            realm: "X.TEST".to_owned(),
            service: service("HTTP"),
            encrypted: encrypted(&secret, usage::KDC_REP_TICKET, &ticket.encode()),
        },
        authenticator: encrypted(&key(6), usage::AP_REQ_AUTHENTICATOR, b""),
    };
    let named = |number: usize| {
        let LayerValue::Kerberos(Some(KerberosMessage::KdcReply(reply))) =
            reply(&key(1), None).value.clone()
        else {
            panic!()
        };
        let client = Principal::new(1, &[&format!("user{number}")]);
        Rc::new(wire::token(&KdcReply { client, ..*reply }.encode()).remove(0))
    };
    let mut messages: Vec<_> = (0..9).map(named).collect();
    messages.push(Rc::new(wire::token(&request.encode()).remove(0)));
    let known = KnownSecrets {
        password: Some("secret"),
        ..KnownSecrets::default()
    };
    let found = decrypt(&messages, known.ring(&messages));
    assert_eq!(found.parts[0].kind, DecryptedPart::Ticket);
    // What is closed of AES with SHA-1 was tried with every key.
    let others = found.closed.iter().filter(|it| it.etype == 18);
    assert!(others.clone().count() > 9);
    assert!(others.clone().all(|it| it.why != WhyClosed::Untried));
}

/// Samba's clients hand over a ticket in clear: the authenticator around it is encrypted.
#[test]
fn a_ticket_that_is_handed_over_in_clear_is_told() {
    let info = KrbCredInfo {
        key: carried(&key(9)),
        ..KrbCredInfo::default()
    };
    let clear = EncKrbCredPart {
        info: vec![info.clone()],
        ..EncKrbCredPart::default()
    };
    let cred = KrbCred {
        tickets: Vec::new(),
        encrypted: Encrypted {
            etype: 0,
            kvno: None,
            cipher: clear.encode(),
        },
    };
    let checksum = GssChecksum {
        flags: GssChecksum::DELEG,
        deleg: Some(cred.encode()),
        ..GssChecksum::default()
    };
    let authenticator = Authenticator {
        client_realm: "X.TEST".to_owned(),
        checksum: Some(Checksum {
            kind: GssChecksum::TYPE,
            value: checksum.encode(),
        }),
        ..Authenticator::default()
    };
    let request = ApReq {
        options: 0,
        ticket: Ticket {
            realm: "X.TEST".to_owned(),
            service: service("HTTP"),
            encrypted: encrypted(&key(5), usage::KDC_REP_TICKET, b""),
        },
        authenticator: encrypted(
            &key(6),
            usage::AP_REQ_AUTHENTICATOR,
            &authenticator.encode(),
        ),
    };
    let mut ring = Keyring::default();
    ring.add_untyped(&[6; 32], &KeySource::Typed);
    let found = decrypt(&[Rc::new(wire::token(&request.encode()).remove(0))], ring);
    let handed = (0..found.parts.len()).find_map(|it| delegation(&found, it));
    assert_eq!(handed, Some(Delegation::Tickets(vec![info])));
}

proptest! {
    #[test]
    fn any_bytes_are_opened_or_left_closed(at in 0_usize..2000, with: u8, cut in 0_usize..2000) {
        let message = reply(&key(1), Some((SALT, 1)));
        let mut bytes = message.bytes.clone();
        bytes.truncate(cut.max(20));
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= with;
        }
        let mut ring = Keyring::default();
        ring.add_untyped(&[1; 32], &KeySource::Typed);
        ring.add_untyped(&[5; 32], &KeySource::Typed);
        let layers: Vec<_> = wire::token(&bytes).into_iter().map(Rc::new).collect();
        let found = decrypt(&layers, ring);
        for part in &found.parts {
            prop_assert!(part.key.is_some());
        }
    }
}
