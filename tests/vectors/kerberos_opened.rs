//! Vectors with something encrypted, opened from the outermost message on with the keys that the vector has: plaintexts,
//! signatures and checksums must be those it says, and without its keys nothing is open.

use crate::captures;
use crate::support::{Case, hex};
use double_hop::traffic;
use double_hop::traffic::decryption::{
    Decryption, KeySource, Keyring, KnownSecrets, SignatureVerdict, Signed, decrypt,
};
use double_hop::wire::kerberos::{DecryptedPart, KerberosMessage};
use double_hop::wire::{self, Layer, LayerValue, from_base64};
use serde_json::Value;
use std::path::Path;
use std::rc::Rc;

/// Opens whatever has keys.
pub fn check_all(vectors: &[Value]) {
    let (mut failures, mut seen) = (Vec::new(), 0);
    for vector in vectors {
        let mut case = Case::new(vector);
        let keys = keys(&case);
        let Some(layers) = messages(&case).filter(|_| !keys.is_empty()) else {
            continue;
        };
        seen += 1;
        check(&mut case, &layers, &keys);
        println!("{} {}: {} values", case.id(), case.kind(), case.compared);
        let found = case.failures.iter();
        failures.extend(found.map(|what| format!("{}: {what}", case.id())));
    }
    println!("{seen} vectors");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn keys(case: &Case<'_>) -> Vec<Vec<u8>> {
    let names = [
        "service_key",
        "krbtgt_key",
        "krbtgt_pac_key",
        "reply_key",
        "client_key",
        "key",
    ];
    let keys = names.iter().map(|name| case.bytes(name));
    keys.filter(|key| !key.is_empty()).collect()
}

/// The message of a vector: bare, behind its length, in a token, or only the ticket.
fn messages(case: &Case<'_>) -> Option<Vec<Rc<Layer>>> {
    let bare = case.input("app_wrapper") == false;
    let token = |bytes: &[u8]| {
        let layers = wire::token(bytes).into_iter().map(Rc::new);
        layers.collect::<Vec<_>>()
    };
    let base64 = case.text("authorization_header");
    let base64 = base64.strip_prefix("Negotiate").unwrap_or(base64).trim();
    let base64 = [base64, case.text("token_base64")].concat();
    let ticket = case.bytes("ticket");
    let layers = if !base64.is_empty() {
        token(&from_base64(&base64).unwrap())
    } else if !ticket.is_empty() {
        let ticket = wire::decrypted(DecryptedPart::CachedTicket, ticket);
        vec![Rc::new(ticket)]
    } else {
        let names = ["message", "message_with_length", "token"];
        let bytes = names.iter().map(|name| case.bytes(name));
        token(&bytes.filter(|_| !bare).find(|bytes| !bytes.is_empty())?)
    };
    // Of tokens around data, which are `Other`, nothing is opened.
    let kerberos = |layer: &Rc<Layer>| match &layer.value {
        LayerValue::Kerberos(Some(message)) => !matches!(message, KerberosMessage::Other(_)),
        LayerValue::Decrypted(_) => true,
        _ => false,
    };
    layers.iter().any(kerberos).then_some(layers)
}

fn check(case: &mut Case<'_>, layers: &[Rc<Layer>], keys: &[Vec<u8>]) {
    let mut ring = Keyring::default();
    for key in keys {
        ring.add_untyped(key, &KeySource::Typed);
    }
    let found = decrypt(layers, ring);
    let plain = |kind: &[DecryptedPart]| {
        let part = found.parts.iter().find(|part| kind.contains(&part.kind));
        part.map(|part| part.layer.bytes.clone())
    };
    use DecryptedPart::*;
    let parts = [
        ("enc_part_plain", &[AsReply, TgsReply][..]),
        ("ticket_plain", &[Ticket][..]),
        (
            "authenticator_plain",
            &[Authenticator, KdcAuthenticator][..],
        ),
    ];
    for (pointer, kinds) in parts {
        if let Some(expected) = case.expected(&format!("/{pointer}")).as_str() {
            let got = plain(kinds).unwrap_or_default();
            case.equal(pointer, &hex(expected), &got);
        }
    }
    let parts = [
        ("/ticket", Ticket),
        ("/tgt", Ticket),
        ("/pac", Pac),
        ("/authenticator", Authenticator),
    ];
    for (pointer, kind) in parts {
        let there = !case.expected(pointer).is_null();
        if there && !(kind == Authenticator && case.kind() == "tgs_req") {
            case.holds(pointer, plain(&[kind]).is_some());
        }
    }
    for part in &found.parts {
        case.holds(part.kind.name(), part.layer.error.is_none());
    }
    let signatures = [
        ("server_sig_ok", Signed::Server),
        ("kdc_sig_ok", Signed::Kdc),
        ("ticket_sig_ok", Signed::Ticket),
        ("full_sig_ok", Signed::Full),
        ("req_body_checksum_ok", Signed::RequestBody),
        ("pa_for_user", Signed::ForUser),
    ];
    for (name, of) in signatures {
        for pointer in [format!("/{name}"), format!("/pac_{name}")] {
            let there = case.expected(&pointer);
            if there == true || there.is_object() {
                case.holds(&pointer, valid(&found, of));
            }
        }
    }
    // A password opens what its key opens.
    if let password @ 1.. = case.text("password").len() {
        let known = KnownSecrets {
            password: Some(&case.text("password")[..password]),
            ..KnownSecrets::default()
        };
        let by_password = decrypt(layers, known.ring(layers));
        let opened = !by_password.parts.is_empty();
        println!("{} password: {opened}", case.id());
    }
    // One bit of the keys changed, and nothing opens.
    let mut ring = Keyring::default();
    for mut key in keys.iter().cloned() {
        key[0] ^= 2;
        ring.add_untyped(&key, &KeySource::Typed);
    }
    let found = decrypt(layers, ring);
    let nothing = found.parts.iter().all(|part| part.key.is_none());
    case.holds("nothing with another key", nothing);
    case.holds("what stays closed is said", !found.closed.is_empty());
}

fn valid(found: &Decryption, of: Signed) -> bool {
    let mut signatures = found.parts.iter().flat_map(|part| &part.signatures);
    signatures.any(|it| it.of == of && matches!(it.judged, SignatureVerdict::Valid(_)))
}

/// The capture with its keytab: ticket, authenticator, AP-REP and the server signature.
pub fn check_capture(folder: &Path) {
    let read = |name: &str| std::fs::read(folder.join("captures").join(name)).unwrap();
    let keytab = wire::token(&read("zeek_smb2_krb.keytab"));
    let files: Vec<Rc<Layer>> = keytab.into_iter().map(Rc::new).collect();
    assert_eq!(files[0].kind().name(), "keytab");
    // A token lies in several packets: what each side sent is put together again.
    let capture = read("zeek_smb2_krb.pcap");
    let mut sides: Vec<(u16, Vec<u8>)> = Vec::new();
    for packet in captures::packets(&capture) {
        let (port, data) = payload(packet);
        match sides.iter_mut().find(|(known, _)| *known == port) {
            Some((_, all)) => all.extend(data),
            None => sides.push((port, data.to_vec())),
        }
    }
    let found = sides.iter().map(|(_, all)| traffic::find(all));
    let tokens = found.flat_map(|found| found.tokens);
    let layers = tokens.filter_map(|it| it.layer()).map(Rc::new);
    let layers: Vec<Rc<Layer>> = layers.collect();
    let known = KnownSecrets {
        files: &files,
        ..KnownSecrets::default()
    };
    let found = decrypt(&layers, known.ring(&layers));
    let kinds: Vec<_> = found.parts.iter().map(|part| part.kind.name()).collect();
    for expected in ["EncTicketPart", "PAC", "Authenticator", "EncAPRepPart"] {
        assert!(kinds.contains(&expected), "{kinds:?}");
    }
    assert!(valid(&found, Signed::Server));
    println!("{kinds:?}");
    let closed = decrypt(&layers, Keyring::default());
    assert!(closed.parts.is_empty() && closed.closed.iter().all(|it| it.tried == 0));
}

/// The source port and the data of a TCP segment over IPv4 and Ethernet.
fn payload(packet: &[u8]) -> (u16, &[u8]) {
    let ip = &packet[14..];
    let total = usize::from(u16::from_be_bytes([ip[2], ip[3]]));
    // Some are kept in part only.
    let tcp = &ip[usize::from(ip[0] & 15) * 4..total.min(ip.len())];
    let port = u16::from_be_bytes([tcp[0], tcp[1]]);
    (port, &tcp[usize::from(tcp[12] >> 4) * 4..])
}
