//! tshark reads every capture without a complaint.

use crate::skip::skip;
use crate::{Sample, folder, samples};
use double_hop::lab::presets::PRESETS;
use double_hop::lab::{EventId, EventKind, Log};
use double_hop::present::export::pcapng::pcapng;
use double_hop::traffic::redact::{Pseudonyms, redact};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// What it shows of each packet.
const FIELDS: [&str; 8] = [
    "frame.protocols",
    "frame.len",
    "frame.cap_len",
    "ip.checksum.status",
    "tcp.checksum.status",
    "_ws.malformed",
    "_ws.expert.severity",
    "_ws.expert.message",
];
/// PI_WARN of Wireshark's epan/proto.h.
const WARNING: u64 = 6 << 20;

#[test]
fn tshark_reads_every_capture() {
    if Command::new("tshark")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_err()
    {
        skip("reading captures with tshark", "it is not installed");
        return;
    }
    let folder = folder("pcapng");
    let mut protocols: BTreeMap<String, usize> = BTreeMap::new();
    let (mut packets, mut known) = (0, 0);
    let samples = samples();
    // Of the presets; starting tshark takes longer than reading.
    let some = samples.iter().take(PRESETS.len());
    let redacted: Vec<Sample> = some.map(redacted).collect();
    let samples: Vec<Sample> = samples.into_iter().chain(redacted).collect();
    // Two at a time, for the same reason.
    let read = |half: &[Sample]| -> Vec<Vec<String>> {
        half.iter().map(|it| shown(&saved(it, &folder))).collect()
    };
    let (one, other) = samples.split_at(samples.len() / 2);
    let shown: Vec<Vec<String>> = thread::scope(|scope| {
        let one = scope.spawn(|| read(one));
        let other = read(other);
        one.join().unwrap().into_iter().chain(other).collect()
    });
    for (sample, lines) in samples.iter().zip(shown) {
        let hostile = sample.name.starts_with("hostile");
        for line in lines {
            let said = format!("{}: {line}", sample.name);
            let fields: Vec<&str> = line.split('\t').collect();
            let [kinds, length, there, ip, tcp, malformed, severity, _] = fields[..] else {
                panic!("{said}");
            };
            packets += 1;
            *protocols.entry(kinds.to_owned()).or_default() += 1;
            // [MS-TDS] 2.2.7.22 counts the bytes of an SSPI token; tshark up to 4.0 reads twice as many, and past the end.
            let sspi = kinds.ends_with(":tds") && malformed.contains("[Malformed Packet: TDS]");
            if sspi {
                known += 1;
                continue;
            }
            assert_eq!(malformed, "", "{said}");
            assert_eq!(ip, "1", "the checksum of IP: {said}");
            // Where the body is not in the log, the packet is cut, as a capture would have it.
            assert_eq!(
                tcp,
                if length == there { "1" } else { "2" },
                "the checksum of TCP: {said}"
            );
            assert!(hostile || length == there, "{said}");
            let worst = severity.split(',').filter_map(|one| one.parse().ok()).max();
            assert!(hostile || worst.unwrap_or(0) < WARNING, "{said}");
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    println!(
        "{packets} packets, {known} of them tokens of TDS that tshark reads twice as long as they are"
    );
    for (protocols, count) in &protocols {
        println!("{count:6} {protocols}");
    }
    for protocol in ["http", "ntlmssp", "spnego", "kerberos", "tds", "dcerpc"] {
        let seen = |kinds: &String| kinds.split(':').any(|kind| kind.starts_with(protocol));
        assert!(protocols.keys().any(seen), "no {protocol} was seen");
    }
}

/// Saves a sample as a capture.
fn saved(sample: &Sample, folder: &Path) -> PathBuf {
    let path = folder.join(format!("{}.pcapng", sample.name));
    let comment = |event: EventId| {
        let step = sample.steps.iter().position(|step| step.id == event)?;
        Some(sample.label(step))
    };
    std::fs::write(&path, pcapng(&sample.log, &comment)).unwrap();
    path
}

/// The messages of a log, redacted.
fn redacted(sample: &Sample) -> Sample {
    let mut names = Pseudonyms::new();
    let mut hosts = sample.log.hosts.clone();
    for host in &mut hosts {
        host.name = names.host(&host.name);
    }
    let mut log = Log::new(hosts);
    log.connections.clone_from(&sample.log.connections);
    for event in &sample.log.events {
        let mut kind = event.kind.clone();
        if let EventKind::Message { sent, received, .. } = &mut kind {
            *sent = redact(sent, &mut names).bytes.into();
            *received = None;
        }
        log.push(event.host, event.at.unwrap_or_default(), kind, Vec::new());
    }
    Sample {
        name: format!("{}-redacted", sample.name),
        steps: sample.steps.clone(),
        log,
    }
}

/// Each packet as tshark shows it.
fn shown(capture: &Path) -> Vec<String> {
    let mut tshark = Command::new("tshark");
    tshark.arg("-r").arg(capture).args(["-T", "fields"]);
    tshark.args([
        "-o",
        "tcp.check_checksum:TRUE",
        "-o",
        "ip.check_checksum:TRUE",
    ]);
    for field in FIELDS {
        tshark.args(["-e", field]);
    }
    let output = tshark.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", capture.display());
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect()
}
