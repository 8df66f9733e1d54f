//! Several files that are one picture.

use crate::common::sample;
use crate::lab_capture::{Segment, add, collection, pcap, segments};
use double_hop::lab::presets::Preset;
use double_hop::lab::{Log, run};
use double_hop::traffic::attempts::MessageRole;
use double_hop::traffic::collection::{Collection, FileRead};
use double_hop::traffic::leg::{Sender, Timestamp};
use double_hop::traffic::reader::TrafficReader;

fn log(name: &str) -> Log {
    run(&Preset::named(name).unwrap().scenario())
}

/// The same, so many microseconds later.
fn later(segments: &[Segment], micros: u64) -> Vec<Segment> {
    let segments = segments.iter().cloned();
    let late = segments.map(|it| Segment {
        at: it.at + micros,
        ..it
    });
    late.collect()
}

/// Of a two-hop run the connections to the web server, and those of it.
fn halves(all: &[Segment]) -> [Vec<Segment>; 2] {
    let desk = [10, 0, 0, 1];
    let (first, second) = all
        .iter()
        .cloned()
        .partition(|it| it.from.0 == desk || it.to.0 == desk);
    [first, second]
}

#[test]
fn the_same_capture_by_another_clock_is_aligned_and_doubled() {
    let all = segments(&[log("web-service")]);
    let mut together = collection(&all);
    let alone = together.attempts.len();
    add(
        &mut together,
        "late.pcap",
        &pcap(&later(&all, 3_600_000_000)),
    );
    let file = &together.files[1];
    assert!(file.aligned && file.joined.is_some());
    assert_eq!(file.shift, -3_600_000_000_000);
    assert_eq!(together.attempts.len(), 2 * alone);
    // Each one of them once.
    let counted = together.doubles.iter().filter(|it| it.is_none()).count();
    assert_eq!(counted, alone);
    for (number, double) in together.doubles.iter().enumerate() {
        if let Some(double) = double {
            let same = |it: usize| together.attempts[it].facts.user.clone();
            assert_eq!(same(number), same(*double));
            assert_ne!(
                together.flows[together.attempts[number].flow].file,
                together.flows[together.attempts[*double].flow].file
            );
            assert_eq!(together.doubles[*double], None);
        }
    }
    // And who was served is the one that counts.
    for it in &together.attempts {
        assert!(
            it.on_behalf_of
                .is_none_or(|it| together.doubles[it].is_none())
        );
    }
}

#[test]
fn a_sample_whose_clock_is_wrong_is_aligned() {
    let name = "lab_var_base.pcap";
    let Some(bytes) = sample(name) else { return };
    for shift in [-7_200_000_000_000_i64, 0, 90_500_000_000] {
        let mut together = Collection::default();
        add(&mut together, name, &bytes);
        let mut reader = TrafficReader::new(&bytes);
        reader.push(&bytes);
        let mut read = reader.finish().unwrap();
        for leg in &mut read[0].contents.legs {
            leg.at = leg.at.map(|at| Timestamp(at.0 + shift));
        }
        together.take("late.pcap", read);
        assert_eq!(together.files[1].shift, -shift);
        assert!(together.files[1].aligned);
        let doubled = together.doubles.iter().filter(|it| it.is_some()).count();
        assert_eq!(doubled, 2);
    }
}

#[test]
fn a_browsers_log_and_a_capture_are_joined() {
    let names = ["lab_netlog_ntlm.json", "lab_pcap_ntlm.pcapng"];
    let mut together = Collection::default();
    for name in names {
        let Some(bytes) = sample(name) else { return };
        add(&mut together, name, &bytes);
    }
    assert!(together.files[1].aligned && together.files[1].joined.is_some());
    assert!(together.files[1].shift.abs() < 1_000_000_000);
    let counted = together.doubles.iter().filter(|it| it.is_none()).count();
    assert_eq!((together.attempts.len(), counted), (4, 2));
    // What is in TLS in the capture is seen in the browser's log.
    let mut together = Collection::default();
    for name in ["lab_pcap_ntlm-tls.pcapng", "lab_netlog_ntlm-tls.json"] {
        let Some(bytes) = sample(name) else { return };
        add(&mut together, name, &bytes);
    }
    let lacks = double_hop::present::evidence::shortages(&together);
    let encrypted = lacks.iter().any(|it| {
        matches!(
            it.lack,
            double_hop::present::evidence::MissingInfo::Encrypted { .. }
        )
    });
    assert!(!encrypted, "{lacks:?}");
}

#[test]
fn files_that_have_only_ports_in_common_are_left_as_they_are() {
    // Other computers, another day, the same ports.
    let mut together = collection(&segments(&[log("web-service")]));
    let mut scenario = Preset::named("levels").unwrap().scenario();
    scenario.seed += 1;
    let mut other = later(&segments(&[run(&scenario)]), 9 * 86_400_000_000);
    for segment in &mut other {
        for end in [&mut segment.from, &mut segment.to] {
            end.0[1] = 7;
        }
    }
    add(&mut together, "other.pcap", &pcap(&other));
    let file = &together.files[1];
    assert_eq!((file.shift, file.aligned, file.joined), (0, false, None));
    assert!(together.doubles.iter().all(Option::is_none));
}

#[test]
fn two_hops_in_two_files_are_one_visit() {
    let [first, second] = halves(&segments(&[log("web-service")]));
    let mut together = collection(&first);
    add(&mut together, "server.pcap", &pcap(&second));
    let serves: Vec<_> = together.attempts.iter().map(|it| it.on_behalf_of).collect();
    assert_eq!(serves, [None, Some(0)]);
    // In the other order too.
    let mut together = collection(&second);
    add(&mut together, "desk.pcap", &pcap(&first));
    let serves: Vec<_> = together.attempts.iter().map(|it| it.on_behalf_of).collect();
    assert_eq!(serves, [Some(1), None]);
}

/// A capture that was written into several files, as dumpcap does with a ring: what it tells is what one file would.
#[test]
fn a_capture_in_two_files_is_read_as_one_in_either_order() {
    for preset in ["web-service", "levels"] {
        let all = segments(&[log(preset)]);
        let told = |collection: &Collection| {
            let attempts = collection.attempts.iter().zip(&collection.doubles);
            let counted = attempts.filter(|(_, double)| double.is_none());
            let mut told: Vec<_> = counted
                .map(|(it, _)| {
                    // A request that nobody is seen to ask about is nothing to tell.
                    let roles = it.legs.iter().map(|(role, _)| *role);
                    let roles: Vec<_> = roles.filter(|it| *it != MessageRole::Request).collect();
                    format!("{:?} {roles:?} {:?}", it.facts.user, it.outcome)
                })
                .collect();
            told.sort();
            told
        };
        let whole = told(&collection(&all));
        let turns = (3..all.len()).filter(|it| all[*it].from != all[it - 1].from);
        for cut in turns {
            let (first, second) = all.split_at(cut);
            let mut forward = collection(first);
            add(&mut forward, "b.pcap", &pcap(second));
            assert_eq!(told(&forward), whole, "{preset} {cut}");
            let mut back = collection(second);
            add(&mut back, "a.pcap", &pcap(first));
            assert_eq!(told(&back), whole, "{preset} {cut}, back");
            assert!(back.files.iter().all(|it| it.shift == 0));
            // In one file whose packets are out of order, too.
            let mixed = [second, first].concat();
            assert_eq!(told(&collection(&mixed)), whole, "{preset} {cut}, mixed");
        }
    }
}

/// An hour later another computer has the port that the first one had, so that ports tell of a clock that is wrong.
#[test]
fn parts_of_a_ring_have_one_clock_and_are_read_in_the_order_of_their_time() {
    let all = segments(&[log("web-service")]);
    let hour = 3_600_000_000;
    let other = |it: Segment| {
        let desk = |(address, port): ([u8; 4], u16)| match address {
            [10, 0, 0, 1] => ([10, 0, 0, 99], port),
            _ => (address, port),
        };
        Segment {
            from: desk(it.from),
            to: desk(it.to),
            ..it
        }
    };
    let mut scenario = Preset::named("web-service").unwrap().scenario();
    scenario.seed += 1;
    let [second, _] = halves(&segments(&[run(&scenario)]));
    let second: Vec<_> = later(&second, hour).into_iter().map(other).collect();
    let read = |name: &str, segments: &[Segment]| {
        let bytes = pcap(segments);
        let mut reader = TrafficReader::new(&bytes);
        reader.push(&bytes);
        let parts = reader.finish().unwrap();
        let name = name.into();
        FileRead { name, parts }
    };
    let early = || read("ring_00001_20260101110000.pcap", &all);
    let late = || read("ring_00002_20260101120000.pcap", &second);
    let alone = || read("alone.pcap", &later(&all[..1], 1));
    for files in [
        [early(), late(), alone()],
        [late(), early(), alone()],
        [late(), alone(), early()],
    ] {
        let mut together = Collection::default();
        together.take_all(files);
        let names: Vec<_> = together.files.iter().map(|it| &*it.name).collect();
        assert_eq!(names, [&*early().name, &*late().name, "alone.pcap"]);
        assert!(together.files.iter().all(|it| it.shift == 0));
        let begins = together
            .attempts
            .iter()
            .map(|it| together.legs[it.legs[0].1].at);
        assert!(begins.is_sorted());
    }
    // That computer's own ring, by another clock, may be called so too.
    let mut together = Collection::default();
    let copy = read("ring_00003_20260101120000.pcap", &later(&all, hour));
    together.take_all([early(), copy]);
    assert_eq!(together.files[1].shift, -3_600_000_000_000);
    // Of two computers that begin to count at the same number nothing is known of their clocks.
    let [one, other] = halves(&all);
    for names in [
        [
            "trace_00001_20260101120000.pcap",
            "trace_00001_20260101120001.pcap",
        ],
        ["front.pcap", "back.pcap"],
    ] {
        let mut together = Collection::default();
        together.take_all([
            read(names[0], &one),
            read(names[1], &later(&other, 1_000_000)),
        ]);
        assert!(!together.files[1].aligned, "{names:?}");
    }
}

#[test]
fn where_two_captures_show_a_sign_in_the_one_with_its_end_counts() {
    let all = segments(&[log("web-service")]);
    let whole = collection(&all);
    // The end of the first sign-in is only in the second file.
    let (_, last) = whole.attempts[0].legs[whole.attempts[0].legs.len() - 1];
    let end = whole.legs[last].location.first as usize - 1;
    let mut together = collection(&all[..end]);
    add(&mut together, "b.pcap", &pcap(&all[2..]));
    let counted: Vec<_> = together.attempts.iter().zip(&together.doubles).collect();
    let counted = counted.iter().filter(|(_, double)| double.is_none());
    let mut outcomes: Vec<_> = counted.map(|(it, _)| format!("{:?}", it.outcome)).collect();
    let all = whole.attempts.iter();
    let mut expected: Vec<_> = all.map(|it| format!("{:?}", it.outcome)).collect();
    outcomes.sort();
    expected.sort();
    assert_eq!(outcomes, expected);
}

/// Somebody between signs in at the server with what the client sends: neither end gives that computer its name.
#[test]
fn a_host_that_hands_on_a_question_of_ntlm_is_not_called_what_the_server_is() {
    let mut scenario = Preset::named("web-service").unwrap().scenario();
    scenario.seed += 1;
    let direct = halves(&segments(&[run(&scenario)]))[0].clone();
    let (desk, web) = (direct[0].from.0, direct[0].to.0);
    let between = [10, 0, 0, 66];
    let onward = |it: &Segment| {
        let mut it = it.clone();
        for end in [&mut it.from, &mut it.to] {
            end.0 = if end.0 == desk { between } else { end.0 };
        }
        it
    };
    let before = |it: &Segment| {
        let mut it = it.clone();
        for end in [&mut it.from, &mut it.to] {
            end.1 += u16::from(end.0 == desk);
            end.0 = if end.0 == web { between } else { end.0 };
        }
        it
    };
    let both: Vec<Segment> = direct
        .iter()
        .flat_map(|it| [before(it), onward(it)])
        .collect();
    let found = collection(&both);
    let called = |address: [u8; 4]| found.names.get(&address.into()).cloned();
    assert_ne!(called(between), called(web));
    assert_ne!(called(between), called(desk));
    let told: Vec<_> = found.attempts.iter().map(|it| it.handed_on).collect();
    assert_eq!(told, [Some((1, Sender::Server)), Some((0, Sender::Client))]);
}
