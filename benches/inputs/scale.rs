//! Traffic of any size: read, shown, drawn.

use super::capture::visits;
use double_hop::app::Traffic;
use double_hop::hosts::Era;
use double_hop::lab::{Scenario, settled};
use double_hop::present::DomainControllers;
use double_hop::present::layout::Plan;
use double_hop::present::picture::{RunDrawing, picture as svg};
use double_hop::present::report::{RunReport, report};
use double_hop::present::traffic::{FilterIndex, TrafficPicture, json, picture};
use double_hop::traffic::attempts::MessageRole;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::files::FileExtras;
use double_hop::traffic::leg::{Contents, Leg, Timestamp};
use double_hop::traffic::reader::TrafficReader;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

/// So many bytes of a file are read at a time.
pub const SLICE: usize = 2 << 20;

/// What a capture has in it.
pub fn read(capture: &[u8]) -> Collection {
    let mut reader = TrafficReader::new(capture);
    capture.chunks(SLICE).for_each(|slice| reader.push(slice));
    let mut collection = Collection::default();
    if let Ok(read) = reader.finish() {
        collection.take("capture.pcap", read);
    }
    collection
}

/// A capture of sign-ins with about so many messages, from so many computers.
pub fn capture_of(messages: usize, desktops: u32) -> Vec<u8> {
    let each = read(&visits(1, 1)).legs.len().max(1);
    visits((messages / each) as u32, desktops)
}

/// So many sign-ins, each of a proof and its answer.
pub fn attempts(count: usize) -> Collection {
    let one = read(&visits(1, 1));
    let attempt = one.attempts.first();
    let proof = attempt.and_then(|it| it.leg(MessageRole::Authenticate));
    let answer = attempt.and_then(|it| it.legs.last()).map(|(_, leg)| *leg);
    let legs: Vec<&Leg> = [proof, answer]
        .into_iter()
        .flatten()
        .filter_map(|it| one.legs.get(it))
        .collect();
    let mut contents = Contents::default();
    for number in 0..count {
        contents
            .flows
            .extend(one.flows.first().cloned().map(|mut flow| {
                let [.., high, middle, low] = (number as u32).to_be_bytes();
                flow.client.address = Some(IpAddr::V4(Ipv4Addr::new(10, high, middle, low)));
                flow
            }));
        let later = number as i64 * 1_000_000;
        contents.legs.extend(legs.iter().map(|leg| Leg {
            flow: number,
            at: leg.at.map(|at| Timestamp(at.0 + later)),
            ..Leg::clone(leg)
        }));
    }
    let mut collection = Collection::default();
    collection.add("capture.pcap", contents, FileExtras::default());
    collection
}

/// Messages that are to be drawn, with what a picture says around them.
pub struct Diagram {
    /// The messages, and what is decided between them.
    pub picture: TrafficPicture,
    report: RunReport,
}

impl Diagram {
    /// About so many messages.
    pub fn of(messages: usize) -> Self {
        let collection = read(&capture_of(messages, 1));
        let all: Vec<usize> = (0..collection.attempts.len()).collect();
        let picture = picture(&collection, &all);
        let scenario = Scenario::of(Era::Today);
        let report = report(&scenario, &picture.log, &picture.steps, String::new());
        Self { picture, report }
    }

    /// Lays everything out and draws it.
    pub fn svg(&self) -> String {
        let TrafficPicture {
            log, steps, labels, ..
        } = &self.picture;
        let drawing = RunDrawing {
            log,
            steps,
            plan: &Plan::new(log, steps, DomainControllers::Shown),
            labels: &|step| labels.get(step).cloned(),
            outcomes: &settled(log),
        };
        svg(&self.report, drawing).svg
    }
}

/// The task of a name like `json 10000`: what is done, and how many messages there are.
pub fn work(name: &str) -> Option<Box<dyn Fn() -> usize>> {
    let (what, count) = name.split_once(' ')?;
    let count = count.parse().ok()?;
    let all = || read(&capture_of(count, DESKTOPS));
    Some(match what {
        "read" => {
            let capture = capture_of(count, DESKTOPS);
            Box::new(move || read(&capture).attempts.len())
        }
        "json" => {
            let all = all();
            Box::new(move || json(&all, &[]).len())
        }
        "filter" => {
            let all = all();
            let index = FilterIndex::new(&all);
            Box::new(move || index.matching(TYPED).into_iter().filter(|it| *it).count())
        }
        "index" => {
            let all = all();
            Box::new(move || FilterIndex::new(&all).matching("").len())
        }
        "picture" => {
            let all = all();
            let members: Vec<usize> = (0..all.attempts.len()).collect();
            Box::new(move || picture(&all, &members).steps.len())
        }
        "list" => {
            let collection = attempts(count);
            let traffic = Traffic {
                index: Rc::new(FilterIndex::new(&collection)),
                collection: Rc::new(collection),
                filter: TYPED.to_owned(),
                ..Traffic::default()
            };
            Box::new(move || traffic.shown().into_iter().filter(|it| *it).count())
        }
        _ => return None,
    })
}

/// So many computers sign in.
const DESKTOPS: u32 = 1_000;
/// What somebody types to find a few.
const TYPED: &str = "alice 10.1.0.7";
