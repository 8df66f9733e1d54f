//! Packets that come in disorder, twice, overlapping, split or not at all: the sign-ins are the same, or what lacks is said.

use crate::lab_capture::{Segment, collection, segments};
use double_hop::lab::presets::Preset;
use double_hop::lab::run;
use double_hop::present::evidence::shortages;
use double_hop::present::narration::traffic as said;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::leg::Protocol;
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A few runs of different kinds, one after the other.
static RUNS: LazyLock<Vec<Segment>> = LazyLock::new(|| {
    let names = [
        "web-service",
        "sql-server",
        "constrained",
        "basic",
        "levels",
    ];
    let logs = names.map(|name| run(&Preset::named(name).unwrap().scenario()));
    segments(&logs)
});

static AS_THEY_ARE: LazyLock<Vec<String>> = LazyLock::new(|| rows(&collection(&RUNS)));

/// The runs have so many connections to a KDC.
const KDC_CONNECTIONS: usize = 6;

/// Each sign-in in a line, without when and where in the file.
fn rows(collection: &Collection) -> Vec<String> {
    let attempts = collection.attempts.iter();
    let mut rows: Vec<String> = attempts
        .map(|it| {
            let flow = &collection.flows[it.flow];
            let mut parts: Vec<&str> = it
                .legs
                .iter()
                .map(|(part, _)| said::role_name(*part))
                .collect();
            // An exchange may go over several connections, between which packets tell no order.
            if flow.protocol == Protocol::Kerberos {
                parts.sort_unstable();
            }
            let missing: Vec<&str> = it.missing().into_iter().map(said::role_name).collect();
            format!(
                "{:?} > {:?} {} {:?} {:?} {:?} {} [{}] lacks [{}]",
                flow.client.address,
                flow.server.address,
                said::how(it),
                it.facts.user,
                it.facts.computer,
                it.facts.domain,
                said::result_name(it),
                parts.join(", "),
                missing.join(", "),
            )
        })
        .collect();
    rows.sort();
    rows
}

/// What is done to a segment.
struct Fate {
    /// It comes so many places later.
    late: usize,
    /// It comes twice.
    twice: bool,
    /// It is cut in two at that byte.
    split: Option<usize>,
    /// It begins so many bytes before where it should, with what stood there.
    overlap: usize,
    /// It does not come.
    lost: bool,
}

/// The fates of all segments, from one number: what fails is told in a line.
fn fates(seed: u64) -> Vec<Fate> {
    let mut state = seed;
    let mut below = |limit: u64| {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    };
    let mut one = || Fate {
        late: below(4) as usize,
        twice: below(5) == 0,
        split: (below(5) == 0).then(|| 1 + below(600) as usize),
        overlap: if below(5) == 0 {
            below(900) as usize
        } else {
            0
        },
        lost: below(16) == 0,
    };
    RUNS.iter().map(|_| one()).collect()
}

fn disorder(fates: &[Fate], loses: bool) -> Vec<Segment> {
    // What each end said before, from where.
    let mut streams: HashMap<_, (u32, Vec<u8>)> = HashMap::new();
    // Where in what an end says its turn began: what is older was acknowledged, and nobody sends it again.
    let mut turns: HashMap<_, (u32, usize)> = HashMap::new();
    let mut all: Vec<(usize, Segment)> = Vec::new();
    for (number, (segment, fate)) in RUNS.iter().zip(fates).enumerate() {
        let place = number + fate.late;
        let (first, said) = streams
            .entry((segment.from, segment.to))
            .or_insert((segment.sequence, Vec::new()));
        if !segment.is_data() {
            *first = segment.sequence.wrapping_add(1);
            // A connection begins before anything is said on it.
            all.push((number, segment.clone()));
            continue;
        }
        let at = segment.sequence.wrapping_sub(*first) as usize;
        said.truncate(at);
        said.extend(&segment.bytes);
        let mut segment = segment.clone();
        let turn = turns
            .entry((segment.from, segment.to))
            .or_insert((segment.acknowledged, at));
        if turn.0 != segment.acknowledged {
            *turn = (segment.acknowledged, at);
        }
        let overlap = fate.overlap.min(at - turn.1);
        segment.sequence = segment.sequence.wrapping_sub(overlap as u32);
        segment.bytes = said[at - overlap..].to_vec();
        if loses && fate.lost {
            continue;
        }
        let parts = match fate.split {
            Some(split) if split < segment.bytes.len() => {
                let mut second = segment.clone();
                second.bytes = segment.bytes.split_off(split);
                second.sequence = segment.sequence.wrapping_add(split as u32);
                vec![second, segment]
            }
            _ => vec![segment],
        };
        for part in parts {
            if fate.twice {
                all.push((place + 3, part.clone()));
            }
            all.push((place, part));
        }
    }
    all.sort_by_key(|(place, _)| *place);
    // The clock goes on, whoever comes.
    let mut times: Vec<u64> = all.iter().map(|(_, segment)| segment.at).collect();
    times.sort_unstable();
    let in_order = all.into_iter().map(|(_, segment)| segment).zip(times);
    in_order
        .map(|(segment, at)| Segment { at, ..segment })
        .collect()
}

#[test]
fn the_runs_are_read_as_they_were_made() {
    let rows = &*AS_THEY_ARE;
    let count = |word: &str| rows.iter().filter(|row| row.contains(word)).count();
    assert!(
        rows.iter().all(|row| row.ends_with("lacks []")),
        "{rows:#?}"
    );
    assert_eq!(count("anonymous") + count("NTLM, empty"), 2, "{rows:#?}");
    assert!(
        count("Kerberos") >= 2 && count("exchange") >= 4,
        "{rows:#?}"
    );
    assert_eq!(count("Basic"), 1, "{rows:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn disorder_changes_nothing(seed: u64) {
        let found = rows(&collection(&disorder(&fates(seed), false)));
        let wrong: Vec<_> = found.iter().filter(|row| !AS_THEY_ARE.contains(row)).collect();
        prop_assert!(found == *AS_THEY_ARE, "{:#?}", wrong);
    }

    #[test]
    fn of_what_is_lost_no_sign_in_is_made_and_what_lacks_is_said(seed: u64) {
        let collection = collection(&disorder(&fates(seed), true));
        let found = rows(&collection);
        // Of an exchange over two connections that both lack something, nobody can tell that it is one.
        let exchanges = |rows: &[String]| rows.iter().filter(|row| row.contains("exchange")).count();
        let of_kdc = exchanges(&found);
        prop_assert!(of_kdc <= KDC_CONNECTIONS, "{:#?}", found);
        let others = AS_THEY_ARE.len() - exchanges(&AS_THEY_ARE);
        prop_assert!(found.len() - of_kdc <= others, "{:#?}", found);
        let known = |row: &&String| AS_THEY_ARE.contains(row);
        if found.iter().filter(known).count() < AS_THEY_ARE.len() {
            let says = !shortages(&collection).is_empty()
                || found.iter().any(|row| row.contains("gap"));
            prop_assert!(says, "{:#?}", found);
        }
    }
}
