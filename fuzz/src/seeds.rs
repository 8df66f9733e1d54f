//! Writes a corpus for each target: the messages of the lab's runs, the tokens of the tests, and other people's traffic where
//! `DOUBLE_HOP_TRAFFIC` names a folder of it.
//!
//! `cargo run --bin seeds` in this folder; then `cargo fuzz run spnego`.

#[path = "../../benches/inputs/capture.rs"]
#[allow(dead_code)]
mod own_captures;

use double_hop::lab::presets::PRESETS;
use double_hop::lab::{EventKind, run};
use double_hop::traffic::files::{Format, format_of};
use double_hop::wire::{LayerValue, layers};
use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    for preset in &PRESETS {
        for event in run(&preset.scenario()).events {
            let EventKind::Message { sent, .. } = event.kind else {
                continue;
            };
            for layer in layers(&sent) {
                let target = match layer.value {
                    LayerValue::Request(_) | LayerValue::Response(_) => "http",
                    LayerValue::Rpc(_)
                    | LayerValue::ConnectRequest(_)
                    | LayerValue::ConnectResponse(_) => "rpc",
                    LayerValue::Tds(_) => "tds",
                    LayerValue::Ntlm(_) => "ntlm",
                    LayerValue::Basic(_) => "basic",
                    LayerValue::Kerberos(_) => {
                        save("kdc", &layer.bytes)?;
                        "kerberos"
                    }
                    LayerValue::LogonRequest(_) | LayerValue::LogonResponse(_) => "netlogon",
                    _ => "token",
                };
                save(target, &layer.bytes)?;
                for line in layer
                    .bytes
                    .split(|&byte| byte == b'\n')
                    .filter(|_| target == "http")
                {
                    let at = line.windows(2).position(|pair| pair == b": ");
                    if let Some(at) = at.filter(|_| line.windows(4).any(|it| it == b"uthe")) {
                        save("auth_header", &line[at + 2..])?;
                    }
                }
            }
        }
    }
    for line in include_str!("../../tests/samples/tokens.txt").lines() {
        let Some((name, digits)) = line.split_once("; ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let digits = digits.rsplit(' ').next().unwrap_or_default().as_bytes();
        let byte = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
        let bytes: Vec<u8> = digits.chunks(2).filter_map(byte).collect();
        save("token", &bytes)?;
        save(name.split('-').next().unwrap_or("token"), &bytes)?;
    }
    for text in [
        "Digest realm=\"a, b\", qop=\"auth\", nonce=\"c\", algorithm=MD5, Basic realm=\"x\", NTLM",
        "Digest username=\"a\", uri=\"/\", response=\"00\", nc=00000001, cnonce=\"x\\\"y\"",
        "Negotiate, NTLM TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAAKAGNFAAAADw==",
    ] {
        save("auth_header", text.as_bytes())?;
    }
    traffic()
}

/// Files of traffic, each for the target of its kind. What those take that are no files follows from their first bytes.
fn traffic() -> io::Result<()> {
    save("capture", &[&[7][..], &own_captures::visits(1, 1)].concat())?;
    save("reassembly", &[20, 3, 9, 0x84, 31, 7, 200, 1, 50, 0x9f])?;
    let conversation = "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpiY2RlZg==\r\n\r\n";
    // 64 bytes from the client.
    save("dissect", &[&[32][..], conversation.as_bytes()].concat())?;
    let Some(folder) = std::env::var_os("DOUBLE_HOP_TRAFFIC") else {
        eprintln!("no files of traffic: DOUBLE_HOP_TRAFFIC names no folder");
        return Ok(());
    };
    for file in fs::read_dir(folder)? {
        let bytes = fs::read(file?.path())?;
        let target = match format_of(&bytes) {
            Format::Pcap | Format::Pcapng | Format::Snoop | Format::NetMon => {
                save("capture", &[&[7][..], &bytes].concat())?;
                continue;
            }
            Format::Har => "har",
            Format::NetLog => "netlog",
            Format::Gzip | Format::Zip => "packed",
            Format::Mitmproxy => "mitmproxy",
            Format::Saz => "saz",
            Format::Burp => "burp",
            Format::WindowsEvents => "events",
            Format::Evtx => "evtx",
            Format::Iis => "iis",
            Format::Klist => "klist",
            _ => continue,
        };
        save(target, &bytes)?;
    }
    Ok(())
}

/// Each in a file of its own, named for what it says.
fn save(target: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    fs::create_dir_all(&folder)?;
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    });
    fs::write(folder.join(format!("{hash:016x}")), bytes)
}
