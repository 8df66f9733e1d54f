use super::*;
use crate::lab::presets::PRESETS;
use crate::lab::run;
use crate::lab::table::{Column, ROWS, scenario};
use crate::traffic::leg::{FileLocation, Leg, Sender, Unit};
use crate::wire::ntlm::{self, Authenticate, ResponseKind};
use crate::wire::spnego::{NegToken, NegTokenResp};
use crate::wire::{Layer, LayerValue, from_base64, layers};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::mem::discriminant;

/// Names of the lab's people, computers and domain.
const OURS: [&str; 9] = [
    "alice", "contoso", "web-01", "mbx-02", "sql-02", "dc-01", "desk-07", "svc-", "inbox",
];

/// The messages of every preset and of every row.
fn messages() -> Vec<Vec<u8>> {
    let presets = PRESETS.iter().map(|preset| preset.scenario());
    let rows = ROWS
        .iter()
        .filter_map(|row| scenario(row, Column::RemoteHttp));
    let rpc = ROWS
        .iter()
        .filter_map(|row| scenario(row, Column::RemoteSql));
    let logs = presets
        .chain(rows)
        .chain(rpc)
        .map(|scenario| run(&scenario));
    logs.flat_map(|log| {
        log.messages()
            .map(|(message, _)| message.to_vec())
            .collect::<Vec<_>>()
    })
    .collect()
}

/// Whether a name is in bytes, as ASCII or as UTF-16, in any case.
fn holds(bytes: &[u8], name: &str) -> bool {
    let lower: Vec<u8> = bytes.to_ascii_lowercase();
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [name.as_bytes(), &wide]
        .iter()
        .any(|name| lower.windows(name.len()).any(|part| part == *name))
}

#[test]
fn names_without_end_are_names_too() {
    for piece in ["\\", "@", "[", ":1", "/", ".", "$"] {
        let name = piece.repeat(100_000);
        let mut pseudonyms = Pseudonyms::new();
        let made = [
            pseudonyms.user(&name),
            pseudonyms.host(&format!("{name}{}", "]".repeat(100_000))),
            pseudonyms.service(&name),
            pseudonyms.distinguished(&name),
        ];
        assert!(made.iter().all(|it| it.len() < 4_000_000), "{piece}");
    }
}

#[test]
fn what_is_escaped_in_a_distinguished_name_goes_with_the_value_around_it() {
    let mut names = Pseudonyms::new();
    let name = "CN=Doe\\, John,OU=Users\\2C B,DC=contoso,DC=example";
    let made = names.distinguished(name);
    assert_eq!(made, "CN=user1,OU=user2,DC=domain1,DC=example");
}

#[test]
fn a_distinguished_name_is_one_by_attributes_that_everybody_has() {
    let mut names = Pseudonyms::new();
    for (name, redacted) in [
        (
            "CN=Alice, DC=contoso, DC=com",
            "CN=user1, DC=domain1, DC=example",
        ),
        (
            "2.5.4.3=Alice,DC=contoso,DC=de",
            "2.5.4.3=user1,DC=domain2,DC=example",
        ),
        ("cn=x,tenant42secret=y,bob", "cn=user2,redacted=user3,user4"),
        ("mallory.secretname=dev", "user5"),
        ("tenant42secret=x,bob", "user6"),
        ("49.151.2345=x", "user7"),
        ("CONTOSO\\alice", "DOMAIN3\\user1"),
    ] {
        assert_eq!(names.bound(name), redacted);
    }
    assert_eq!(names.domain("contoso.com"), "domain1.example");
}

#[test]
fn no_name_of_the_lab_is_left_and_each_message_is_of_the_same_layers() {
    let mut names = Pseudonyms::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for message in messages() {
        let before = layers(&message);
        let redacted = redact(&message, &mut names);
        let after = layers(&redacted.bytes);
        for layer in &after {
            for name in OURS {
                assert!(
                    !holds(&layer.bytes, name),
                    "{name} in {}",
                    String::from_utf8_lossy(&layer.bytes)
                );
            }
        }
        let http = matches!(
            before[0].value,
            LayerValue::Request(_) | LayerValue::Response(_)
        );
        let kerberos = matches!(before[0].value, LayerValue::Kerberos(_));
        let framed = matches!(before[0].value, LayerValue::Rpc(_) | LayerValue::Tds(_));
        assert_eq!(
            redacted.understood,
            http || kerberos || framed,
            "{}",
            hex::encode(&message)
        );
        if redacted.understood {
            let kinds = |layers: &[Layer]| {
                layers
                    .iter()
                    .map(|layer| discriminant(&layer.value))
                    .collect::<Vec<_>>()
            };
            assert_eq!(kinds(&before), kinds(&after));
            assert!(after.iter().all(|layer| layer.error.is_none()));
            *seen.entry(format!("{} layers", after.len())).or_default() += 1;
        }
    }
    println!("{seen:?}");
    assert!(seen.values().sum::<usize>() > 500);
    for Replaced {
        what,
        name,
        pseudonym,
    } in names.replaced()
    {
        println!("{what:?}: {name} → {pseudonym}");
    }
}

#[test]
fn kinds_of_responses_stay_though_they_are_cut() {
    let mut names = Pseudonyms::new();
    let mut kinds = Vec::new();
    for message in messages() {
        for layer in layers(&message) {
            let LayerValue::Ntlm(Some(ntlm::NtlmMessage::Authenticate(before))) = layer.value
            else {
                continue;
            };
            let redacted = redact(&layer.bytes, &mut names).bytes;
            let after = Authenticate::decode(&redacted).value.unwrap();
            assert_eq!(before.responses(), after.responses());
            assert_eq!(before.says_mic(), after.says_mic());
            assert_eq!(before.session_key.len(), after.session_key.len());
            assert!(after.session_key.iter().all(|byte| *byte == 0));
            if let Some(response) = after.ntlmv2() {
                assert_eq!(response.nt_proof_str, [0; 16]);
            } else {
                assert!(after.nt_response.iter().filter(|byte| **byte != 0).count() <= 2);
            }
            kinds.push(before.responses().nt);
        }
    }
    for kind in [
        ResponseKind::Ntlm,
        ResponseKind::NtlmV2,
        ResponseKind::Anonymous,
    ] {
        assert!(kinds.contains(&kind), "no {kind:?} was seen");
    }
}

#[test]
fn one_has_one_pseudonym_in_every_manner_of_writing() {
    let mut names = Pseudonyms::new();
    names.same_domain("NORTH", "contoso.example");
    assert_eq!(names.user("NORTH\\Alice"), "DOMAIN1\\user1");
    assert_eq!(names.user("ALICE@contoso.example"), "USER1@domain1.example");
    assert_eq!(names.host("WEB-01"), "HOST1");
    assert_eq!(
        names.service("HTTP/web-01.contoso.example:8080@CONTOSO.EXAMPLE"),
        "HTTP/host1.domain1.example:8080@DOMAIN1.EXAMPLE"
    );
    assert_eq!(names.user("web-01$"), "host1$");
    assert_eq!(
        names.service("krbtgt/CONTOSO.EXAMPLE"),
        "krbtgt/DOMAIN1.EXAMPLE"
    );
    assert_eq!(
        names.user("NT AUTHORITY\\ANONYMOUS LOGON"),
        "NT AUTHORITY\\ANONYMOUS LOGON"
    );
    assert_eq!(names.sid("S-1-5-21-7-8-9-1105"), "S-1-5-21-1-1-1-1002");
    assert_eq!(names.sid("S-1-5-21-7-8-9-512"), "S-1-5-21-1-1-1-512");
    assert_eq!(names.sid("S-1-5-18"), "S-1-5-18");
    assert_eq!(names.host("10.1.2.3:80"), "192.0.2.1:80");
    assert_eq!(names.host("[fd00::7]:80"), "[2001:db8::2]:80");
    assert_eq!(names.host("::ffff:10.1.2.3"), "192.0.2.1");
}

/// What becomes of names, of which all are known before.
fn renamed<const N: usize>(rename: impl Fn(&mut Pseudonyms) -> [String; N]) -> [String; N] {
    let mut names = Pseudonyms::new();
    rename(&mut names);
    rename(&mut names.again())
}

#[test]
fn domains_are_told_apart_by_their_whole_names() {
    let hosts = renamed(|names| {
        [
            "intranet.contoso.com",
            "intranet.contoso.de",
            "portal.dev.fabrikam.com",
            "portal.dev.tailspin.com",
            "PORTAL.DEV.FABRIKAM.COM",
        ]
        .map(|it| names.host(it))
    });
    assert_eq!(
        hosts,
        [
            "host1.domain1.example",
            "host1.domain2.example",
            "host2.domain3.example",
            "host2.domain4.example",
            "HOST2.DOMAIN3.EXAMPLE",
        ]
    );
}

#[test]
fn a_short_name_is_a_domain_s_where_it_can_be_no_other_s() {
    // Whichever comes first, and by its first label.
    let users = ["CONTOSO\\alice", "alice@contoso.com"];
    let one = renamed(|names| users.map(|it| names.user(it)));
    assert_eq!(one, ["DOMAIN1\\user1", "user1@domain1.example"]);
    // Of two that it can be it is neither's,
    let three = renamed(|names| {
        [
            "dev\\alice",
            "alice@dev.contoso.com",
            "alice@dev.fabrikam.com",
        ]
        .map(|it| names.user(it))
    });
    assert_eq!(
        three,
        [
            "domain1\\user1",
            "user1@domain2.example",
            "user1@domain3.example"
        ]
    );
    // unless a message says whose.
    let told = renamed(|names| {
        let users = [
            "DEV\\alice",
            "alice@dev.contoso.com",
            "alice@dev.fabrikam.com",
        ];
        let users = users.map(|it| names.user(it));
        names.same_domain("DEV", "dev.fabrikam.com");
        users
    });
    assert_eq!(
        told,
        [
            "DOMAIN1\\user1",
            "user1@domain2.example",
            "user1@domain1.example"
        ]
    );
    // Nor is it that of the domain that begins so, where it is said to be another's.
    let other = renamed(|names| {
        names.same_domain("NORTH", "contoso.com");
        ["NORTH\\a", "b@north.example", "c@contoso.com"].map(|it| names.user(it))
    });
    assert_eq!(
        other,
        [
            "DOMAIN1\\user1",
            "user2@domain2.example",
            "user3@domain1.example"
        ]
    );
}

#[test]
fn what_changes_is_told_of_domains_by_both_names() {
    let mut names = Pseudonyms::new();
    for name in ["web.contoso.com", "web.contoso.de", "WEB.CONTOSO.DE"] {
        names.host(name);
    }
    names.domain("CONTOSO");
    let told = |it: &Replaced| format!("{} {}", it.name, it.pseudonym);
    assert_eq!(
        names.replaced().iter().map(told).collect::<Vec<_>>(),
        [
            "web host1",
            "contoso.com domain1.example",
            "contoso.de domain2.example",
            "CONTOSO domain3"
        ]
    );
}

#[test]
fn a_domain_that_is_asked_as_a_host_is_the_same_one() {
    let same = renamed(|names| {
        [
            names.host("denyDC.com:389"),
            names.service("ldap/vpc-w2k3ent.denyDC.com/denyDC.com@DENYDC.COM"),
            names.service("ldap/VPC-W2K3ENT/DENYDC"),
            names.service("cifs/denydc.com"),
            names.host("DENYDC"),
        ]
    });
    assert_eq!(
        same,
        [
            "domain1.example:389",
            "ldap/host1.domain1.example/domain1.example@DOMAIN1.EXAMPLE",
            "ldap/HOST1/DOMAIN1",
            "cifs/domain1.example",
            "DOMAIN1",
        ]
    );
}

#[test]
fn a_server_that_has_accounts_of_its_own_is_the_same_one() {
    let same = renamed(|names| {
        [
            names.user("WEB-01\\alice"),
            names.host("web-01"),
            names.host("web-01.contoso.com"),
            names.user("web-01$@contoso.com"),
        ]
    });
    assert_eq!(
        same,
        [
            "HOST1\\user1",
            "host1",
            "host1.domain1.example",
            "host1$@domain1.example"
        ]
    );
}

#[test]
fn an_instance_of_sql_server_is_no_part_of_its_host_s_name() {
    let [named, port, short] = renamed(|names| {
        [
            "MSSQLSvc/sql-02.contoso.com:GEHEIM",
            "MSSQLSvc/sql-02.contoso.com:1433",
            "MSSQLSvc/SQL-02:GEHEIM",
        ]
        .map(|it| names.service(it))
    });
    assert_eq!(named, "MSSQLSvc/host1.domain1.example:redacted");
    assert_eq!(port, "MSSQLSvc/host1.domain1.example:1433");
    assert_eq!(short, "MSSQLSvc/HOST1:redacted");
}

#[test]
fn passwords_queries_bodies_and_unknown_headers_go() {
    let request = "POST http://alice:geheim@web-01/a?p=geheim HTTP/1.1\r\nHost: web-01\r\nX-Mine: geheim\r\nCookie: geheim\r\n\
                   authorization: Basic Q09OVE9TT1xhbGljZTpnZWhlaW0=\r\nContent-Length: 6\r\n\r\ngeheim";
    let mut names = Pseudonyms::new();
    let redacted = redact(request.as_bytes(), &mut names);
    let text = String::from_utf8(redacted.bytes).unwrap();
    assert!(!text.contains("geheim"), "{text}");
    assert!(
        text.starts_with(
            "POST http://host1/path1 HTTP/1.1\r\nHost: host1\r\nX-Redacted-1: redacted\r\n"
        ),
        "{text}"
    );
    let token = text
        .split("Basic ")
        .nth(1)
        .unwrap()
        .split('\r')
        .next()
        .unwrap();
    assert_eq!(from_base64(token).unwrap(), b"DOMAIN1\\user1:redacted");
}

#[test]
fn what_is_written_freely_goes_and_what_everybody_writes_stays() {
    let browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0";
    for (before, after) in [
        (
            format!(
                "GET / HTTP/1.1\r\nUser-Agent: {browser} geheim/10.0.1.101 (geheim@geheim)\r\nX-Geheim: 1\r\nX-Other: 2\r\n\
                 x-geheim: 3\r\nAccept: text/html;q=0.9, application/geheim\r\nAccept-Language: en-US,de,geheim\r\n\
                 Content-Type: multipart/form-data; boundary=geheim\r\n\r\n"
            ),
            format!(
                "GET / HTTP/1.1\r\nUser-Agent: {browser} redacted/redacted (redacted)\r\nX-Redacted-1: redacted\r\n\
                 X-Redacted-2: redacted\r\nX-Redacted-1: redacted\r\nAccept: text/html;q=0.9, application/redacted\r\n\
                 Accept-Language: en-US,de,redacted\r\nContent-Type: multipart/form-data; boundary=redacted\r\n\r\n"
            ),
        ),
        (
            "GEHEIM / HTTP/1.1\r\nAuthorization: Geheim geheim=\"geheim\"\r\n\r\n".to_owned(),
            "REDACTED / HTTP/1.1\r\nAuthorization: redacted redacted=\"redacted\"\r\n\r\n".to_owned(),
        ),
        (
            "HTTP/1.1 401 Not for geheim\r\nServer: Microsoft-IIS/10.0\r\nX-Powered-By: geheim\r\nAllow: GET, GEHEIM\r\n\
             Vary: Cookie, X-Geheim\r\nKeep-Alive: timeout=5, max=geheim\r\nDate: Mon, 01 Jul 2024 10:00:00 GMT\r\n\
             WWW-Authenticate: Negotiate, Geheim realm=\"geheim\", Digest algorithm=\"geheim\", qop=\"auth\"\r\n\r\n"
                .to_owned(),
            "HTTP/1.1 401 Unauthorized\r\nServer: Microsoft-IIS/10.0\r\nX-Powered-By: redacted\r\nAllow: GET, redacted\r\n\
             Vary: Cookie, redacted\r\nKeep-Alive: timeout=5, max=redacted\r\nDate: Mon, 01 Jul 2024 10:00:00 GMT\r\n\
             WWW-Authenticate: Negotiate, redacted realm=\"host1\", Digest algorithm=\"redacted\", qop=\"auth\"\r\n\r\n"
                .to_owned(),
        ),
        (
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM, Basic realm=geheim realm, Geheim geheim=\"geheim\r\n\r\n".to_owned(),
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM, Basic realm=\"host1\", redacted\r\n\r\n".to_owned(),
        ),
        (
            "HTTP/1.1 299 Geheim\r\n\r\n".to_owned(),
            "HTTP/1.1 299 \r\n\r\n".to_owned(),
        ),
    ] {
        let redacted = redact(before.as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), after);
    }
}

#[test]
fn what_a_header_refers_to_is_a_host_only_where_one_is_named() {
    for (before, after) in [
        ("Origin: null", "Origin: null"),
        ("Origin: https://geheim", "Origin: https://host1"),
        ("Referer: about:blank", "Referer: about:blank"),
        ("Location: geheim.aspx?geheim", "Location: /path1"),
        ("Location: geheim?to=http://geheim", "Location: /path1"),
        ("Location: geheim://geheim", "Location: /path1"),
        ("Location: HTTPS://geheim/", "Location: HTTPS://host1/"),
        (
            "Content-Location: geheim/geheim",
            "Content-Location: /path1",
        ),
    ] {
        let message = |header| format!("GET / HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n");
        let redacted = redact(message(before).as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), message(after));
    }
}

#[test]
fn what_was_taken_away_before_stays_taken_away() {
    for (before, after) in [
        (
            "NTLM [49 bytes were stripped]",
            "NTLM [49 bytes were stripped]",
        ),
        (
            "Geheim [7 bytes were stripped]",
            "redacted [7 bytes were stripped]",
        ),
        ("Negotiate [GEHEIM]", "Negotiate [stripped]"),
        ("Basic [stripped]", "Basic [stripped]"),
        ("NTLM REDACTED", "NTLM [stripped]"),
        ("[49 bytes were stripped]", "[49 bytes were stripped]"),
        ("[geheim]", "[stripped]"),
    ] {
        let message = |value| format!("GET / HTTP/1.1\r\nAuthorization: {value}\r\n\r\n");
        let redacted = redact(message(before).as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), message(after));
        let read = |value: &str| crate::traffic::http::credential(value);
        assert_eq!(read(before), read(after), "{before}");
    }
    for (before, after) in [
        (
            "NTLM [148 bytes were stripped]",
            "NTLM [148 bytes were stripped]",
        ),
        (
            "Basic realm=\"geheim\", Negotiate [5 bytes were stripped]",
            "Basic realm=\"host1\", Negotiate [5 bytes were stripped]",
        ),
    ] {
        let message =
            |value| format!("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: {value}\r\n\r\n");
        let redacted = redact(message(before).as_bytes(), &mut Pseudonyms::new());
        assert_eq!(String::from_utf8(redacted.bytes).unwrap(), message(after));
    }
}

#[test]
fn of_a_signature_stays_that_it_is_one() {
    let ntlm: Vec<u8> = [&[1, 0, 0, 0][..], &[7; 12]].concat();
    let kerberos: Vec<u8> = [&[4, 4, 5, 255, 255, 255, 255, 255][..], &[7; 20]].concat();
    for (signature, head) in [(ntlm, 4), (kerberos, 8), (vec![7; 16], 0)] {
        let token = NegToken::Resp(NegTokenResp {
            mech_list_mic: Some(signature.clone()),
            ..NegTokenResp::default()
        });
        let redacted = redact(&token.encode(), &mut Pseudonyms::new());
        let Ok(NegToken::Resp(read)) = NegToken::decode(&redacted.bytes).value else {
            panic!("{redacted:?}");
        };
        let mut cut = vec![0; signature.len()];
        cut[..head].copy_from_slice(&signature[..head]);
        assert_eq!(read.mech_list_mic, Some(cut));
    }
}

#[test]
fn the_mechanism_of_a_bind_stays() {
    let location = FileLocation {
        unit: Unit::Packet,
        first: 1,
        last: 1,
    };
    for (request, redacted) in [
        ("bind SASL GSSAPI", "bind SASL GSSAPI"),
        ("bind SASL GEHEIM", "bind SASL redacted"),
        ("AUTH NTLM", "AUTH NTLM"),
        ("AUTH GEHEIM", "AUTH redacted"),
        ("event 4624, logon type 3", "event 4624, logon type 3"),
        ("ticket in the cache", "ticket in the cache"),
        ("GET /orders", "GET /path1"),
        ("GEHEIM /orders", "REDACTED /path1"),
    ] {
        let mut leg = Leg::new(0, Sender::Client, None, location);
        leg.request = Some(request.to_owned());
        redact_leg(&mut leg, &mut Pseudonyms::new());
        assert_eq!(leg.request.as_deref(), Some(redacted));
    }
}

proptest! {
    #[test]
    fn anything_keeps_its_length_or_is_understood(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let redacted = redact(&bytes, &mut Pseudonyms::new());
        prop_assert!(redacted.understood || redacted.bytes == vec![0; bytes.len()]);
    }

    #[test]
    fn cut_and_changed_messages_leave_no_name(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        use std::sync::LazyLock;
        static MESSAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(messages);
        let mut message = which.get(&MESSAGES).clone();
        let length = message.len();
        message[at.index(length)] = byte;
        message.truncate(cut.index(length) + 1);
        let redacted = redact(&message, &mut Pseudonyms::new());
        for layer in layers(&redacted.bytes) {
            prop_assert!(!holds(&layer.bytes, "alic"), "{}", String::from_utf8_lossy(&layer.bytes));
        }
    }
}

#[test]
fn no_name_stands_for_itself() {
    let mut names = Pseudonyms::new();
    assert_eq!(names.user("User1"), "user2");
    assert_eq!(names.user("alice"), "user3");
    assert_eq!(names.user("USER1"), "USER2");
    assert_eq!(names.host("HOST1.domain1.example"), "HOST2.domain2.example");
    assert_eq!(names.path("/path1"), "/path2");
    let address = "192.0.2.1".parse().unwrap();
    assert_ne!(names.address(address), address);
}

#[test]
fn an_address_is_one_wherever_it_stands() {
    let mut names = Pseudonyms::new();
    assert_eq!(names.user("10.0.1.101\\alice"), "192.0.2.1\\user1");
    assert_eq!(names.host("10.0.1.101:8080"), "192.0.2.1:8080");
    assert_eq!(names.domain("10.0.1.101"), "192.0.2.1");
    assert_eq!(names.service("HTTP/web@10.0.1.101"), "HTTP/host1@192.0.2.1");
    let domains = names.replaced().iter();
    assert!(domains.clone().all(|it| it.what != NameKind::Domain));
}

#[test]
fn two_challenges_differ_in_their_first_bytes() {
    let mut names = Pseudonyms::new();
    let [one, other, again] = [[1; 8], [2; 8], [1; 8]].map(|it| names.value(it));
    assert_ne!(one[..4], other[..4]);
    assert_eq!(one, again);
    assert_eq!(names.value([0; 8]), [0; 8]);
}

#[test]
fn of_what_a_server_says_the_sentence_that_everybody_writes_stays() {
    let mut names = Pseudonyms::new();
    for (said, stays) in [
        (
            "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
            "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
        ),
        (
            "Login failed for user 'CONTOSO\\alice'.",
            "Login failed for user 'DOMAIN1\\user1'.",
        ),
        ("Cannot open database \"orders\".", "redacted"),
    ] {
        assert_eq!(error_words(said, &mut names), stays);
    }
}

#[test]
fn who_asks_a_kdc_has_the_same_name_in_what_is_asked() {
    let mut names = Pseudonyms::new();
    let user = names.user("alice");
    let path = |_: &str, _: &mut Pseudonyms| "/".to_owned();
    for (request, redacted) in [
        ("AS-REQ alice", format!("AS-REQ {user}")),
        ("TGS-REQ", "TGS-REQ".to_owned()),
        ("GET /orders", "GET /".to_owned()),
    ] {
        assert_eq!(redact_request(request, &mut names, path), redacted);
    }
}
