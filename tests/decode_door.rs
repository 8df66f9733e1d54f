//! The example that decodes, as people use it from a terminal.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "support/example.rs"]
mod example;
#[path = "support/program.rs"]
mod program;

use double_hop::crypto::kerberos::{Etype, Key, usage};
use double_hop::crypto::{ChannelBindings, Trace};
use double_hop::hosts::{Era, Scheme};
use double_hop::lab::{Scenario, run};
use double_hop::present::decode::traffic;
use double_hop::wire::kerberos::{
    ApReq, Authenticator, Checksum, EncTicketPart, Encrypted, EncryptionKey, GssChecksum,
    Principal, Ticket,
};
use double_hop::wire::keytab::{Keytab, KeytabEntry, KeytabRecord};
use example::example;
use program::output_with_input;
use serde_json::{Value, json};
use std::process::{Command, Output};

/// Runs the example with something on its standard input.
fn decode(input: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(example("decode"));
    command.args(arguments).env_remove("DOUBLE_HOP_PASSWORD");
    output_with_input(&mut command, input.as_bytes())
}

fn decoded(input: &str, arguments: &[&str]) -> Value {
    let output = decode(input, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}"))
}

/// The sign-in of the browser to IIS, and IIS's own to the mailbox host, which is anonymous.
fn today() -> String {
    traffic(&run(&Scenario::of(Era::Today)))
}

fn field<'a>(token: &'a Value, name: &str) -> &'a Value {
    fn find<'a>(fields: &'a Value, name: &str) -> Option<&'a Value> {
        fields.as_array()?.iter().find_map(|field| {
            let own = (field["name"] == name).then_some(field);
            own.or_else(|| find(&field["children"], name))
        })
    }
    find(&token["fields"], name).unwrap_or_else(|| panic!("no {name} in {token:#}"))
}

fn result<'a>(report: &'a Value, subject: u64, about: &str) -> &'a str {
    let mut verdicts = report["verdicts"].as_array().unwrap().iter();
    let verdict = verdicts.find(|it| it["subject"] == subject && it["about"] == about);
    let verdict = verdict.unwrap_or_else(|| panic!("nothing about {about}"));
    assert!(
        verdict["because"].as_str().unwrap().ends_with('.'),
        "{verdict}"
    );
    verdict["result"].as_str().unwrap()
}

#[test]
fn a_sign_in_is_taken_apart() {
    let report = decoded(&today(), &[]);
    let tokens = report["tokens"].as_array().unwrap();
    let kinds: Vec<&str> = tokens
        .iter()
        .map(|token| token["kind"].as_str().unwrap())
        .collect();
    let one = ["NTLM NEGOTIATE", "NTLM CHALLENGE", "NTLM AUTHENTICATE"];
    assert_eq!(kinds, [one, one].concat());
    assert_eq!(report["sets"], json!([[0, 1, 2], [3, 4, 5]]));
    assert_eq!(report["verdicts"], json!([]));
    let [challenge, authenticate] = [&tokens[1], &tokens[2]];
    assert_eq!(field(authenticate, "UserName")["value"], "alice");
    assert_eq!(field(authenticate, "DomainName")["value"], "CONTOSO");
    assert!(field(authenticate, "NegotiateFlags")["value"].is_u64());
    assert!(field(challenge, "MsvAvTimestamp")["value"].is_u64());
    let when = field(challenge, "MsvAvTimestamp")["meaning"].as_str();
    assert!(when.is_some_and(|it| it.ends_with(" GMT")), "{when:?}");
    let asked = field(challenge, "ServerChallenge");
    assert_eq!(
        (&asked["offset"], &asked["length"]),
        (&json!(24), &json!(8))
    );
    let hex = challenge["hex"].as_str().unwrap();
    assert_eq!(asked["value"], hex[48..64]);
    assert_eq!(asked["spec"], "[MS-NLMP] 2.2.1.2");
    assert!(
        authenticate["where"]
            .as_str()
            .unwrap()
            .ends_with("Authorization: NTLM")
    );
    assert_eq!(authenticate["form"], "base64");
}

#[test]
fn passwords_and_hashes_are_judged() {
    let right = decoded(&today(), &["--password", "Spring-98", "--host", "web-01"]);
    assert_eq!(result(&right, 2, "NT proof"), "right");
    assert_eq!(result(&right, 2, "LM proof"), "absent");
    assert_eq!(result(&right, 2, "MIC"), "right");
    assert_eq!(result(&right, 2, "channel bindings"), "absent");
    assert_eq!(result(&right, 2, "target name"), "right");
    assert_eq!(result(&right, 5, "NT proof"), "absent");
    let wrong = decoded(&today(), &["--password", "Autumn-98"]);
    assert_eq!(result(&wrong, 2, "NT proof"), "wrong");
    assert_eq!(result(&wrong, 2, "MIC"), "unknown");
    // MD4 of “Spring-98” in UTF-16LE.
    let hash = double_hop::crypto::nt_owf_v1("Spring-98", &mut Trace::off());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let hashed = decoded(&today(), &["--nt-hash", &hash]);
    assert_eq!(result(&hashed, 2, "NT proof"), "right");
    let other = decoded(&today(), &["--nt-hash", &hash, "--user", "bob"]);
    assert_eq!(result(&other, 2, "NT proof"), "wrong");
}

#[test]
fn an_answer_that_stands_with_another_question_finds_its_own() {
    // Two sign-ins of one server, the questions in the wrong order, and nothing in them that tells.
    let sign_in = |seed| {
        let mut scenario = Scenario::of(Era::Y1998);
        scenario.seed = seed;
        let log = run(&scenario);
        decoded(&traffic(&log), &[])["tokens"].clone()
    };
    let hex = |tokens: &Value, number: usize| tokens[number]["hex"].as_str().unwrap().to_owned();
    let (one, two) = (sign_in(1), sign_in(2));
    let text = [hex(&two, 1), hex(&one, 1), hex(&one, 2), hex(&two, 2)].join("\n\n");
    let report = decoded(&text, &["--password", "Spring-98"]);
    assert_eq!(report["sets"], json!([[null, 0, 2], [null, 1, 3]]));
    assert_eq!(result(&report, 2, "NT proof"), "right");
    assert_eq!(result(&report, 3, "NT proof"), "right");
    let because = report["verdicts"][0]["because"].as_str().unwrap();
    assert!(because.contains("the CHALLENGE of line 3"), "{because}");
    let wrong = decoded(&text, &["--password", "Autumn-98"]);
    assert_eq!(result(&wrong, 2, "NT proof"), "wrong");
}

#[test]
fn what_is_missing_is_said() {
    let all = decoded(&today(), &[]);
    let answer = all["tokens"][2]["hex"].as_str().unwrap();
    let alone = decoded(answer, &["--password", "Spring-98"]);
    assert_eq!(alone["sets"], json!([[null, null, 0]]));
    assert_eq!(result(&alone, 0, "NT proof"), "unknown");
    let output = decode("nothing here", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("no token was found"));
    assert!(output.stdout.is_empty());
    for wrong in [["--nt-hash", "12"], ["--nonsense", "1"]] {
        // Whatever there is to decode.
        for input in [answer, "nothing here"] {
            let output = decode(input, &wrong);
            assert_eq!(output.status.code(), Some(2));
            assert!(String::from_utf8_lossy(&output.stderr).contains("Usage: decode"));
        }
    }
}

/// As `| head -1` does.
#[cfg(unix)]
#[test]
fn whoever_reads_no_further_ends_it_without_a_word() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(example("outcomes"))
        .stdout(writer)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn passwords_are_stars_unless_they_are_asked_for() {
    let header = "Authorization: Basic Q09OVE9TT1xhbGljZTpTcHJpbmctOTg=";
    let hidden = decoded(header, &[]);
    let token = &hidden["tokens"][0];
    assert_eq!(
        (&token["kind"], &token["masked"]),
        (&json!("Basic"), &json!(true))
    );
    assert_eq!(field(token, "user-id")["value"], "CONTOSO\\alice");
    assert!(!token["hex"].as_str().unwrap().contains("537072696e67"));
    // Without a colon it may be nothing but a key.
    let key = &decoded("Authorization: Basic UzNjcjN0IXB3", &[])["tokens"][0];
    assert_eq!(
        (&key["kind"], &key["masked"]),
        (&json!("Basic"), &json!(true))
    );
    assert_eq!(field(key, "user-id")["value"], "*");
    for yes in ["yes", "true"] {
        let shown = decoded(header, &["--secrets", yes]);
        assert_eq!(field(&shown["tokens"][0], "password")["value"], "Spring-98");
    }
    for no in ["no", "false"] {
        assert_eq!(decoded(header, &["--secrets", no]), hidden, "{no}");
    }
    for wrong in ["", "maybe", "nope"] {
        let output = decode(header, &["--secrets", wrong]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("--secrets is yes or no"), "{said}");
        assert!(output.stdout.is_empty());
    }
}

/// The verdict on a part of the tokens of a kind, and the reason for it.
fn opened(report: &Value, kind: &str, about: &str) -> (String, String) {
    let of_kind =
        |it: &Value| report["tokens"][it["subject"].as_u64().unwrap() as usize]["kind"] == kind;
    let mut verdicts = report["verdicts"].as_array().unwrap().iter();
    let found = verdicts.find(|it| it["about"] == about && of_kind(it));
    let found = found.unwrap_or_else(|| panic!("nothing about {about}: {:#}", report["verdicts"]));
    let text = |name: &str| found[name].as_str().unwrap().to_owned();
    (text("result"), text("because"))
}

#[test]
fn passwords_and_keytabs_open_tickets() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Negotiate];
    let log = run(&scenario);
    let text = traffic(&log);
    let (ticket, reply) = ("Kerberos AP-REQ", "Kerberos AS-REP");
    let nothing = decoded(&text, &[]);
    assert_eq!(nothing["verdicts"], json!([]));
    let own = decoded(&text, &["--password", Scenario::PASSWORD]);
    let (result, because) = opened(&own, reply, "EncASRepPart");
    assert_eq!(result, "right");
    assert!(because.contains("CONTOSO.EXAMPLEalice"), "{because}");
    let (result, because) = opened(&own, ticket, "EncTicketPart");
    assert_eq!(result, "unknown");
    assert!(because.contains("the service’s account"), "{because}");
    let tokens = own["tokens"].as_array().unwrap();
    let mut parts = tokens
        .iter()
        .flat_map(|it| it["opened"].as_array())
        .flatten();
    let part = parts.find(|it| it["part"] == "EncASRepPart").unwrap();
    assert_eq!(
        (
            &part["masked"],
            part["hex"].as_str().unwrap().contains("2a2a2a")
        ),
        (&json!(true), true)
    );
    let wrong = decoded(&text, &["--password", "Autumn-98"]);
    assert_eq!(opened(&wrong, reply, "EncASRepPart").0, "wrong");

    // The ticket alone, with what a service has.
    let alone = tokens.iter().find(|it| it["kind"] == ticket).unwrap();
    let alone = alone["hex"].as_str().unwrap();
    let guessed = decoded(alone, &["--password", "x", "--user", "web-01$"]);
    assert_eq!(opened(&guessed, ticket, "EncTicketPart").0, "wrong");
    let all = log.hosts.iter().flat_map(|host| &host.kerberos_keys);
    let records = all.map(|(_, key)| {
        KeytabRecord::Entry(KeytabEntry {
            etype: key.etype.number() as u16,
            key: key.bytes.clone(),
            ..KeytabEntry::default()
        })
    });
    let keytab = Keytab {
        records: records.collect(),
        ..Keytab::default()
    };
    let name = format!("double-hop-{}.keytab", std::process::id());
    let file = std::env::temp_dir().join(name);
    let arguments = ["--keytab", file.to_str().unwrap()];
    std::fs::write(&file, keytab.encode()).unwrap();
    let keyed = decoded(alone, &arguments);
    std::fs::write(&file, b"no keys").unwrap();
    let bad = decode(alone, &arguments);
    std::fs::remove_file(&file).unwrap();
    for part in ["EncTicketPart", "Authenticator", "KDC signature"] {
        assert_eq!(opened(&keyed, ticket, part).0, "right", "{part}");
    }
    assert_eq!(bad.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&bad.stderr).contains("holds no keys"));
}

#[test]
fn a_ticket_and_what_was_in_one_stand_alone() {
    let client = Principal::new(1, &["alice"]);
    let key = Key::new(Etype::Aes256Sha1, [0xab; 32]).unwrap();
    let part = EncTicketPart {
        key: EncryptionKey {
            etype: 18,
            value: vec![0xcd; 32],
        },
        client,
        client_realm: "X.TEST".to_owned(),
        ..EncTicketPart::default()
    };
    let cipher = key.encrypt(
        usage::KDC_REP_TICKET,
        &[7; 16],
        &part.encode(),
        &mut Trace::off(),
    );
    let ticket = Ticket {
        realm: "X.TEST".to_owned(),
        service: Principal::new(2, &["HTTP", "web"]),
        encrypted: Encrypted {
            etype: 18,
            kvno: None,
            cipher,
        },
    };
    let closed = decoded(&hex(&ticket.encode()), &["--key", &"ab".repeat(32)]);
    let token = &closed["tokens"][0];
    assert_eq!(token["kind"], "Kerberos ticket");
    assert_eq!(token["summary"]["service"], "HTTP/web@X.TEST");
    let (result, because) = opened(&closed, "Kerberos ticket", "EncTicketPart");
    assert_eq!(result, "right");
    assert!(because.contains("alice@X.TEST"), "{because}");

    let clear = decoded(&hex(&part.encode()), &[]);
    let token = &clear["tokens"][0];
    assert_eq!(token["kind"], "EncTicketPart");
    assert_eq!(token["summary"]["who"], "alice@X.TEST");
    assert_eq!(token["masked"], true);
    assert!(!clear.to_string().contains("cdcdcd"), "{clear:#}");
}

#[test]
fn the_channel_that_a_ticket_is_shown_in_is_judged() {
    let key = Key::new(Etype::Aes256Sha1, [0xab; 32]).unwrap();
    let sealed = |usage, plain: Vec<u8>| Encrypted {
        etype: 18,
        kvno: None,
        cipher: key.encrypt(usage, &[7; 16], &plain, &mut Trace::off()),
    };
    let shown = |bindings: ChannelBindings<'_>| {
        let part = EncTicketPart {
            key: EncryptionKey {
                etype: 18,
                value: key.bytes.clone(),
            },
            ..EncTicketPart::default()
        };
        let value = GssChecksum {
            bindings: bindings.hash(),
            ..GssChecksum::default()
        };
        let authenticator = Authenticator {
            checksum: Some(Checksum {
                kind: GssChecksum::TYPE,
                value: value.encode(),
            }),
            ..Authenticator::default()
        };
        let request = ApReq {
            ticket: Ticket {
                encrypted: sealed(usage::KDC_REP_TICKET, part.encode()),
                ..Ticket::default()
            },
            authenticator: sealed(usage::AP_REQ_AUTHENTICATOR, authenticator.encode()),
            ..ApReq::default()
        };
        hex(&request.encode())
    };
    let bound = ChannelBindings {
        application_data: b"tls-unique:finished",
        ..ChannelBindings::default()
    };
    let with_key = "ab".repeat(32);
    let (right, wrong) = (hex(&bound.hash()), "11".repeat(16));
    for (bindings, given, expected) in [
        (bound, None, "unknown"),
        (bound, Some(&right), "right"),
        (bound, Some(&wrong), "wrong"),
        (ChannelBindings::default(), Some(&right), "absent"),
    ] {
        let mut arguments = vec!["--key", &with_key];
        arguments.extend(given.iter().flat_map(|given| ["--bindings", given]));
        let report = decoded(&shown(bindings), &arguments);
        assert_eq!(result(&report, 0, "channel bindings"), expected);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn responses_of_digest_are_judged() {
    let mut scenario = Scenario::of(Era::Today);
    scenario.front_end.schemes = vec![Scheme::Digest];
    let text = traffic(&run(&scenario));
    let response = |password| {
        let report = decoded(&text, &["--password", password]);
        opened(&report, "Digest response", "Digest response")
    };
    let (result, because) = response(Scenario::PASSWORD);
    assert_eq!(result, "right", "{because}");
    assert!(because.contains("a request with GET."), "{because}");
    assert_eq!(response("Autumn-98").0, "wrong");
}
