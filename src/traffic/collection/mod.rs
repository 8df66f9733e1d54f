//! Files of traffic that belong together: one picture of what all of them show.

mod alignment;
mod attach;
mod parts;
mod relays;
mod tickets;
mod unreached;
mod validations;

use super::attempts::{Attempt, AttemptOutcome, attempts, find_callers_elsewhere};
use super::file_format::FileFormat;
use super::files::FileExtras;
use super::http::host_and_port;
use super::leg::Unreached;
use super::leg::{Contents, Flow, Leg, Party, Protocol, Sender, SkipReason, Skipped, Timestamp};
use super::reader::FileContents;
use super::writer::WriterKind;
use crate::letter_case::lower;
use alignment::{Before, Ports, ports};
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::rc::Rc;

/// A file, without what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct TrafficFile {
    /// Its name.
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

/// What was read of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRead {
    /// Its name.
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
        for FileRead { name, parts } in files {
            for part in parts {
                self.append(&part.name(&name), part.contents, part.extras, &mut before);
            }
        }
        self.settle();
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
        let (joined, shift) = self.align(before, &flows, &legs);
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

    /// A demand that a cut file ends with may have been answered, and so may one that a browser's file shows alone: that is not
    /// to be told.
    fn leave_open_what_is_cut(&mut self) {
        let mut last: HashMap<usize, usize> = HashMap::new();
        for (number, leg) in self.legs.iter().enumerate() {
            last.insert(leg.file, number);
        }
        for attempt in &mut self.attempts {
            let end = attempt.legs.last().map(|(_, leg)| leg);
            let file = end.and_then(|it| Some(self.legs.get(*it)?.file));
            let cut = |file: &TrafficFile| {
                file.skipped
                    .iter()
                    .any(|it| it.reason == SkipReason::CutShort)
            };
            let is_cut = file.and_then(|it| self.files.get(it)).is_some_and(cut);
            let at_end = end.is_some() && end == file.and_then(|it| last.get(&it));
            let hidden = file
                .and_then(|it| self.files.get(it))
                .is_some_and(|it| it.writer_kind.shows_last_answers_only());
            let open = hidden || (is_cut && at_end);
            if open && attempt.outcome == AttemptOutcome::NotTried {
                attempt.outcome = AttemptOutcome::Incomplete;
            }
        }
    }

    /// Names of computers, as they call themselves when they sign in or ask for it. Several may share an address; the first
    /// tells.
    fn learn_names(&mut self) {
        for attempt in &self.attempts {
            let Some(flow) = self.flows.get(attempt.flow) else {
                continue;
            };
            // A proxy or a relay hands on what the server behind it and the client before it say.
            let between = attempt.handed_on.map(|(_, end)| end);
            let server = flow.server.address;
            let server = server.filter(|_| !attempt.by_proxy && between != Some(Sender::Server));
            let client = flow.client.address;
            let client = client.filter(|_| between != Some(Sender::Client));
            let own = [
                (client, &attempt.facts.computer),
                (server, &attempt.facts.server),
            ];
            for (address, name) in own {
                let address = address.filter(|it| !it.is_loopback() && !it.is_unspecified());
                if let Some((address, name)) = address.zip(name.as_ref()) {
                    self.names.entry(address).or_insert_with(|| name.clone());
                }
            }
        }
        // What is named here and there without its name is the same computer, unless several share the address.
        let mut named: HashMap<IpAddr, Option<&str>> = HashMap::new();
        for party in self
            .flows
            .iter()
            .flat_map(|flow| [&flow.client, &flow.server])
        {
            let outside = party
                .address
                .filter(|it| !it.is_loopback() && !it.is_unspecified());
            if let Some((address, name)) = outside.zip(party.name.as_deref()) {
                let known = named.entry(address).or_insert(Some(name));
                *known = known.filter(|known| known.eq_ignore_ascii_case(name));
            }
        }
        for (address, name) in named {
            if let Some(name) = name {
                self.names.entry(address).or_insert_with(|| name.to_owned());
            }
        }
        self.learn_asked_names();
    }

    /// Servers of which nothing else tells the name, by what they are asked as: in a `Host` header or in the name of a service.
    /// It has to be one name for an address, and one address for that name: a name may be an alias, and several may share one.
    fn learn_asked_names(&mut self) {
        // The first name of each address, while it has no other.
        let mut names: HashMap<IpAddr, Option<String>> = HashMap::new();
        let mut addresses: HashMap<String, HashSet<IpAddr>> = HashMap::new();
        for attempt in &self.attempts {
            let flow = self.flows.get(attempt.flow);
            let asked = !attempt.by_proxy && !attempt.to_proxy;
            let flow = flow.filter(|it| asked && it.protocol != Protocol::Kerberos);
            let address = flow.and_then(|flow| flow.server.address);
            let address = address.filter(|it| !it.is_loopback() && !it.is_unspecified());
            let Some(address) = address else { continue };
            let told = [&attempt.target, &attempt.facts.service];
            for name in told.into_iter().flatten() {
                let name = name.split(['/', '@']).nth(usize::from(name.contains('/')));
                let (host, _) = host_and_port(name.unwrap_or_default());
                if host.is_empty() || host.parse::<IpAddr>().is_ok() {
                    continue;
                }
                addresses.entry(lower(host)).or_default().insert(address);
                let first = names
                    .entry(address)
                    .or_insert_with(|| Some(host.to_owned()));
                first.take_if(|it| !it.eq_ignore_ascii_case(host));
            }
        }
        let one = |name: &String| addresses.get(&lower(name)).is_some_and(|it| it.len() == 1);
        for (address, name) in names {
            if let Some(name) = name.filter(one) {
                self.names.entry(address).or_insert(name);
            }
        }
    }

    /// What an end of a connection is called: its name, or else its address.
    pub fn name(&self, party: &Party) -> String {
        let known = || self.names.get(&party.address?).cloned();
        let name = party.name.clone().or_else(known);
        match (name, party.address) {
            (Some(name), _) => name,
            (None, Some(address)) => address.to_string(),
            (None, None) => String::new(),
        }
    }

    /// When the first and the last sign-in begin, where their times are known.
    pub fn days(&self) -> Option<(Timestamp, Timestamp)> {
        let first = |attempt: &Attempt| self.legs.get(attempt.legs.first()?.1)?.at;
        let all = || self.attempts.iter().filter_map(first);
        all().min().zip(all().max())
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
    use super::super::leg::{FileLocation, Method, SentCredential, Status, Stretch, Unit};
    use super::*;

    #[test]
    fn what_a_cut_file_ends_with_is_left_open() {
        for (dropped, outcome) in [
            (vec![], AttemptOutcome::NotTried),
            (
                vec![Skipped {
                    reason: SkipReason::CutShort,
                    location: None,
                }],
                AttemptOutcome::Incomplete,
            ),
        ] {
            let flow = Flow::new(Party::default(), Party::default(), Protocol::Http);
            let location = FileLocation {
                unit: Unit::Event,
                first: 1,
                last: 1,
            };
            let mut leg = Leg::new(0, Sender::Server, None, location);
            leg.status = Some(Status::Http(401));
            leg.offers = vec!["NTLM".to_owned()];
            let contents = Contents {
                flows: vec![flow],
                legs: vec![leg],
                skipped: dropped,
                ..Contents::default()
            };
            let mut collection = Collection::default();
            collection.add("log", contents, FileExtras::default());
            assert_eq!(collection.attempts[0].outcome, outcome);
        }
    }

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

    #[test]
    fn a_server_is_called_what_it_is_asked_as_where_that_is_one_name() {
        let name = |asked: &[(u8, &str)]| {
            let mut contents = Contents::default();
            for (number, (server, host)) in asked.iter().enumerate() {
                let party = |last| Party {
                    address: Some([10, 0, 0, last].into()),
                    ..Party::default()
                };
                let flow = Flow::new(party(1), party(*server), Protocol::Http);
                contents.flows.push(flow);
                let location = FileLocation {
                    unit: Unit::Packet,
                    first: 1,
                    last: 1,
                };
                let mut leg = Leg::new(number, Sender::Client, None, location);
                leg.target = Some((*host).to_owned());
                let basic = SentCredential::Clear(Method::Basic, "alice".to_owned(), None);
                leg.credential = Some(basic);
                contents.legs.push(leg);
            }
            let mut collection = Collection::default();
            collection.add("capture", contents, FileExtras::default());
            let server = collection.flows[0].server.clone();
            collection.name(&server)
        };
        assert_eq!(name(&[(2, "web-01:8080"), (2, "WEB-01")]), "web-01");
        for asked in [
            [(2, "web-01"), (2, "intranet")],
            [(2, "web"), (3, "web")],
            [(2, "10.0.0.2"), (2, "10.0.0.2:80")],
        ] {
            assert_eq!(name(&asked), "10.0.0.2", "{asked:?}");
        }
    }
}
