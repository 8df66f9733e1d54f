//! What sign-ins are found in every sample, held against the list that says what is in them.

use crate::common::{folder, names, sample};
use double_hop::traffic::attempts::{Attempt, MessageRole};
use double_hop::traffic::collection::Collection;
use double_hop::traffic::leg::Protocol;
use double_hop::traffic::reader::TrafficReader;
use double_hop::wire::kerberos::KdcKind;
use std::collections::BTreeMap;

fn collection(names: &[&str]) -> Option<Collection> {
    let mut collection = Collection::default();
    for name in names {
        let bytes = sample(name)?;
        let mut reader = TrafficReader::new(&bytes);
        reader.push(&bytes);
        if let Ok(read) = reader.finish() {
            collection.take(name, read);
        }
    }
    Some(collection)
}

/// How often each message is in the attempts, as the list names it: `http T1`, `AP-REQ`, `AS-REQ`.
fn found(collection: &Collection) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for attempt in &collection.attempts {
        let protocol = collection.flows[attempt.flow].protocol;
        for (part, _) in attempt.legs.iter() {
            let carrier = match protocol {
                Protocol::Http | Protocol::Https => "http",
                Protocol::Smb1 => "smb",
                Protocol::Smb2 => "smb2",
                Protocol::Ldap => "ldap",
                Protocol::Rpc => "dcerpc",
                Protocol::Tds => "tds",
                _ => "other",
            };
            let name = match part {
                MessageRole::Negotiate => format!("{carrier} T1"),
                MessageRole::Challenge => format!("{carrier} T2"),
                MessageRole::Authenticate => format!("{carrier} T3"),
                MessageRole::ApReq => "AP-REQ".to_owned(),
                MessageRole::ApRep => "AP-REP".to_owned(),
                MessageRole::KdcRequest(KdcKind::As) => "AS-REQ".to_owned(),
                MessageRole::KdcRequest(KdcKind::Tgs) => "TGS-REQ".to_owned(),
                MessageRole::KdcReply(KdcKind::As) => "AS-REP".to_owned(),
                MessageRole::KdcReply(KdcKind::Tgs) => "TGS-REP".to_owned(),
                MessageRole::KdcError => "ERROR".to_owned(),
                _ => continue,
            };
            *counts.entry(name).or_insert(0) += 1;
        }
    }
    counts
}

/// What the list says is in a file: each message with its count.
fn listed(line: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut carrier = "";
    let words = line.split([' ', ';', ',']);
    for word in words {
        if ["http", "smb", "smb2", "ldap", "dcerpc", "tds"].contains(&word) {
            carrier = word;
        }
        let Some((name, count)) = word.split_once('×') else {
            continue;
        };
        let Ok(count) = count.parse::<usize>() else {
            continue;
        };
        match name {
            "T1" | "T2" | "T3" => drop(counts.insert(format!("{carrier} {name}"), count)),
            "AP-REQ" | "AP-REP" | "AS-REQ" | "AS-REP" | "TGS-REQ" | "TGS-REP" | "ERROR" => {
                counts.insert(name.to_owned(), count);
            }
            _ => {}
        }
    }
    // The list counts the AP-REQ in each TGS-REQ too.
    let within = counts.get("TGS-REQ").copied().unwrap_or(0);
    if let Some(count) = counts.get_mut("AP-REQ") {
        *count -= within.min(*count);
    }
    counts.retain(|_, count| *count > 0);
    counts
}

/// Where our counts differ from the list's, and why: it was made with another program.
const DIFFERS: [(&str, &str, &str); 2] = [
    (
        "multi_arkime_pcap-ntlm_synthetic.pcap",
        "ldap T2",
        "a CHALLENGE of Sicily, which the other does not read",
    ),
    (
        "smb_bruteshark_SMB_-_NTLM_cifs_SessionSetupAndX_NTLM_Plain.pcap",
        "smb T3",
        "plain responses count as an AUTHENTICATE, here of nobody",
    ),
];

#[test]
fn every_message_that_the_list_names_is_part_of_an_attempt() {
    let Some(folder) = folder() else { return };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (name, said) = (columns[0], columns[3]);
        let listed = listed(said);
        if listed.is_empty() {
            continue;
        }
        let found = found(&collection(&[name]).unwrap());
        for (message, count) in listed {
            compared += 1;
            let own = found.get(&message).copied().unwrap_or(0);
            let known = DIFFERS
                .iter()
                .any(|(file, what, _)| *file == name && *what == message);
            if own != count && !known {
                wrong.push(format!("{name}: {message} {own}, not {count}"));
            }
        }
    }
    assert!(compared > 100, "{compared}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn who(attempt: &Attempt) -> (Option<&str>, Option<&str>) {
    (
        attempt.facts.domain.as_deref(),
        attempt.facts.user.as_deref(),
    )
}

#[test]
fn every_variant_of_a_capture_holds_the_same_sign_ins() {
    for name in names().iter().filter(|name| name.starts_with("lab_var_")) {
        let expected = match name.as_str() {
            // What is cut or one-sided says so elsewhere.
            "lab_var_snaplen-128.pcap" | "lab_var_cut-mid-packet.pcap" => continue,
            "lab_var_one-side-client.pcap" => 2,
            "lab_var_pcapng-2sections.pcapng" => 5,
            _ => 2,
        };
        let found = collection(&[name]).unwrap();
        assert_eq!(found.attempts.len(), expected, "{name}");
        for attempt in found.attempts.iter().take(2) {
            assert_eq!(who(attempt), (Some("CONTOSO"), Some("alice")), "{name}");
        }
    }
}
