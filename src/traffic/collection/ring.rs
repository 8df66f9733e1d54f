//! Captures that are parts of one, as dumpcap writes them and calls them (`-b`, "ring buffer").

use super::TrafficFile;
use std::collections::{HashMap, HashSet};

/// Puts the parts of a ring behind each other, where the first of them stands: who drops them may have them in any order.
pub(super) fn sort<T>(files: impl IntoIterator<Item = (String, T)>) -> Vec<(String, T)> {
    let mut begins: HashMap<String, usize> = HashMap::new();
    let placed = files.into_iter().enumerate().map(|(at, file)| {
        let place = match RingPart::of(&file.0) {
            Some(RingPart { ring, turn }) => {
                let begins = begins.entry(ring.to_owned()).or_insert(at);
                (*begins, Some(turn))
            }
            None => (at, None),
        };
        (place, file)
    });
    let mut placed: Vec<_> = placed.collect();
    placed.sort_by_cached_key(|(place, _)| *place);
    placed.into_iter().map(|(_, file)| file).collect()
}

/// The part of the same ring that came last, and its number. Where a number is there twice, two computers called theirs alike:
/// nothing is known of their clocks.
pub(super) fn sibling<'a>(
    files: &'a [TrafficFile],
    name: &str,
) -> Option<(usize, &'a TrafficFile)> {
    let own = RingPart::of(name)?;
    let mut numbers = HashSet::from([own.turn.1]);
    let mut last = None;
    for (place, file) in files.iter().enumerate() {
        let Some(part) = RingPart::of(&file.name).filter(|it| it.ring == own.ring) else {
            continue;
        };
        if !numbers.insert(part.turn.1) {
            return None;
        }
        last = Some((place, file));
    }
    last
}

/// What a part says by its name, `name_00002_20260101120000.pcapng`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RingPart<'a> {
    /// What all parts begin with: `name`.
    ring: &'a str,
    /// When it begins, and its number, by which parts follow each other.
    turn: (u64, u64),
}

impl<'a> RingPart<'a> {
    /// The part that a file of that name is; with `-b nametimenum:2` its time comes before its number.
    fn of(name: &'a str) -> Option<Self> {
        let (before, last) = name.rsplit_once('_')?;
        let (ring, middle) = before.rsplit_once('_')?;
        let last = last.split('.').next().unwrap_or_default();
        let (time, number) = match last.len() {
            TIME => (last, middle),
            _ => (middle, last),
        };
        let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        let told = time.len() == TIME && number.len() >= NUMBER && digits(time) && digits(number);
        let turn = told.then(|| time.parse().ok().zip(number.parse().ok()));
        Some(Self { ring, turn: turn?? })
    }
}

/// So many digits are a time: year, month, day, hour, minute and second.
const TIME: usize = 14;
/// A number has at least so many.
const NUMBER: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_which_part_of_a_ring_it_is() {
        let turn = (20_260_101_120_000, 2);
        for (name, told) in [
            ("a_b_00002_20260101120000.pcapng", Some("a_b")),
            ("a_b_20260101120000_00002.pcapng.gz", Some("a_b")),
            ("logs.zip/a_00002_20260101120000", Some("logs.zip/a")),
            ("a_2_20260101120000.pcap", None),
            ("a_00002_2026010112000x.pcap", None),
            ("a_00002.pcapng", None),
        ] {
            let ring = told.map(|ring| RingPart { ring, turn });
            assert_eq!(RingPart::of(name), ring, "{name}");
        }
    }
}
