//! What is encrypted in the messages of Kerberos, opened at the desk and in the lab.

use crate::app::{CredentialField, DecodeAction, Desk, Film, Paste};
use crate::lab::{Scenario, run, table};
use crate::present::decode::traffic;
use crate::present::narration::opened::{about, because, part, result};
use crate::wire::kerberos::DecryptedPart;

fn row(id: &str) -> Scenario {
    let row = table::ROWS.iter().find(|row| row.id == id).unwrap();
    table::scenario(row, table::Column::RemoteHttp).unwrap()
}

/// A desk with all messages of a row, and something typed.
fn desk(id: &str, field: CredentialField, typed: &str) -> Desk {
    let text = traffic(&run(&row(id)));
    let mut desk = Desk::default();
    desk.act(DecodeAction::Paste(Paste::Text(text.into())));
    desk.act(DecodeAction::Type(field, typed.to_owned()));
    desk
}

/// What is said of the tokens of a kind.
fn said(desk: &Desk, kind: &str) -> Vec<String> {
    let tokens = desk.report.finds.tokens.iter().enumerate();
    let tokens = tokens.filter(|(_, token)| token.kind == kind);
    let said = tokens.flat_map(|(number, _)| desk.unlocked.findings(number));
    let said = said.map(|it| format!("{}: {}. {}", about(&it), result(&it), because(&it)));
    said.collect()
}

#[test]
fn a_password_opens_what_follows_from_it_and_names_the_tgt_that_is_handed_over() {
    let desk = desk("K2", CredentialField::Password, "Spring-98");
    let said = said(&desk, "Kerberos AP-REQ");
    let all = said.join("\n");
    let handed = "Delegation: handed over. It hands over a TGT of alice@CONTOSO.EXAMPLE for krbtgt/CONTOSO.EXAMPLE (";
    assert!(all.contains(handed), "{all}");
    assert!(
        all.contains("Authenticator: open. It opens with the key in EncTGSRepPart."),
        "{all}"
    );
    // The service's key does not follow from the user's password.
    assert!(all.contains("EncTicketPart: closed."), "{all}");
}

#[test]
fn the_salt_that_the_kdc_says_is_told() {
    let desk = desk("K2", CredentialField::Password, "Spring-98");
    let all = said(&desk, "Kerberos AS-REP").join("\n");
    assert!(
        all.contains("with the salt that the KDC says, “CONTOSO.EXAMPLEalice”"),
        "{all}"
    );
}

#[test]
fn a_wrong_password_opens_nothing_and_that_is_said() {
    let desk = desk("K2", CredentialField::Password, "Spring-99");
    let numbers = 0..desk.report.finds.tokens.len();
    assert!(numbers.clone().all(|it| desk.unlocked.parts(it).is_empty()));
    let all = said(&desk, "Kerberos AS-REP").join("\n");
    assert!(
        all.contains("of type aes256-cts-hmac-sha1-96 opens it"),
        "{all}"
    );
    let all = said(&desk, "Kerberos AP-REQ").join("\n");
    assert!(!all.contains("Delegation"), "{all}");
}

#[test]
fn no_flag_hands_over_nothing() {
    let desk = desk("K3", CredentialField::Password, "Spring-98");
    let all = said(&desk, "Kerberos AP-REQ").join("\n");
    assert!(all.contains("Delegation: none."), "{all}");
}

#[test]
fn in_the_lab_each_message_opens_with_the_keys_of_its_ends() {
    let mut kinds = Vec::new();
    for id in ["K2", "K4", "K7", "K8", "S2"] {
        let film = Film::of(&row(id), true);
        for step in 0..film.steps.len() {
            let Some(message) = film.message(step) else {
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

#[test]
fn a_keytab_that_is_dropped_is_taken_beside_what_lies_there_and_forgotten_with_it() {
    use crate::crypto::kerberos::Etype;
    use crate::wire::keytab::{Entry, Keytab, Record};
    let mut desk = desk("K2", CredentialField::Password, "");
    let log = run(&row("K2"));
    let hosts = log.hosts.iter().flat_map(|host| &host.kerberos_keys);
    let aes = hosts.filter(|(_, key)| key.etype == Etype::Aes256Sha1);
    let entries = aes.map(|(_, key)| {
        Record::Entry(Entry {
            etype: 18,
            key: key.bytes.clone(),
            ..Entry::default()
        })
    });
    let table = Keytab {
        records: entries.collect(),
        ..Keytab::default()
    };
    let file = Paste::File("all.keytab".into(), table.encode().into());
    let paste = desk.paste.clone();
    desk.act(DecodeAction::Lay(file));
    assert!(desk.paste == paste && desk.key_files.len() == 1);
    let all = said(&desk, "Kerberos AP-REQ").join("\n");
    assert!(
        all.contains("EncTicketPart: open.") && all.contains("Server signature: right."),
        "{all}"
    );
    desk.act(DecodeAction::ForgetKeys);
    let all = said(&desk, "Kerberos AP-REQ").join("\n");
    assert!(!all.contains("open."), "{all}");
}

#[test]
fn what_is_typed_as_a_key_file_is_one_or_that_is_said() {
    let mut desk = desk("K2", CredentialField::KeyFile, "BQI=");
    assert!(desk.known.bad_key_file());
    desk.act(DecodeAction::Type(CredentialField::Key, "00".repeat(15)));
    assert!(desk.known.bad_key());
}
