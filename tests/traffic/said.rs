//! What is said of how a sign-in ends.

use crate::lab_capture::{collection, segments};
use double_hop::lab::presets::Preset;
use double_hop::lab::run;
use double_hop::present::evidence::{MissingInfo, shortages};
use double_hop::present::narration::traffic::because;
use double_hop::present::traffic::{KnownToAll, proofs};
use double_hop::traffic::attempts::{AttemptOutcome, MessageRole};
use double_hop::traffic::collection::Collection;
use double_hop::traffic::files::FileExtras;
use double_hop::traffic::leg::{
    Contents, FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Unit,
};
use double_hop::traffic::reader::TrafficReader;
use double_hop::traffic::verify::Judgement;

#[test]
fn what_a_proxy_does_not_take_is_said_of_the_proxy() {
    for (scheme, code, asker) in [
        ("Proxy-", 407, "The proxy does not"),
        ("", 401, "The server does not"),
    ] {
        let har = serde_json::json!({"log": {"version": "1.2", "creator": {"name": "mitmproxy"}, "entries": [{
            "startedDateTime": "2026-03-02T09:14:05Z",
            "request": {"method": "GET", "url": "http://web01/", "headers": [
                {"name": format!("{scheme}Authorization"), "value": "Basic Ym9iOmJhZA=="},
            ]},
            "response": {"status": code, "headers": [
                {"name": format!("{}Authenticate", if scheme.is_empty() { "WWW-" } else { scheme }), "value": "Basic realm=x"},
            ]},
        }]}})
        .to_string();
        let mut reader = TrafficReader::new(har.as_bytes());
        reader.push(har.as_bytes());
        let mut collection = Collection::default();
        collection.take("a.har", reader.finish().unwrap());
        let said = because(&collection.attempts[0]);
        assert!(said.starts_with(asker), "{said}");
    }
}

/// Chromium's archive has of a whole sign-in the first request and the last answer, and as people save it no Authorization: a
/// 401 in it may have come of a proof.
#[test]
fn who_a_browsers_archive_shows_no_proof_of_is_not_said_to_send_none() {
    for (creator, outcome, lack) in [
        (
            "WebInspector",
            AttemptOutcome::Incomplete,
            MissingInfo::FinalOnly,
        ),
        ("Fiddler", AttemptOutcome::NotTried, MissingInfo::NotTried),
    ] {
        let har = serde_json::json!({"log": {"version": "1.2", "creator": {"name": creator, "version": "1"}, "entries": [{
            "startedDateTime": "2026-03-02T09:14:05Z",
            "request": {"method": "GET", "url": "http://web01/", "headers": []},
            "response": {"status": 401, "headers": [{"name": "WWW-Authenticate", "value": "Basic realm=x"}]},
        }]}})
        .to_string();
        let mut reader = TrafficReader::new(har.as_bytes());
        reader.push(har.as_bytes());
        let mut collection = Collection::default();
        collection.take("a.har", reader.finish().unwrap());
        assert_eq!(collection.attempts[0].outcome, outcome);
        let lacks: Vec<_> = shortages(&collection).iter().map(|it| it.lack).collect();
        assert_eq!(lacks, [lack]);
    }
}

/// The beginning of the AUTHENTICATE is lost, and the answer to it is there.
#[test]
fn an_answer_behind_a_lost_proof_is_not_called_missing() {
    let mut all = segments(&[run(&Preset::named("web-service").unwrap().scenario())]);
    let ends = [all[0].from, all[0].to];
    all.retain(|it| ends.contains(&it.from) && ends.contains(&it.to));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let proof = |bytes: &[u8]| text(bytes).contains(" TlRMTVNTUAAD");
    let lost = all.iter().position(|it| proof(&it.bytes)).unwrap();
    all.remove(lost);
    let found = collection(&all);
    let attempt = &found.attempts[0];
    assert_eq!(attempt.outcome, AttemptOutcome::Incomplete);
    assert!(attempt.has(MessageRole::Answer));
    assert_eq!(attempt.missing(), [MessageRole::Authenticate]);
}

/// As a filter for the server as the source leaves it, or a mirror port for one direction.
#[test]
fn what_the_server_sends_alone_is_said_to_be_one_direction() {
    let mut all = segments(&[run(&Preset::named("web-service").unwrap().scenario())]);
    let server = all[0].to;
    all.retain(|it| it.from == server);
    let found = collection(&all);
    let attempt = &found.attempts[0];
    let lost = [MessageRole::Negotiate, MessageRole::Authenticate];
    assert_eq!(attempt.missing(), lost);
    let said = because(attempt);
    assert!(said.contains("only one direction was captured"), "{said}");
    let lacks: Vec<_> = shortages(&found).iter().map(|it| it.lack).collect();
    assert_eq!(lacks, [MissingInfo::OneDirection]);
}

/// Who answers so has looked at the proof before: it was right, or the account is locked out.
#[test]
fn a_refusal_of_the_account_is_none_of_the_proof() {
    use double_hop::traffic::files::FileExtras;
    use double_hop::traffic::leg::{
        Contents, FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Status,
        Unit,
    };
    let said = |protocol: Protocol, status: Status, windows: Option<u32>| {
        let location = FileLocation {
            unit: Unit::Packet,
            first: 1,
            last: 1,
        };
        let mut proof = Leg::new(0, Sender::Client, None, location);
        let password = Some("x".to_owned());
        proof.credential = Some(SentCredential::Clear(Method::Simple, "a".into(), password));
        let mut answer = Leg::new(0, Sender::Server, None, location);
        (answer.status, answer.windows) = (Some(status), windows);
        let contents = Contents {
            flows: vec![Flow::new(Party::default(), Party::default(), protocol)],
            legs: vec![proof, answer],
            ..Contents::default()
        };
        let mut collection = Collection::default();
        collection.add("file", contents, FileExtras::default());
        because(&collection.attempts[0])
    };
    for status in [
        0xC000_006E,
        0xC000_006F,
        0xC000_0070,
        0xC000_0071,
        0xC000_0072,
        0xC000_015B,
        0xC000_0193,
        0xC000_0224,
        0xC000_0413,
    ] {
        let said = said(Protocol::Smb2, Status::Nt(status), None);
        assert!(said.contains("about the account"), "{said}");
    }
    for status in [0xC000_006D, 0xC000_006A, 0xC000_0234, 0xC000_0022] {
        let said = said(Protocol::Smb2, Status::Nt(status), None);
        assert!(said.contains("does not take the proof"), "{said}");
    }
    for (error, account) in [(0x773, true), (0x533, true), (0x52e, false), (0x775, false)] {
        let said = said(Protocol::Ldap, Status::Ldap(49), Some(error));
        assert_eq!(said.contains("about the account"), account, "{said}");
    }
}

/// The time that proves who asks a KDC, and what the KDC encrypts for them, are opened by the password.
#[test]
fn what_the_password_opens_of_an_exchange_with_a_kdc_is_said() {
    let scenario = Preset::named("kerberos").unwrap().scenario();
    let found = collection(&segments(&[run(&scenario)]));
    let judged = |password: &str| {
        let known = KnownToAll {
            password: Some(password),
            user: Some("alice"),
            ..KnownToAll::default()
        };
        let all = proofs(&found, &known).into_iter().flatten();
        let all = all.filter(|it| it.about != "ticket");
        let mut all: Vec<_> = all.map(|it| (it.about, it.result)).collect();
        all.sort_by_key(|it| it.0);
        all.dedup();
        all
    };
    let both = |result| [("reply", result), ("timestamp", result)];
    assert_eq!(judged(&scenario.client.password), both(Judgement::Right));
    assert_eq!(judged("another"), both(Judgement::Unknown));
}

#[test]
fn who_binds_without_a_password_sends_none_that_could_be_wrong() {
    let location = FileLocation {
        unit: Unit::Packet,
        first: 1,
        last: 1,
    };
    let judged = |password: &str| {
        let mut bind = Leg::new(0, Sender::Client, None, location);
        let (user, password) = ("CN=alice".to_owned(), password.to_owned());
        bind.credential = Some(SentCredential::Clear(Method::Simple, user, Some(password)));
        let flow = Flow::new(Party::default(), Party::default(), Protocol::Ldap);
        let contents = Contents {
            flows: vec![flow],
            legs: vec![bind],
            ..Contents::default()
        };
        let mut collection = Collection::default();
        collection.add("a.pcap", contents, FileExtras::default());
        let known = KnownToAll {
            password: Some("Spring-98"),
            ..KnownToAll::default()
        };
        let found = proofs(&collection, &known);
        found[0].iter().map(|it| it.result).collect::<Vec<_>>()
    };
    assert_eq!(judged("Autumn-98"), [Judgement::Wrong]);
    assert_eq!(judged(""), []);
}
