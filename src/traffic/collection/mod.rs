//! Files of traffic that belong together: one picture of what all of them show.

mod alignment;
mod attach;
mod computer_names;
mod cut;
mod parts;
mod relays;
mod ring;
mod tickets;
mod unreached;
mod validations;

use super::attempts::{Attempt, attempts, find_callers_elsewhere};
use super::file_format::FileFormat;
use super::files::FileExtras;
use super::leg::{Contents, Flow, Leg, Protocol, SkipReason, Skipped, Timestamp, Unreached};
use super::reader::FileContents;
use super::writer::{OURS, WriterKind};
use alignment::{Before, Ports, ports};
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::rc::Rc;

/// A file, without what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct TrafficFile {
    /// What it is called, with the archive it was in.
    pub name: String,
    /// What kind of file it is.
    pub format: FileFormat,
    /// Who wrote it, where it says.
    pub writer: Option<String>,
    /// What kind of program that is.
    pub writer_kind: WriterKind,
    /// So many packets, entries, events or lines were read.
    pub count: u64,
    /// What was not read, with the reasons.
    pub skipped: Vec<Skipped>,
    /// So many nanoseconds were added to its times, so that they fit those of the first file.
    pub shift: i64,
    /// Whether something in it and in an earlier file tells that.
    pub aligned: bool,
    /// The client's port of a connection that stands in an earlier file too.
    pub joined: Option<u16>,
    /// What it tells besides its messages.
    pub extras: FileExtras,
}

impl TrafficFile {
    /// Whether this program wrote it.
    pub fn is_ours(&self) -> bool {
        let writer = self.writer.as_deref();
        writer.is_some_and(|it| it.starts_with(OURS))
    }
}

/// What was read of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRead {
    /// What the file is called, without the folder that it was in.
    pub name: Rc<str>,
    /// What is in it: several files, if it is an archive.
    pub parts: Vec<FileContents>,
}

/// What several files show together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// The files, in the order in which they came.
    pub files: Vec<TrafficFile>,
    /// The connections of all of them.
    pub flows: Vec<Flow>,
    /// The messages of all of them, those of a file in its order, and of a file behind those of one that it goes on with.
    pub legs: Vec<Leg>,
    /// The attempts to sign in, in the order in which they begin.
    pub attempts: Vec<Attempt>,
    /// Names of addresses, from all files.
    pub names: HashMap<IpAddr, String>,
    /// Of each attempt the same one in another file that has more messages of it, or on the other side of a translation of
    /// addresses, and of what an authority tells the logon that it
    /// judged, where there is one.
    pub doubles: Vec<Option<usize>>,
    /// The files that show sign-ins of a connection, by its ports.
    shown: HashMap<Ports, Vec<usize>>,
    /// Which clients a KDC gave no ticket for a service on which host.
    refused_tickets: HashSet<(IpAddr, String)>,
    /// Whether any file is a log, which may tell how a proof was judged.
    pub has_log: bool,
    /// Calls that nobody takes, from all files.
    pub unreached: Vec<Unreached>,
    /// The computers that are seen to give tickets.
    pub kdcs: HashSet<IpAddr>,
}

impl Collection {
    /// Takes along what was read of files. What they show together is found once: many files at a time cost no more than one
    /// that is as large.
    pub fn take_all(&mut self, files: impl IntoIterator<Item = FileRead>) {
        let mut before = Before::default();
        let files = files.into_iter().flat_map(|FileRead { name, parts }| {
            let parts = parts.into_iter();
            parts.map(move |part| (part.name(&name), part))
        });
        for (name, part) in ring::sort(files) {
            self.append(&name, part.contents, part.extras, &mut before);
        }
        self.settle();
    }

    /// The sign-in that the one of that number is another file's view of.
    pub fn double_of(&self, number: usize) -> Option<usize> {
        self.doubles.get(number).copied().flatten()
    }

    /// Takes along what was read of a file of that name.
    pub fn take(&mut self, name: &str, parts: Vec<FileContents>) {
        let name = name.into();
        self.take_all([FileRead { name, parts }]);
    }

    /// Takes a file along.
    pub fn add(&mut self, name: &str, contents: Contents, extras: FileExtras) {
        self.append(name, contents, extras, &mut Before::default());
        self.settle();
    }

    /// Puts a file behind the others, by their clock.
    fn append(&mut self, name: &str, contents: Contents, extras: FileExtras, before: &mut Before) {
        before.learn(&self.flows, &self.legs);
        let file = self.files.len();
        let first_flow = self.flows.len();
        let flows: Vec<Flow> = contents
            .flows
            .into_iter()
            .map(|flow| Flow { file, ..flow })
            .collect();
        let mut legs = contents.legs;
        let (joined, shift) = self.align(before, name, &flows, &legs);
        for leg in &mut legs {
            (leg.flow, leg.file) = (leg.flow.saturating_add(first_flow), file);
            if let (Some(at), Some(shift)) = (&mut leg.at, shift) {
                at.0 = at.0.saturating_add(shift);
            }
        }
        let mut extras = extras;
        for story in &mut extras.auth_traces {
            story.flow = story.flow.map(|flow| flow.saturating_add(first_flow));
        }
        self.flows.extend(flows);
        self.legs.extend(legs);
        for (address, name) in contents.names {
            self.names.entry(address).or_insert(name);
        }
        let calls = contents.unreached.into_iter();
        self.unreached
            .extend(calls.map(|call| Unreached { file, ..call }));
        self.files.push(TrafficFile {
            name: name.to_owned(),
            format: contents.format,
            writer: contents.writer,
            writer_kind: contents.writer_kind,
            count: contents.count,
            skipped: contents.skipped,
            shift: shift.unwrap_or(0),
            aligned: shift.is_some(),
            joined,
            extras,
        });
    }

    /// Finds what all files show together.
    fn settle(&mut self) {
        self.join_parts();
        self.attempts = attempts(&self.flows, &self.legs);
        let tells = |file: usize| file == 0 || self.files.get(file).is_some_and(|it| it.aligned);
        let one_clock = |one: usize, other: usize| one == other || (tells(one) && tells(other));
        find_callers_elsewhere(&mut self.attempts, &self.flows, &self.legs, one_clock);
        self.leave_open_what_is_cut();
        self.has_log = self.flows.iter().any(|it| it.protocol == Protocol::Log);
        let kdcs = self
            .flows
            .iter()
            .filter(|it| it.protocol == Protocol::Kerberos);
        self.kdcs = kdcs.filter_map(|it| it.server.address).collect();
        self.attach_auth_traces();
        self.attach_logons();
        self.find_handed_on();
        self.learn_names();
        self.find_refused_tickets();
        self.find_duplicates();
        self.find_unreached();
    }

    /// When the first and the last sign-in begin, where their times are known.
    pub fn days(&self) -> Option<(Timestamp, Timestamp)> {
        let first = |attempt: &Attempt| self.legs.get(attempt.legs.first()?.1)?.at;
        let all = || self.attempts.iter().filter_map(first);
        all().min().zip(all().max())
    }

    /// Whether any file tells the zone of its times: those of the others are taken as UTC.
    pub fn tells_zone(&self) -> bool {
        let zoneless = |it: &Skipped| it.reason == SkipReason::NoZone;
        let mut files = self.files.iter();
        files.any(|file| !file.skipped.iter().any(zoneless))
    }

    /// The connection of an attempt.
    pub fn flow(&self, attempt: &Attempt) -> Option<&Flow> {
        self.flows.get(attempt.flow)
    }

    /// Whether another file shows the sign-ins on the same connection, as a browser's log does of what a capture has in TLS.
    pub fn is_elsewhere(&self, flow: &Flow) -> bool {
        let own = ports(flow);
        let shown = own.and_then(|own| self.shown.get(&own));
        shown.is_some_and(|files| files.iter().any(|file| *file != flow.file))
    }
}

#[cfg(test)]
mod tests {
    use super::super::leg::{FileLocation, Method, Party, Sender, SentCredential, Stretch, Unit};
    use super::*;

    #[test]
    fn both_sides_of_a_translation_show_one_sign_in() {
        let doubles = |clients: [u8; 2], firsts: [u32; 2]| {
            let mut contents = Contents::default();
            for (number, (client, first)) in clients.into_iter().zip(firsts).enumerate() {
                let party = |last, port| Party {
                    address: Some([10, 0, 0, last].into()),
                    port: Some(port),
                    name: None,
                };
                let mut flow = Flow::new(party(client, 50_000), party(9, 80), Protocol::Http);
                let next = first + 100;
                flow.stretches = [Some(Stretch { first, next }); 2];
                contents.flows.push(flow);
                let location = FileLocation {
                    unit: Unit::Packet,
                    first: 1,
                    last: 1,
                };
                let mut leg = Leg::new(number, Sender::Client, Some(Timestamp(0)), location);
                let basic = SentCredential::Clear(Method::Basic, "alice".to_owned(), None);
                leg.credential = Some(basic);
                contents.legs.push(leg);
            }
            let mut collection = Collection::default();
            collection.add("capture", contents, FileExtras::default());
            collection.doubles
        };
        assert_eq!(doubles([1, 2], [7, 7]), [None, Some(0)]);
        assert_eq!(doubles([1, 2], [7, 8]), [None, None]);
        assert_eq!(doubles([1, 1], [7, 7]), [None, None]);
    }

    #[test]
    fn what_a_second_file_has_again_is_there_once() {
        let log = |lines: &[(u8, &str)]| {
            let lines = lines.iter().map(|(second, user)| {
                format!("2026-03-02 10:14:{second:02} 10.0.0.80 GET / - 80 {user} 10.0.0.7 UA - 200 0 0 3\n")
            });
            crate::traffic::files::iis::read(lines.collect::<String>().as_bytes())
        };
        let mut collection = Collection::default();
        let first = log(&[(1, "C\\alice"), (2, "C\\bob"), (3, "C\\carol")]);
        collection.add("one", first.clone(), FileExtras::default());
        assert_eq!(collection.doubles, [None; 3]);
        collection.add("again", first, FileExtras::default());
        assert_eq!(collection.doubles[3..], [Some(0), Some(1), Some(2)]);
        let rest = log(&[(3, "C\\carol"), (4, "C\\dave"), (5, "C\\alice")]);
        collection.add("rest", rest, FileExtras::default());
        assert_eq!(collection.doubles[6..], [Some(2), None, None]);
    }
}
