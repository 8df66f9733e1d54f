//! tshark reads the same messages: its field names and values must agree with ours. Skipped where it is not
//! installed, but not in CI.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod kerberos_runs;
mod known;
mod ours;
mod pac;
mod pcap;
mod pdml;
mod sealed;
#[path = "../support/skip.rs"]
mod skip;
mod table;

use double_hop::lab::presets::PRESETS;
use double_hop::lab::table::{Column, ROWS, scenario};
use double_hop::lab::{EventKind, Hop, run};
use double_hop::wire::ntlm::NegotiateFlags;
use double_hop::wire::{LayerValue, Value, layers};
use ours::Token;
use pcap::Capture;
use pdml::Shown;
use skip::skip;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use table::{FIELDS, FLAGS, PLACES};

/// Where the lab's mailbox host listens for RPC; tshark is told so.
const RPC: u16 = 1025;
/// Where SQL Server listens, as everywhere.
const SQL: u16 = 1433;
/// Where KDCs listen.
const KDC: u16 = 88;

#[test]
fn tshark_agrees() {
    let version = Command::new("tshark")
        .arg("--version")
        .stderr(Stdio::null())
        .output();
    let Ok(version) = version else {
        skip("the comparison with tshark", "it is not installed");
        return;
    };
    let version = String::from_utf8_lossy(&version.stdout);
    println!("{}", version.lines().next().unwrap_or_default());

    let (mut capture, tokens) = capture();
    let cuts = cuts(&mut capture, &tokens);
    let folder = std::env::temp_dir().join(format!("double-hop-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("lab.pcap");
    std::fs::write(&path, capture.bytes()).unwrap();
    let packets = shown(&path, &[]);
    let keytab = folder.join("lab.keytab");
    std::fs::write(&keytab, kerberos_runs::keytab()).unwrap();
    let keytab = keytab.display().to_string();
    let opened = shown(&path, &["-K", &keytab, "-o", "kerberos.decrypt:TRUE"]);
    std::fs::remove_dir_all(&folder).unwrap();

    let mut report = Report::default();
    for (number, token) in &tokens {
        report.token(token, &packets[number - 1]);
    }
    for (number, token) in &cuts {
        report.cut(token, &packets[number - 1]);
    }
    report.opened(&tokens, &packets, &opened);
    println!(
        "{} tokens cut: {} fields agree",
        cuts.len(),
        report.agreed_cut
    );
    assert!(
        report.agreed_cut > 2 * cuts.len(),
        "too few fields of cut tokens were seen"
    );
    for (kinds, (tokens, agreed)) in &report.agreed {
        println!("{kinds}: {tokens} tokens, {agreed} fields agree");
    }
    for (reason, count) in &report.known {
        println!("{count} times tshark differs: {reason}");
    }
    assert!(report.agreed.len() >= 12, "too few kinds were seen");
    let differences: Vec<_> = report.differences.into_iter().take(60).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What tshark shows of a capture, packet by packet.
fn shown(capture: &Path, options: &[&str]) -> Vec<Vec<Shown>> {
    let shown = Command::new("tshark")
        .arg("-r")
        .arg(capture)
        .args(options)
        .args(["-d", &format!("tcp.port=={RPC},dcerpc"), "-T", "pdml"])
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&shown.stderr);
    assert!(shown.status.success(), "{errors}");
    pdml::packets(&String::from_utf8_lossy(&shown.stdout))
}

/// The messages of every preset and of a query, and the tokens that the lab does not send; and of each packet with a token, that token.
fn capture() -> (Capture, BTreeMap<usize, Token>) {
    let mut capture = Capture::new();
    let mut tokens = BTreeMap::new();
    let presets = PRESETS.iter().map(|preset| preset.scenario());
    let presets = presets.chain(kerberos_runs::scenarios());
    // No preset is let in by SQL Server.
    let let_in = ROWS.iter().find(|row| row.id == "B0").unwrap();
    let let_in = scenario(let_in, Column::RemoteSql);
    for scenario in presets.chain(let_in) {
        let log = run(&scenario);
        let mut numbers = BTreeMap::new();
        for event in &log.events {
            let EventKind::Message {
                connection, sent, ..
            } = &event.kind
            else {
                continue;
            };
            let info = log.connection(*connection).unwrap();
            let layers = layers(sent);
            let to_kdc = matches!(layers[0].value, LayerValue::Kerberos(_));
            if info.hop == Hop::Directory && !to_kdc {
                // Simplified: nobody else speaks it.
                continue;
            }
            let number = *numbers
                .entry(connection.0)
                .or_insert_with(|| capture.connect());
            let port = match sent.first() {
                _ if to_kdc => KDC,
                Some(5) => RPC,
                Some(1..=18) => SQL,
                _ => 80,
            };
            let packet = capture.send(number, port, event.host == info.from, sent);
            let token = layers.iter().find(|layer| {
                use LayerValue::{Kerberos, Ntlm, Spnego};
                matches!(layer.value, Ntlm(_) | Spnego(_) | Kerberos(_))
            });
            if port == SQL || port == KDC {
                let mut token = Token::of_layers(&layers);
                token.shift(packet_offset(sent, sent));
                tokens.insert(packet, token);
            } else if let Some(token) = token {
                let mut token = Token::of(&token.bytes);
                // In RPC nothing is in base64: tshark counts from the packet's start.
                if port == RPC {
                    token.shift(packet_offset(sent, &token.bytes));
                }
                tokens.insert(packet, token);
            }
        }
    }
    let negotiation = capture.connect();
    for line in include_str!("../samples/tokens.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let digits = line.rsplit(' ').next().unwrap().as_bytes().chunks(2);
        let byte = |digits| u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap();
        let token = Token::of(&digits.map(byte).collect::<Vec<_>>());
        let answers = ["Resp", "Init2", "AP-REP", "ERROR", "CHALLENGE"];
        let by_client = !answers
            .iter()
            .any(|answer| token.kinds[0].ends_with(answer));
        // An answer alone is not decoded: tshark must have seen what it answers.
        let connection = match token.kinds[0].starts_with("SPNEGO") {
            true => negotiation,
            false => capture.connect(),
        };
        let packet = capture.send(connection, 80, by_client, &token.http(by_client));
        tokens.insert(packet, token);
    }
    (capture, tokens)
}

/// Tokens of NTLM and Kerberos, each once, cut at several lengths and sent alone.
fn cuts(capture: &mut Capture, tokens: &BTreeMap<usize, Token>) -> BTreeMap<usize, Token> {
    let whole = tokens
        .values()
        .filter(|token| token.kinds.len() == 1 && token.kinds[0] != "NegoEx");
    let mut whole: Vec<_> = whole.map(|token| (&token.bytes, token.kinds[0])).collect();
    whole.sort();
    whole.dedup();
    let mut cuts = BTreeMap::new();
    for (bytes, kind) in whole {
        let by_client = !["AP-REP", "ERROR", "CHALLENGE"]
            .iter()
            .any(|answer| kind.ends_with(answer));
        for part in 1..8 {
            let token = Token::of(&bytes[..bytes.len() * part / 8]);
            if token.kinds.first() == Some(&kind) {
                let connection = capture.connect();
                let packet = capture.send(connection, 80, by_client, &token.http(by_client));
                cuts.insert(packet, token);
            }
        }
    }
    cuts
}

/// Behind the headers of Ethernet, IP and TCP.
fn packet_offset(message: &[u8], token: &[u8]) -> usize {
    let at = message.windows(token.len()).position(|part| part == token);
    14 + 20 + 20 + at.unwrap()
}

#[derive(Default)]
struct Report {
    /// By the kinds of the layers: how many tokens, how many fields.
    agreed: BTreeMap<String, (usize, usize)>,
    /// Of tokens that are cut, how many fields.
    agreed_cut: usize,
    known: BTreeMap<&'static str, usize>,
    differences: Vec<String>,
}

impl Report {
    /// What both show of a token that is cut; where each of them ends is its own choice.
    fn cut(&mut self, token: &Token, shown: &[Shown]) {
        for field in shown {
            let range = field.pos..field.pos + field.size;
            let Some((_, names)) = FIELDS.iter().find(|(name, _)| *name == field.name) else {
                continue;
            };
            let both = token.named(names, range.start, range.end);
            let [one] = both.as_slice() else { continue };
            if (one.start, one.end) != (range.start, range.end)
                || known::tshark(token, field).is_some()
            {
                continue;
            }
            if says(&one.value, &field.show) {
                self.agreed_cut += 1;
            } else {
                let (name, bytes) = (&field.name, token.bytes.len());
                self.differences.push(format!(
                    "{} cut to {bytes}: {name} {:?}, ours says {:?}",
                    token.kinds[0], field.show, one.value
                ));
            }
        }
    }

    fn token(&mut self, token: &Token, shown: &[Shown]) {
        let kinds = token.kinds.join(" > ");
        let mut agreed = 0;
        // What tshark has shown of our bytes.
        let mut seen = vec![false; token.end()];
        let mut payload: Option<&Shown> = None;
        for field in shown {
            let (prefix, last) = field.name.rsplit_once('.').unwrap_or_default();
            let place = PLACES.iter().find(|(name, _)| *name == last);
            let told = if let Some(flag) = FLAGS.iter().find(|(name, _)| *name == field.name) {
                self.flag(token, field, flag.1)
            } else if let Some((_, ours)) = FIELDS.iter().find(|(name, _)| *name == field.name) {
                if field.name.starts_with("ntlmssp.") {
                    payload = Some(field);
                }
                field_agrees(token, field, ours)
            } else if let Some((_, suffix)) = place.filter(|_| {
                [
                    "ntlmssp.string",
                    "ntlmssp.blob",
                    "ntlmssp.challenge.target_info",
                ]
                .contains(&prefix)
            }) {
                let Some(payload) = payload else { continue };
                place_agrees(token, field, payload, suffix)
            } else {
                continue;
            };
            match told {
                Ok(range) => {
                    agreed += 1;
                    if field.pos > range.start {
                        *self.known.entry(known::SHIFTED).or_default() += 1;
                    }
                    seen[range].fill(true);
                }
                Err(why) => match known::tshark(token, field) {
                    Some((reason, range)) => {
                        *self.known.entry(reason).or_default() += 1;
                        seen[range].fill(true);
                    }
                    None => self.differences.push(format!(
                        "{kinds}: {} at {} + {} {:?}: {why}",
                        field.name, field.pos, field.size, field.show
                    )),
                },
            }
        }
        for field in token.fields.iter().filter(|field| field.leaf) {
            if field.start == field.end
                || token.holds_another(field)
                || seen[field.start..field.end].iter().all(|seen| *seen)
            {
                continue;
            }
            match known::unseen(token, field) {
                Some(reason) => *self.known.entry(reason).or_default() += 1,
                None => self.differences.push(format!(
                    "{kinds}: tshark does not show our {} at {}..{}",
                    field.name, field.start, field.end
                )),
            }
        }
        let count = self.agreed.entry(kinds).or_default();
        count.0 += 1;
        count.1 += agreed;
    }

    fn flag(&self, token: &Token, field: &Shown, flag: NegotiateFlags) -> Agreement {
        let ours = token.named(&["NegotiateFlags"], field.pos, field.pos + field.size);
        let Some(Value::Number(value)) = ours.first().map(|ours| &ours.value) else {
            return Err("we have no flags there".to_owned());
        };
        let set = NegotiateFlags::from_bits_retain(*value as u32).contains(flag);
        match (set, &*field.show) {
            (true, "1" | "True") | (false, "0" | "False") => Ok(field.pos..field.pos + field.size),
            _ => Err(format!("ours says {set}")),
        }
    }
}

type Agreement = Result<std::ops::Range<usize>, String>;

/// Whether our fields of these names fill the stretch, and one alone says the same.
fn field_agrees(token: &Token, field: &Shown, names: &[&str]) -> Agreement {
    let range = field.pos..field.pos + field.size;
    let found = token.named(names, range.start, range.end);
    // It shows an empty payload where its length, room and offset are.
    let empty = names.first().map(|name| format!("{name}Fields"));
    let place = token.fields.iter().find(|ours| {
        Some(&ours.name) == empty.as_ref() && ours.start == range.start && ours.end == range.end
    });
    if place.is_some() && found.is_empty() {
        let there = token
            .fields
            .iter()
            .any(|ours| names.contains(&&*ours.name) && ours.start < ours.end);
        return if there {
            Err("ours is not empty".to_owned())
        } else {
            Ok(range)
        };
    }
    let filled: usize = found.iter().map(|ours| ours.end - ours.start).sum();
    if filled != field.size {
        return Err(format!("{names:?} are elsewhere"));
    }
    match found.as_slice() {
        [one] if !says(&one.value, &field.show) => Err(format!("ours says {:?}", one.value)),
        // A group is seen when its fields are, and so is a token in another.
        [one] if !one.leaf || token.holds_another(one) => Ok(range.start..range.start),
        _ => Ok(range),
    }
}

/// The length, the room or the offset of the payload shown before.
fn place_agrees(token: &Token, field: &Shown, payload: &Shown, suffix: &str) -> Agreement {
    let (_, names) = FIELDS
        .iter()
        .find(|(name, _)| *name == payload.name)
        .unwrap();
    let name = format!("{}{suffix}", names[0]);
    let Some(ours) = token.fields.iter().find(|ours| ours.name == name) else {
        return Err(format!("we have no {name}"));
    };
    if ours.end - ours.start != field.size || !says(&ours.value, &field.show) {
        return Err(format!("ours says {:?}", ours.value));
    }
    if ![ours.start, ours.start + payload.pos].contains(&field.pos) {
        return Err(format!("ours is at {}", ours.start));
    }
    Ok(ours.start..ours.end)
}

fn to_digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether tshark's text is the value.
fn says(value: &Value, show: &str) -> bool {
    let number = match show.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => show.parse().ok(),
    };
    match value {
        Value::Group | Value::Bytes | Value::Kind(_) => true,
        Value::Number(ours) if show.ends_with(" UTC") => {
            let never = *ours == i64::MAX as u64 && show == pac::NEVER;
            never || known::filetime(*ours) == show
        }
        Value::Number(ours) | Value::Named(ours, _) | Value::Flags(ours, _) => {
            // Flags of DER are shown as the bytes that there are.
            let bytes = show.replace(':', "");
            let flags = !bytes.is_empty() && format!("{bytes:0<8}") == format!("{ours:08x}");
            // Four bytes that it does not read as a number.
            let little = bytes == to_digits(&(*ours as u32).to_le_bytes());
            number == Some(*ours) || flags || little
        }
        Value::Text(ours) => {
            let ours = ours.trim_end_matches("\\0");
            // An object identifier or a negative number, with its name.
            let first = ours.split(' ').next().unwrap_or_default();
            let utf16: Vec<u8> = ours.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let bytes = !ours.is_empty() && show.replace(':', "") == to_digits(&utf16);
            let truth = matches!(
                (ours, show),
                ("true", "1" | "True") | ("false", "0" | "False")
            );
            ours == show || first == show || truth || bytes || known::asn1_time(ours) == show
        }
    }
}
