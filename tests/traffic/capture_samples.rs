//! Captures of many tools, read whole, in pieces, cut and damaged.

use std::collections::BTreeMap;

use crate::common::folder;
use double_hop::traffic::capture::Capture;
use double_hop::traffic::leg::{Contents, LegKind, Sender, SkipReason, Skipped};
use double_hop::traffic::reader::{ReadMode, TrafficReader, read_mode};

/// Name, how many packets it has, bytes.
fn captures() -> Vec<(String, Option<u64>, Vec<u8>)> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let captures: Vec<_> = index
        .lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (name, _, format) = (columns.next()?, columns.next()?, columns.next()?);
            let wanted = ["pcap", "pcapng", "snoop", "cap", "gz"];
            let end = name.rsplit('.').next()?;
            if !wanted.contains(&end) {
                return None;
            }
            let count = format
                .split(" packets")
                .next()?
                .rsplit(' ')
                .next()?
                .parse()
                .ok();
            Some((
                name.to_owned(),
                count,
                std::fs::read(folder.join(name)).unwrap(),
            ))
        })
        .collect();
    assert!(captures.len() > 70);
    captures
}

fn read(bytes: &[u8], piece: usize) -> Contents {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut reader = TrafficReader::new(bytes);
        bytes.chunks(piece).for_each(|piece| reader.push(piece));
        // Too little may be left of it to tell what it is.
        return reader
            .finish()
            .map_or_else(|_| Contents::default(), |mut read| read.remove(0).contents);
    }
    let mut capture = Capture::default();
    bytes.chunks(piece).for_each(|piece| capture.push(piece));
    capture.finish()
}

/// The bytes of each direction of each connection, a gap as what it lacks.
fn streams(contents: &Contents) -> BTreeMap<(u16, u16, bool), Vec<u8>> {
    let mut streams = BTreeMap::<_, Vec<u8>>::new();
    for leg in &contents.legs {
        let flow = &contents.flows[leg.flow];
        let ports = (flow.client.port.unwrap(), flow.server.port.unwrap());
        let stream = streams
            .entry((ports.0, ports.1, leg.sender == Sender::Client))
            .or_default();
        stream.extend_from_slice(&leg.message);
        if let LegKind::Gap(bytes) = leg.kind {
            stream.extend_from_slice(format!("[{bytes}]").as_bytes());
        }
    }
    streams
}

#[test]
fn counts_agree_with_the_index() {
    for (name, count, bytes) in captures() {
        let beginning = &bytes[..bytes.len().min(512)];
        assert_eq!(read_mode(beginning), ReadMode::Pieces, "{name}");
        let contents = read(&bytes, usize::MAX);
        println!(
            "{name}: {} {:?}, {} packets, {} flows, {} legs, {} gaps, names {:?}, {:?}",
            contents.format,
            contents.writer,
            contents.count,
            contents.flows.len(),
            contents.legs.len(),
            contents
                .legs
                .iter()
                .filter(|leg| matches!(leg.kind, LegKind::Gap(_)))
                .count(),
            contents.names.len(),
            contents.skipped
        );
        if let Some(count) = count {
            assert_eq!(contents.count, count, "{name}");
        }
    }
}

#[test]
fn pieces_make_no_difference() {
    for (name, _, bytes) in captures() {
        let whole = read(&bytes, usize::MAX);
        for piece in [1, 7, 1000, 65_536] {
            if bytes.len() / piece < 200_000 {
                assert_eq!(read(&bytes, piece), whole, "{name} in pieces of {piece}");
            }
        }
    }
}

#[test]
fn variants_give_the_same_streams() {
    let captures = captures();
    let Some((_, _, base)) = captures
        .iter()
        .find(|(name, ..)| name == "lab_var_base.pcap")
    else {
        return;
    };
    let base = streams(&read(base, usize::MAX));
    assert!(base.len() >= 2);
    let others = ["cut-mid", "snaplen", "one-side", "2sections"];
    let mut same = 0;
    for (name, _, bytes) in &captures {
        if !name.starts_with("lab_var_") {
            continue;
        }
        let contents = read(bytes, usize::MAX);
        let found = streams(&contents);
        if !others.iter().any(|other| name.contains(other)) {
            assert!(found == base, "{name} differs");
            assert_eq!(contents.skipped, [], "{name}");
            same += 1;
        } else if name.contains("2sections") {
            assert!(
                base.iter()
                    .all(|(key, stream)| found.get(key) == Some(stream)),
                "{name}"
            );
        } else if name.contains("one-side") {
            assert!(
                found
                    .iter()
                    .all(|(key, stream)| base[key] == *stream && key.2),
                "{name}"
            );
            assert!(!found.is_empty());
        } else if name.contains("cut-mid") {
            assert!(
                found
                    .iter()
                    .all(|(key, stream)| base[key].starts_with(stream)),
                "{name}"
            );
            let [
                Skipped {
                    reason: what,
                    location: Some(_),
                },
            ] = &contents.skipped[..]
            else {
                panic!("{:?}", contents.skipped);
            };
            assert_eq!(*what, SkipReason::CutShort);
        } else {
            assert!(
                contents
                    .legs
                    .iter()
                    .any(|leg| matches!(leg.kind, LegKind::Gap(_))),
                "{name}"
            );
        }
    }
    assert_eq!(same, 12);
}

/// A small generator of numbers (xorshift), so that failures repeat.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

#[test]
fn cut_and_damaged_files_are_read_as_far_as_they_go() {
    let mut numbers = Numbers(0x1234_5678_9abc_def1);
    for (name, _, bytes) in captures() {
        let whole = read(&bytes, usize::MAX);
        let step = (bytes.len() / 400).max(1);
        for length in (0..bytes.len()).step_by(step) {
            let contents = read(&bytes[..length], 4096);
            assert!(contents.count <= whole.count, "{name} cut at {length}");
        }
        for _ in 0..60 {
            let mut damaged = bytes.clone();
            for _ in 0..=numbers.below(30) {
                let at = numbers.below(damaged.len());
                damaged[at] ^= 1 << numbers.below(8);
            }
            let contents = read(&damaged, 1 + numbers.below(20_000));
            let held: usize = contents.legs.iter().map(|leg| leg.message.len()).sum();
            assert!(held <= 64 * bytes.len() + (1 << 20), "{name}");
        }
    }
}
