//! What leaves the page: JSON that is one, tables that stay tables whatever names are in them, and no passwords.

use crate::common::{names, sample};
use crate::lab_capture::add;
use double_hop::present::export::ExportFormat;
use double_hop::present::traffic::{Export, Exported, KnownToAll, proofs};
use double_hop::traffic::collection::Collection;
use double_hop::traffic::files::FileExtras;
use double_hop::traffic::leg::{
    Contents, FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Status,
    Unit,
};
use double_hop::traffic::reader::TrafficReader;
use double_hop::wire::to_base64;
use serde_json::Value;

fn collection(name: &str) -> Option<Collection> {
    let bytes = sample(name)?;
    let mut collection = Collection::default();
    let mut reader = TrafficReader::new(&bytes);
    reader.push(&bytes);
    collection.take(name, reader.finish().ok()?);
    Some(collection)
}

fn exported(collection: &Collection, kind: Export) -> String {
    let known = KnownToAll {
        password: Some("Passw0rd!"),
        ..KnownToAll::default()
    };
    let proofs = proofs(collection, &known);
    let bytes = kind.make(&Exported {
        collection,
        proofs: &proofs,
        members: &[],
        redacted: false,
    });
    String::from_utf8(bytes).unwrap()
}

/// What nobody may find in an export: the passwords of a file, and what its messages carry as proofs.
fn secrets(collection: &Collection) -> Vec<String> {
    let mut secrets = vec!["Passw0rd!".to_owned()];
    for leg in &collection.legs {
        match &leg.credential {
            Some(SentCredential::Clear(_, name, Some(secret))) => {
                // Some have the name for a password, or a word that is everywhere.
                let everywhere = name.contains(secret.as_str())
                    || secret.len() < 4
                    || ["wrong", "password"].contains(&secret.as_str());
                secrets.extend((!everywhere).then(|| secret.clone()));
                secrets.push(to_base64(format!("{name}:{secret}").as_bytes()));
            }
            Some(SentCredential::Token(_, bytes)) if bytes.len() > 12 => {
                secrets.push(to_base64(bytes));
            }
            Some(SentCredential::Digest(parameters)) => secrets.push(parameters.clone()),
            _ => {}
        }
    }
    secrets
}

#[test]
fn json_of_every_sample_is_json_and_tells_no_secret() {
    let mut read = 0;
    let mut checked = 0;
    for name in names() {
        let Some(collection) = collection(&name) else {
            continue;
        };
        read += 1;
        let json = exported(&collection, Export::Json);
        let value: Value = serde_json::from_str(&json).expect(&name);
        let signins = value["signins"].as_array().unwrap();
        let told_twice = collection.doubles.iter().flatten().count();
        let once = collection.attempts.len() - told_twice;
        assert_eq!(signins.len(), once, "{name}");
        let mut places = 0;
        for signin in signins {
            for field in ["protocol", "scheme", "result", "because", "target"] {
                assert!(signin[field].is_string(), "{name}: {field}");
            }
            assert!(
                !signin["legs"]["seen"].as_array().unwrap().is_empty(),
                "{name}"
            );
            places += signin["where"].as_array().unwrap().len();
        }
        assert_eq!(places, collection.attempts.len(), "{name}");
        for kind in Export::ALL.into_iter().filter(|kind| kind.is_of_all()) {
            let text = exported(&collection, kind);
            for secret in secrets(&collection) {
                checked += 1;
                assert!(!text.contains(&secret), "{name}, {kind:?}: {secret}");
            }
        }
    }
    assert!(
        names().is_empty() || (read > 100 && checked > 500),
        "{read} {checked}"
    );
}

/// A sign-in of such a name to such a host.
fn named(name: &str) -> Collection {
    let party = |name: &str| Party {
        name: Some(name.to_owned()),
        ..Party::default()
    };
    let flow = Flow::new(party(name), party(name), Protocol::Http);
    let location = FileLocation {
        unit: Unit::Entry,
        first: 1,
        last: 1,
    };
    let mut asks = Leg::new(0, Sender::Client, None, location);
    asks.request = Some(format!("GET {name}"));
    asks.target = Some(name.to_owned());
    asks.credential = Some(SentCredential::Clear(Method::Basic, name.to_owned(), None));
    let mut answers = Leg::new(0, Sender::Server, None, location);
    answers.status = Some(Status::Http(200));
    let contents = Contents {
        flows: vec![flow],
        legs: vec![asks, answers],
        ..Contents::default()
    };
    let mut collection = Collection::default();
    collection.add(name, contents, FileExtras::default());
    collection
}

const HOSTILE: [&str; 12] = [
    "=HYPERLINK(\"http://evil.example\")",
    "@SUM(A1)",
    "+1",
    "-2+3",
    "\t=1",
    " =1",
    "a,b;\"c\"\r\nd",
    "|a|b\n|---|",
    "<img src=x onerror=alert(1)>[x](javascript:alert(1))`",
    "\u{202e}drow\u{0}\u{1b}[31m",
    "﹦1 ＝2 \u{feff}=3",
    "a\\|b",
];

#[test]
fn tables_hold_whatever_is_in_a_name() {
    for name in HOSTILE {
        let collection = named(name);
        let json = exported(&collection, Export::Json);
        let value: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["files"][0]["name"], name);

        let csv = exported(&collection, Export::Csv);
        let rows = csv_rows(csv.strip_prefix('\u{feff}').unwrap());
        assert_eq!(rows.len(), 2, "{name:?}");
        assert!(rows.iter().all(|row| row.len() == 8), "{name:?} {rows:?}");
        for cell in rows.iter().flatten() {
            let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let formula = first.starts_with(['=', '+', '-', '@', '＝', '﹦', '＋', '－', '＠']);
            assert!(!formula, "{name:?}: {cell:?}");
        }

        let markdown = exported(&collection, Export::Markdown);
        let lines: Vec<&str> = markdown.lines().collect();
        assert_eq!(lines.len(), 3, "{name:?}: {markdown}");
        for line in lines {
            let whole = line.replace("\\\\", "").replace("\\|", "");
            assert_eq!(whole.matches('|').count(), 9, "{name:?}: {line}");
            assert!(!whole.replace("\\<", "").contains('<'), "{name:?}: {line}");
            assert!(
                !whole.chars().any(|c| c.is_control() || c == '\u{202e}'),
                "{line}"
            );
        }
    }
}

/// RFC 4180, as a spreadsheet reads it.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let cell = rows.last_mut().unwrap().last_mut().unwrap();
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(String::new()),
            '\r' if !quoted && rest.peek() == Some(&'\n') => {
                rest.next();
                rows.push(vec![String::new()]);
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted);
    assert_eq!(rows.pop(), Some(vec![String::new()]));
    rows
}

#[test]
fn a_file_that_is_added_twice_is_one_with_doubles() {
    let name = "lab_pcap_basic.pcapng";
    let Some(bytes) = sample(name) else { return };
    let mut collection = Collection::default();
    add(&mut collection, name, &bytes);
    add(&mut collection, name, &bytes);
    let json = exported(&collection, Export::Json);
    let value: Value = serde_json::from_str(&json).unwrap();
    let signins = value["signins"].as_array().unwrap();
    assert_eq!(signins.len(), 2);
    for signin in signins {
        let places = signin["where"].as_array().unwrap();
        let files: Vec<_> = places.iter().map(|it| it["file"].as_u64()).collect();
        assert_eq!(files, [Some(0), Some(1)]);
    }
}

/// SMB, LDAP and mail are written out around their tokens: whoever reads the capture finds the same sign-ins.
#[test]
fn a_capture_of_protocols_that_the_lab_does_not_speak_shows_their_sign_ins_again() {
    let found = |collection: &Collection| {
        let attempts = collection.attempts.iter().zip(&collection.doubles);
        let counted = attempts.filter(|(_, double)| double.is_none());
        let mut found: Vec<String> = counted
            .map(|(it, _)| {
                let protocol = collection.flow(it).map(|flow| flow.protocol);
                format!(
                    "{protocol:?} {:?} {:?} {:?}",
                    it.facts.user, it.outcome, it.mechanism
                )
            })
            .collect();
        found.sort();
        found
    };
    let mut compared = 0;
    for name in names() {
        let kinds = ["smb_", "ldap_", "mail_", "dcerpc_", "multi_"];
        if !kinds.iter().any(|it| name.starts_with(it)) {
            continue;
        }
        let Some(collection) = collection(&name) else {
            continue;
        };
        for redacted in [false, true] {
            let members: Vec<usize> = (0..collection.attempts.len()).collect();
            let bytes = Export::Of(ExportFormat::Pcapng).make(&Exported {
                collection: &collection,
                proofs: &[],
                members: &members,
                redacted,
            });
            let mut reader = TrafficReader::new(&bytes);
            reader.push(&bytes);
            let mut again = Collection::default();
            again.take("again.pcapng", reader.finish().unwrap());
            match redacted {
                false => assert_eq!(found(&again), found(&collection), "{name}"),
                true => assert_eq!(found(&again).len(), found(&collection).len(), "{name}"),
            }
            compared += found(&again).len();
        }
    }
    assert!(names().is_empty() || compared > 30, "{compared}");
}
