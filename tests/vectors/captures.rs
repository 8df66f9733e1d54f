//! The captures, as bytes: whatever looks like a token in them must be one, to the last byte.

use double_hop::wire::{Layer, token};
use std::path::Path;

const EMPTY: &str = "zeek_ntlm-empty-av-sequence.pcap";

/// Looks through every capture in the folder.
pub fn check(folder: &Path) {
    let captures = std::fs::read_dir(folder.join("captures")).unwrap();
    let mut found = 0;
    let mut paths: Vec<_> = captures.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.extension().is_none_or(|extension| extension != "pcap") {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for packet in packets(&bytes) {
            for (at, layers) in tokens(packet) {
                let kinds: Vec<_> = layers.iter().map(|it| it.kind().name()).collect();
                println!("{}: {at} {}", path.display(), kinds.join(" > "));
                if kinds == ["NTLM CHALLENGE"] && path.ends_with(EMPTY) {
                    // Made to break decoders: its list lies behind its end.
                    let error = layers[0].error.as_ref().unwrap();
                    assert_eq!(error.field, "TargetInfo");
                } else {
                    layers.iter().for_each(whole);
                }
                found += 1;
            }
        }
    }
    assert!(found > 0, "no token in any capture");
}

/// The packets of a pcap file in the byte order of most machines.
pub fn packets(bytes: &[u8]) -> Vec<&[u8]> {
    assert_eq!(bytes[..4], [0xd4, 0xc3, 0xb2, 0xa1], "another byte order");
    let mut rest = &bytes[24..];
    let mut packets = Vec::new();
    while let Some(head) = rest.get(..16) {
        let length = crate::support::u32_at(head, 8) as usize;
        packets.push(&rest[16..16 + length]);
        rest = &rest[16 + length..];
    }
    packets
}

/// The tokens of a packet, and where they start. A negotiation holds its own; what a message of NTLM holds is not known
/// from the outside, so it is taken up to the packet's end.
fn tokens(packet: &[u8]) -> Vec<(usize, Vec<Layer>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = packet.get(at..).filter(|rest| !rest.is_empty()) {
        let bytes = match rest[0] {
            // The whole element, if it is there: a token may lie in several packets.
            0x60 | 0xa0 | 0xa1 => element(rest),
            b'N' => Some(rest),
            _ => None,
        };
        let layers = bytes.map(token).unwrap_or_default();
        match layers.first() {
            Some(outer) => {
                let last = outer
                    .layout
                    .leaves()
                    .last()
                    .map_or(1, |leaf| leaf.range.end);
                tokens.push((at, layers));
                at += last.max(1);
            }
            None => at += 1,
        }
    }
    tokens
}

/// An element of DER, by its length.
fn element(bytes: &[u8]) -> Option<&[u8]> {
    let long = bytes.get(1)?.checked_sub(0x80).unwrap_or(0);
    let size = usize::from(long);
    let length = match long {
        0 => usize::from(bytes[1]),
        1..=2 => bytes
            .get(2..2 + size)?
            .iter()
            .fold(0, |n, byte| n << 8 | usize::from(*byte)),
        _ => return None,
    };
    bytes.get(..2 + size + length)
}

fn whole(layer: &Layer) {
    let silent = crate::tokens::untold(&layer.layout.fields);
    assert!(silent.is_empty(), "no sentence for {silent:?}");
    assert_eq!(layer.error, None, "{}", layer.kind().name());
    // Behind an NTLM message stands what else the packet has.
    let end = layer
        .layout
        .leaves()
        .iter()
        .map(|leaf| leaf.range.end)
        .max();
    for tile in layer.layout.tiles() {
        let behind = layer.kind().name().starts_with("NTLM") && Some(tile.range.start) >= end;
        assert!(
            tile.leaf.is_some() || behind,
            "{} {:?}",
            layer.kind().name(),
            tile.range
        );
    }
}
