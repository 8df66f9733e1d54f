//! What is encrypted in the messages of Kerberos, opened on Decode and in the lab.

use crate::app::{CredentialField, DecodeAction, DecodeState, Paste, RenderedRun};
use crate::crypto::Trace;
use crate::lab::{Scenario, run, table};
use crate::present::decode::{HandsOver, SignInMethod, traffic};
use crate::present::export::tokens;
use crate::present::narration::opened::{about, because, part, result};
use crate::present::{DomainControllers, Passwords};
use crate::traffic::decryption::{
    Decryption, KeySource, Keyring, SignatureVerdict, Signed, decrypt,
};
use crate::wire::kerberos::DecryptedPart;
use crate::wire::{Layer, layers, token};
use std::rc::Rc;

fn row(id: &str) -> Scenario {
    let row = table::ROWS.iter().find(|row| row.id == id).unwrap();
    table::scenario(row, table::Column::RemoteHttp).unwrap()
}

/// The page with all messages of a row, and something typed.
fn decode(id: &str, field: CredentialField, typed: &str) -> DecodeState {
    let text = traffic(&run(&row(id)));
    let mut decode = DecodeState::default();
    decode.act(DecodeAction::Paste(Paste::Text(text.into())));
    decode.act(DecodeAction::Type(field, typed.to_owned()));
    decode
}

/// What is said of the tokens of a kind.
fn said(decode: &DecodeState, kind: &str) -> Vec<String> {
    let tokens = decode.report.found.tokens.iter().enumerate();
    let tokens = tokens.filter(|(_, token)| token.kind.name() == kind);
    let said = tokens.flat_map(|(number, _)| decode.unlocked.findings(number));
    let said = said.map(|it| format!("{}: {}. {}", about(&it), result(&it), because(&it)));
    said.collect()
}

#[test]
fn a_password_opens_what_follows_from_it_and_names_the_tgt_that_is_handed_over() {
    let decode = decode("K2", CredentialField::Password, "Spring-98");
    let said = said(&decode, "Kerberos AP-REQ");
    let all = said.join("\n");
    let handed = "Delegation: handed over. It hands over a TGT of alice@CONTOSO.EXAMPLE for krbtgt/CONTOSO.EXAMPLE (";
    assert!(all.contains(handed), "{all}");
    assert!(
        all.contains("Authenticator: open. It opens with the key in EncTGSRepPart."),
        "{all}"
    );
    let number = |decode: &DecodeState| {
        let mut tokens = decode.report.found.tokens.iter();
        tokens
            .position(|it| it.kind.name() == "Kerberos AP-REQ")
            .unwrap()
    };
    let summary = decode.report.summary(number(&decode)).unwrap();
    let summary = summary.opened(&decode.unlocked, number(&decode));
    let (_, who) = summary.who.unwrap();
    assert_eq!(who, "alice@CONTOSO.EXAMPLE");
    let hands_over = HandsOver::Yes;
    assert!(matches!(summary.how, SignInMethod::Ticket { hands_over: it, .. } if it == hands_over));
    // The service's key does not follow from the user's password.
    assert!(all.contains("EncTicketPart: closed."), "{all}");
}

#[test]
fn what_keys_open_of_a_sign_in_is_in_its_json_too() {
    let decode = decode("K2", CredentialField::Password, "Spring-98");
    let (report, unlocked) = (&decode.report, &decode.unlocked);
    let json = tokens::json(report, &[], unlocked, Passwords::Hidden);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let all = json["tokens"].as_array().unwrap();
    let shown = all.iter().find(|it| it["kind"] == "Kerberos AP-REQ");
    assert_eq!(shown.unwrap()["summary"]["who"], "alice@CONTOSO.EXAMPLE");
}

#[test]
fn the_salt_that_the_kdc_says_is_told() {
    let decode = decode("K2", CredentialField::Password, "Spring-98");
    let all = said(&decode, "Kerberos AS-REP").join("\n");
    assert!(
        all.contains("with the salt that the KDC says, “CONTOSO.EXAMPLEalice”"),
        "{all}"
    );
}

#[test]
fn a_wrong_password_opens_nothing_and_that_is_said() {
    let decode = decode("K2", CredentialField::Password, "Spring-99");
    let numbers = 0..decode.report.found.tokens.len();
    assert!(
        numbers
            .clone()
            .all(|it| decode.unlocked.parts(it).is_empty())
    );
    let all = said(&decode, "Kerberos AS-REP").join("\n");
    assert!(
        all.contains("of type aes256-cts-hmac-sha1-96 opens it"),
        "{all}"
    );
    let all = said(&decode, "Kerberos AP-REQ").join("\n");
    assert!(!all.contains("Delegation"), "{all}");
}

#[test]
fn more_than_is_tried_at_once_is_said_where_something_is_known() {
    let cut_short = |answers: u32, password: &str| {
        let line = |number| {
            format!(
                "GET / HTTP/1.1\r\nAuthorization: Digest username=\"alice\", realm=\"r\", nonce=\"{number:08x}\", \
                uri=\"/\", response=\"{number:032x}\"\r\n\r\n"
            )
        };
        let text: String = (0..answers).map(line).collect();
        let mut decode = DecodeState::default();
        decode.act(DecodeAction::Paste(Paste::Text(text.into())));
        decode.act(DecodeAction::Type(
            CredentialField::Password,
            password.to_owned(),
        ));
        assert_eq!(decode.report.found.tokens.len(), answers as usize);
        decode.unlocked.cut_short()
    };
    assert!(cut_short(401, "Spring-98"));
    assert!(!cut_short(400, "Spring-98"));
    assert!(!cut_short(401, ""));
}

#[test]
fn no_flag_hands_over_nothing() {
    let decode = decode("K3", CredentialField::Password, "Spring-98");
    let all = said(&decode, "Kerberos AP-REQ").join("\n");
    assert!(all.contains("Delegation: none."), "{all}");
}

#[test]
fn in_the_lab_each_message_opens_with_the_keys_of_its_ends() {
    let mut kinds = Vec::new();
    for id in ["K2", "K4", "K7", "K8", "S2"] {
        let rendered = RenderedRun::run(&row(id), DomainControllers::Shown);
        for step in 0..rendered.steps.len() {
            let Some(message) = rendered.message(step) else {
                continue;
            };
            for opened in &message.opened[0] {
                assert_eq!(opened.layer.error, None, "{id} {:?}", opened.kind);
                let said = part(opened).to_string();
                assert!(!said.contains("another one"), "{id} {said}");
                kinds.push(opened.kind);
            }
        }
    }
    use DecryptedPart::*;
    for kind in [
        Ticket,
        Authenticator,
        KdcAuthenticator,
        AsReply,
        TgsReply,
        ApReply,
        Cred,
        Timestamp,
        Pac,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

/// The layers of the first message of a kind in K4, and a ring with all long-term keys of the run.
fn first(kind: &str) -> (Rc<Layer>, Keyring) {
    first_of("K4", |layer| layer.kind().name() == kind)
}

/// The same of the first layer in a row that `wanted` takes.
fn first_of(id: &str, wanted: impl Fn(&Layer) -> bool) -> (Rc<Layer>, Keyring) {
    let log = run(&row(id));
    let mut ring = Keyring::default();
    for (of, key) in log.hosts.iter().flat_map(|host| &host.kerberos_keys) {
        ring.add(key.clone(), KeySource::Held(of.clone()));
    }
    let all = log.messages().flat_map(|(bytes, _)| layers(bytes));
    let found = all.into_iter().find(wanted).unwrap();
    (Rc::new(found), ring)
}

#[test]
fn another_user_than_the_service_signed_for_is_noticed() {
    let names = ["PA-FOR-USER", "PA-S4U-X509-USER"];
    let both = |layer: &Layer| names.iter().all(|it| layer.layout.find(it).is_some());
    let (message, ring) = first_of("K7", both);
    let verdicts = |message: Rc<Layer>| {
        let found = decrypt(&[message], ring.clone());
        [Signed::ForUser, Signed::X509User].map(|of| match judged(&found, of)[..] {
            [verdict] => matches!(verdict, SignatureVerdict::Valid(_)),
            _ => panic!("{of:?} is not judged once"),
        })
    };
    assert_eq!(verdicts(message.clone()), [true, true]);
    let changed = |name, field| {
        let found = message.layout.find(name).unwrap().find(field).unwrap();
        let mut bytes = message.bytes.clone();
        // The last letter of the last name.
        bytes[found.range.end - 1] ^= 1;
        Rc::new(layers(&bytes).remove(0))
    };
    assert_eq!(verdicts(changed(names[0], "userName")), [false, true]);
    assert_eq!(verdicts(changed(names[1], "cname")), [true, false]);
}

fn judged(found: &Decryption, of: Signed) -> Vec<&SignatureVerdict> {
    let signatures = found.parts.iter().flat_map(|part| &part.signatures);
    let of_kind = signatures.filter(|it| it.of == of);
    of_kind.map(|it| &it.judged).collect()
}

#[test]
fn a_changed_request_and_a_ticket_of_who_has_only_the_services_key_are_noticed() {
    let (message, ring) = first("Kerberos TGS-REQ");
    let right = decrypt(std::slice::from_ref(&message), ring.clone());
    assert!(matches!(
        judged(&right, Signed::RequestBody)[..],
        [SignatureVerdict::Valid(_)]
    ));
    let nonce = message.layout.find("nonce").unwrap().range.clone();
    let mut bytes = message.bytes.clone();
    bytes[nonce.start] ^= 1;
    let changed = Rc::new(layers(&bytes).remove(0));
    let wrong = decrypt(&[changed], ring);
    assert_eq!(
        judged(&wrong, Signed::RequestBody),
        [&SignatureVerdict::Wrong]
    );

    let (message, ring) = first("Kerberos AP-REQ");
    let right = decrypt(std::slice::from_ref(&message), ring.clone());
    for of in [Signed::Ticket, Signed::Full, Signed::Server, Signed::Kdc] {
        assert!(
            matches!(judged(&right, of)[..], [SignatureVerdict::Valid(_)]),
            "{of:?}"
        );
    }
    // Somebody with the service's key puts another name into the PAC, and signs nothing anew.
    let ticket = right
        .parts
        .iter()
        .find(|it| it.kind == DecryptedPart::Ticket);
    let ticket = ticket.unwrap();
    let mut plain = ticket.layer.bytes.clone();
    let name: Vec<u8> = "alice".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = plain.windows(name.len()).position(|it| it == name).unwrap();
    plain[at] ^= 2;
    let key = &ticket.key.as_ref().unwrap().key;
    let cipher = key.encrypt(2, &[0; 16], &plain, &mut Trace::off());
    let mut bytes = message.bytes.clone();
    bytes[ticket.origin.range.clone()].copy_from_slice(&cipher);
    let forged = Rc::new(token(&bytes).remove(0));
    let found = decrypt(&[forged], ring);
    assert_eq!(judged(&found, Signed::Server), [&SignatureVerdict::Wrong]);
    assert_eq!(judged(&found, Signed::Full), [&SignatureVerdict::NoKey]);
    assert!(matches!(
        judged(&found, Signed::Kdc)[..],
        [SignatureVerdict::Valid(_)]
    ));
}

#[test]
fn a_keytab_that_is_dropped_is_taken_beside_what_lies_there_and_forgotten_with_it() {
    use crate::crypto::kerberos::Etype;
    use crate::wire::keytab::{Keytab, KeytabEntry, KeytabRecord};
    let mut decode = decode("K2", CredentialField::Password, "");
    let log = run(&row("K2"));
    let hosts = log.hosts.iter().flat_map(|host| &host.kerberos_keys);
    let aes = hosts.filter(|(_, key)| key.etype == Etype::Aes256Sha1);
    let entries = aes.map(|(_, key)| {
        KeytabRecord::Entry(KeytabEntry {
            etype: 18,
            key: key.bytes.clone(),
            ..KeytabEntry::default()
        })
    });
    let table = Keytab {
        records: entries.collect(),
        ..Keytab::default()
    };
    let file = Paste::File("all.keytab".into(), table.encode().into());
    let paste = decode.paste.clone();
    decode.act(DecodeAction::Lay(file));
    assert!(decode.paste == paste && decode.key_files.len() == 1);
    let all = said(&decode, "Kerberos AP-REQ").join("\n");
    assert!(
        all.contains("EncTicketPart: open.") && all.contains("Server signature: right."),
        "{all}"
    );
    decode.act(DecodeAction::ForgetKeys);
    let all = said(&decode, "Kerberos AP-REQ").join("\n");
    assert!(!all.contains("open."), "{all}");
}

#[test]
fn what_is_typed_as_a_key_file_is_one_or_that_is_said() {
    let mut decode = decode("K2", CredentialField::KeyFile, "BQI=");
    assert!(decode.known.bad_key_file());
    decode.act(DecodeAction::Type(CredentialField::Key, "00".repeat(15)));
    assert!(decode.known.bad_key());
}
