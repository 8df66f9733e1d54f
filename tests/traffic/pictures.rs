//! Sign-ins as the diagram draws them.

use crate::common::{names, sample};
use crate::lab_capture::{collection, segments};
use double_hop::lab::presets::PRESETS;
use double_hop::lab::{EventKind, Log, run};
use double_hop::present::StepShape;
use double_hop::present::evidence::{lacks, shortages, visit};
use double_hop::present::traffic::{FilterIndex, TrafficPicture, json, picture};
use double_hop::traffic::collection::Collection;
use double_hop::traffic::files::FileExtras;
use double_hop::traffic::leg::{
    Contents, FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Status,
    Timestamp, Unit,
};
use double_hop::traffic::reader::TrafficReader;
use std::net::IpAddr;

/// What holds of every picture.
fn check(collection: &Collection, picture: &TrafficPicture, name: &str) {
    let TrafficPicture {
        log,
        steps,
        labels,
        sentences,
        marks,
        ..
    } = picture;
    assert_eq!(steps.len(), labels.len(), "{name}");
    assert_eq!(steps.len(), sentences.len(), "{name}");
    assert_eq!(steps.len(), marks.len(), "{name}");
    for (number, step) in steps.iter().enumerate() {
        let label: String = labels[number].iter().map(|run| run.text.as_str()).collect();
        assert!(!label.trim().is_empty(), "{name}: step {number}");
        let sentence = &sentences[number];
        assert!(sentence.ends_with(['.', '…']), "{name}: {sentence}");
        match step.shape {
            StepShape::Arrow {
                from,
                to,
                connection,
            } => {
                assert!(log.host(from).is_some() && log.host(to).is_some(), "{name}");
                assert!(log.connection(connection).is_some(), "{name}");
            }
            StepShape::Note { host } => assert!(log.host(host).is_some(), "{name}"),
        }
        assert!(step.events.contains(&step.id), "{name}");
        assert!(
            step.events.iter().all(|it| log.event(*it).is_some()),
            "{name}"
        );
        let mark = marks[number];
        assert!(collection.attempts.get(mark.attempt).is_some(), "{name}");
        assert!(
            mark.leg.is_none_or(|leg| leg < collection.legs.len()),
            "{name}"
        );
    }
    // Each event is part of one step.
    let told: usize = steps.iter().map(|step| step.events.len()).sum();
    assert_eq!(told, log.events.len(), "{name}");
    lanes(log, name);
}

/// Who calls stands left of who is called, unless they call each other.
fn lanes(log: &Log, name: &str) {
    for one in &log.connections {
        let back = log
            .connections
            .iter()
            .any(|other| (other.from, other.to) == (one.to, one.from));
        if !back && one.from != one.to {
            assert!(one.from.0 < one.to.0, "{name}: {one:?}");
        }
    }
}

#[test]
fn every_sample_has_its_pictures() {
    for name in names() {
        let bytes = sample(&name).unwrap();
        let mut reader = TrafficReader::new(&bytes);
        reader.push(&bytes);
        let Ok(read) = reader.finish() else {
            continue;
        };
        let mut collection = Collection::default();
        collection.take(&name, read);
        for chosen in 0..collection.attempts.len() {
            let members = visit(&collection, chosen);
            assert!(members.contains(&chosen), "{name}");
            let picture = picture(&collection, &members);
            assert!(!picture.steps.is_empty(), "{name}");
            check(&collection, &picture, &name);
        }
        let all: Vec<usize> = (0..collection.attempts.len()).collect();
        let picture = picture(&collection, &all);
        assert_eq!(picture.marks.iter().filter_map(|it| it.leg).count(), {
            let messages = picture.log.events.iter();
            messages
                .filter(|it| matches!(it.kind, EventKind::Message { .. }))
                .count()
        });
    }
}

#[test]
fn every_run_of_the_lab_has_its_picture() {
    for preset in &PRESETS {
        let collection = collection(&segments(&[run(&preset.scenario())]));
        let picture = picture(&collection, &visit(&collection, 0));
        check(&collection, &picture, preset.id);
        // The hops are those of the run: 1 from the person, 2 from the server.
        let servers: Vec<_> = collection
            .attempts
            .iter()
            .filter(|it| it.on_behalf_of.is_some())
            .collect();
        let hops: Vec<_> = picture.log.connections.iter().map(|it| it.hop).collect();
        if !servers.is_empty() {
            assert!(
                hops.contains(&double_hop::lab::Hop::SECOND),
                "{}",
                preset.id
            );
        }
    }
}

fn basic(flow: usize, at: Option<i64>, number: u32) -> [Leg; 2] {
    let location = FileLocation {
        unit: Unit::Packet,
        first: number,
        last: number,
    };
    let mut asks = Leg::new(flow, Sender::Client, at.map(Timestamp), location);
    asks.request = Some("GET /".to_owned());
    asks.credential = Some(SentCredential::Clear(
        Method::Basic,
        "alice".to_owned(),
        None,
    ));
    let mut answers = Leg::new(
        flow,
        Sender::Server,
        at.map(|at| Timestamp(at + 10)),
        location,
    );
    answers.status = Some(Status::Http(200));
    [asks, answers]
}

/// A server that is asked once, and calls so many others before it answers.
fn busy(count: u16, with_times: bool) -> Collection {
    let party = |number: u16| Party {
        address: with_times.then(|| IpAddr::from([10, 1, (number >> 8) as u8, number as u8])),
        ..Party::default()
    };
    let flow = |client: u16, server: u16| Flow::new(party(client), party(server), Protocol::Http);
    let time = |at: i64| with_times.then_some(at);
    let mut flows = vec![flow(1, 2)];
    let [first, mut last] = basic(0, time(0), 1);
    let mut legs = vec![first];
    for number in 0..count {
        flows.push(flow(2, 3 + number));
        legs.extend(basic(
            1 + usize::from(number),
            time(100 + 100 * i64::from(number)),
            2 + u32::from(number),
        ));
    }
    last.at = time(1_000_000_000).map(Timestamp);
    legs.push(last);
    let contents = Contents {
        flows,
        legs,
        ..Contents::default()
    };
    let mut collection = Collection::default();
    collection.add("busy", contents, FileExtras::default());
    collection
}

#[test]
fn a_visit_of_thousands_stays_bounded() {
    let busy = busy(2_000, true);
    assert_eq!(
        busy.attempts
            .iter()
            .filter(|it| it.on_behalf_of == Some(0))
            .count(),
        2_000
    );
    let start = std::time::Instant::now();
    for chosen in [0, 1, 2_000] {
        let members = visit(&busy, chosen);
        assert!(members.len() <= 401 && members.contains(&chosen));
        assert!(members.contains(&0));
        check(&busy, &picture(&busy, &members), "busy");
    }
    // Drawn all the same, where somebody wants them all.
    let all: Vec<usize> = (0..busy.attempts.len()).collect();
    check(&busy, &picture(&busy, &all), "all");
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn ten_times_as_much_takes_some_ten_times_as_long() {
    let time = |count: u16| {
        let start = std::time::Instant::now();
        let busy = busy(count, true);
        let json = json(&busy, &[]);
        assert!(json.len() > usize::from(count) * 100);
        assert!(!shortages(&busy).is_empty() || busy.attempts.len() > 1);
        let matching = FilterIndex::new(&busy).matching("alice");
        let found = matching.iter().filter(|it| **it);
        assert_eq!(found.count(), usize::from(count) + 1);
        let lacks = busy.attempts.iter().map(|it| lacks(&busy, it).len());
        assert_eq!(lacks.sum::<usize>(), 0);
        let all: Vec<usize> = (0..busy.attempts.len()).collect();
        assert!(picture(&busy, &all).steps.len() > usize::from(count));
        start.elapsed()
    };
    // A square would be a hundred times. The machine may do something else meanwhile, but hardly each time.
    let ratios = std::iter::repeat_with(|| {
        let (few, many) = (time(1_000), time(10_000));
        many.as_secs_f64() / few.as_secs_f64()
    });
    let ratios: Vec<f64> = ratios.take(5).take_while(|ratio| *ratio > 30.0).collect();
    assert!(ratios.len() < 5, "{ratios:?}");
}

#[test]
fn what_has_neither_times_nor_addresses_is_drawn_too() {
    let bare = busy(3, false);
    assert_eq!(bare.attempts.len(), 4);
    let all: Vec<usize> = (0..4).collect();
    check(&bare, &picture(&bare, &all), "bare");
    for chosen in all {
        check(&bare, &picture(&bare, &visit(&bare, chosen)), "bare");
    }
    check(&bare, &picture(&bare, &[99]), "nobody");
}

#[test]
fn who_goes_on_for_somebody_has_let_them_in_before() {
    let preset = PRESETS.iter().find(|it| it.id == "sql-server").unwrap();
    let log = run(&preset.scenario());
    let collection = collection(&segments(std::slice::from_ref(&log)));
    let picture = picture(&collection, &visit(&collection, 0));
    let admits = |event: &&double_hop::lab::Event| {
        matches!(
            event.kind,
            EventKind::Inference {
                inference: double_hop::lab::Inference::Admits(_),
                ..
            }
        )
    };
    let events = || picture.log.events.iter();
    let admitted: Vec<_> = events().filter(admits).map(|event| event.id).collect();
    let opened: Vec<_> = events()
        .filter(|event| matches!(event.kind, EventKind::Opened(_)))
        .map(|event| event.id)
        .collect();
    assert_eq!(admitted.len(), 1, "it is told once");
    assert!(admitted.first() < opened.last(), "{admitted:?}, {opened:?}");
}
