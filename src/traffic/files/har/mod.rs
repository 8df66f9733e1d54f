//! HAR files (HTTP Archive 1.2), as browsers and proxies really write them: whatever is missing is missing, and each entry
//! says how much of a sign-in it can show.

mod connections;
mod entry;
mod hidden;

use super::characters::utf8;
use super::flows::Flows;
use super::http_legs::Exchanges;
use super::json::JsonReader;
use super::leg::{
    Contents, FileLocation, Leg, LegKind, Method, Sender, SentCredential, SkipReason, Skipped,
    Status, Timestamp, Unit,
};
use super::net_error;
use super::order;
use super::pieces::{Items, Pieces};
use crate::traffic::file_format::{FileFormat, Format};
use crate::traffic::writer::WriterKind;
use connections::Connections;
use entry::HarEntry;
use hidden::HiddenResponses;
use std::cmp::Reverse;

/// How much of a sign-in an entry shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Completeness {
    /// All that was sent: credentials and challenges stand in it.
    Complete,
    /// The last request and its answer; what went before is gone, as in Firefox.
    LastLegOnly,
    /// The first request without its proof, and the last answer, as in Chrome.
    FinalOnly {
        /// So many answers of 401 between them, told from the bytes that are counted and not shown; 0 where it cannot
        /// be told.
        hidden: u8,
        /// How many bytes the file counts for them and does not show.
        bytes: u32,
    },
    /// Who exported the file, or somebody later, took the proofs away.
    Stripped,
    /// No sign-in: neither request nor answer has anything of one.
    Nothing,
}

/// What a HAR holds of sign-ins, and how complete it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Har {
    /// Its connections and messages.
    pub contents: Contents,
    /// Of each entry, in the order of the file, how much of a sign-in it shows.
    pub completeness: Vec<(FileLocation, Completeness)>,
}

/// Reads a HAR, also one that is cut or half written.
pub fn read(bytes: &[u8]) -> Har {
    let bytes = &*utf8(bytes);
    let mut reading = HarReader::default();
    // Who wrote it stands before the entries, or else behind them: looked for first.
    log(&mut JsonReader::new(bytes), |json, name| {
        reading.header(json, name)
    });
    let mut json = JsonReader::new(bytes);
    if json.at_array() {
        reading.found = true;
        json.items(|json| reading.item(json));
        return reading.finish(&json);
    }
    log(&mut json, |json, name| {
        if name == "entries" && json.at_array() {
            reading.found = true;
            json.items(|json| reading.item(json));
        }
    });
    reading.finish(&json)
}

/// A HAR of which the bytes come in pieces.
pub type HarPieces = Pieces<HarReader>;

impl Items for HarReader {
    type Found = Har;

    /// Who wrote the file tells what its entries mean.
    fn begin(first: &[u8]) -> Option<(Self, JsonReader<'_>)> {
        let mut reading = Self::default();
        let mut array = None;
        log(&mut JsonReader::new(first), |json, name| {
            if name == "entries" && array.is_none() && json.at_array() {
                array = Some(json.clone());
            }
            reading.header(json, name);
        });
        let array = array.filter(|_| reading.creator.is_some())?;
        reading.found = true;
        Some((reading, array))
    }

    fn item(&mut self, json: &mut JsonReader<'_>) {
        if !json.at_object() {
            return;
        }
        let entry = HarEntry::read(json);
        self.entries = self.entries.saturating_add(1);
        let location = FileLocation {
            unit: Unit::Entry,
            first: self.entries,
            last: self.entries,
        };
        if json.is_cut() {
            self.drop(SkipReason::CutShort, Some(location));
        }
        self.zoneless |= entry.zoneless;
        let completeness = self.sign_in(&entry, location);
        self.har.completeness.push((location, completeness));
    }

    fn member(&mut self, json: &mut JsonReader<'_>, name: &str) {
        self.header(json, name);
    }

    fn progress(&self) -> (u64, usize) {
        (self.entries.into(), self.har.contents.legs.len())
    }

    fn finish(mut self, json: &JsonReader<'_>) -> Har {
        if let Some(at) = json.wrong() {
            self.drop(SkipReason::Malformed(at as u64), None);
        } else if !self.found && !json.is_cut() {
            self.drop(SkipReason::Unknown, None);
        }
        let cut = SkipReason::CutShort;
        if json.is_cut() && !self.har.contents.skipped.iter().any(|it| it.reason == cut) {
            self.drop(cut, None);
        }
        if self.zoneless {
            self.drop(SkipReason::NoZone, None);
        }
        let contents = &mut self.har.contents;
        order::by_time(&mut contents.legs);
        contents.format = FileFormat {
            variant: self.version.map(Into::into),
            ..Format::Har.into()
        };
        contents.writer_kind = self.writer;
        contents.writer = self.browser.or(self.creator);
        contents.count = u64::from(self.entries);
        contents.flows = Flows::into_vec(self.connections.flows);
        self.har
    }

    fn whole(bytes: &[u8]) -> Har {
        read(bytes)
    }
}

/// Walks the members of `log`; some writers leave `log` itself out.
fn log<'a>(json: &mut JsonReader<'a>, mut member: impl FnMut(&mut JsonReader<'a>, &str)) {
    json.members(|json, key| {
        if key.is("log") {
            json.members(|json, key| member(json, &key.text()));
        } else {
            member(json, &key.text());
        }
    });
}

/// What was read of a HAR so far.
#[derive(Default)]
pub struct HarReader {
    har: Har,
    /// Whether it has entries.
    found: bool,
    version: Option<String>,
    creator: Option<String>,
    browser: Option<String>,
    writer: WriterKind,
    connections: Connections,
    exchanges: Exchanges,
    entries: u32,
    /// A time has no zone.
    zoneless: bool,
}

impl HarReader {
    fn header(&mut self, json: &mut JsonReader<'_>, name: &str) {
        match name {
            "version" => self.version = json.text().map(|it| it.text().into_owned()),
            "creator" => self.creator = program(json),
            "browser" => self.browser = program(json),
            _ => return,
        }
        self.writer = WriterKind::of(self.creator.as_deref(), self.browser.as_deref());
    }

    /// Adds the legs of an entry.
    fn sign_in(&mut self, entry: &HarEntry, location: FileLocation) -> Completeness {
        let (request, response) = (entry.asked(location), entry.answered(location));
        if request.is_none() {
            // Where the answer came from is not told.
            return Completeness::Nothing;
        }
        let mut legs = self.exchanges.legs(0, request.as_ref(), response.as_ref());
        let hidden = match self.writer.shows_last_answers_only() {
            true => {
                HiddenResponses::of(entry).or_else(|| HiddenResponses::before_token(entry, &legs))
            }
            false => None,
        };
        if let Some(hidden) = hidden {
            // A proof for a proxy is shown, and says nothing of the server.
            if legs.iter().all(|leg| leg.strand != Leg::TO_SERVER) {
                legs.extend(entry.bare_legs(location));
                legs.sort_by_key(|leg| (leg.sender == Sender::Server, Reverse(leg.strand)));
            }
            let at = legs
                .iter()
                .take_while(|leg| leg.sender == Sender::Client)
                .count();
            legs.insert(at, hidden_leg(entry, hidden, location));
        }
        if let Some(error) = entry.error.as_deref().and_then(net_error::by_name) {
            let mut leg = Leg::new(0, Sender::Client, entry.ended(), location);
            leg.status = Some(Status::Net(error));
            legs.push(leg);
        }
        if legs.is_empty() {
            return Completeness::Nothing;
        }
        let place = self.connections.place(entry, &legs);
        for leg in &mut legs {
            leg.flow = place.flow;
            if leg.target.is_none() && leg.sender == Sender::Client {
                leg.target = entry.authority().map(str::to_owned);
            }
        }
        let completeness = match hidden {
            Some(HiddenResponses { count, bytes }) => Completeness::FinalOnly {
                hidden: count,
                bytes,
            },
            None => self.completeness(&legs, place.proof_alone),
        };
        self.har.contents.legs.append(&mut legs);
        completeness
    }

    fn completeness(&self, legs: &[Leg], proof_alone: bool) -> Completeness {
        let of = |sender| legs.iter().filter(move |leg| leg.sender == sender);
        let carries = |leg: &Leg| matches!(leg.credential, Some(SentCredential::Token(..)));
        if legs
            .iter()
            .any(|leg| matches!(leg.credential, Some(SentCredential::Stripped(..))))
        {
            return Completeness::Stripped;
        }
        let proved = of(Sender::Client).any(|leg| leg.credential.is_some());
        if of(Sender::Server).any(carries) && !proved {
            // A token answers another: that one was sent and is not here.
            return match self.writer.shows_last_answers_only() {
                true => Completeness::FinalOnly {
                    hidden: 0,
                    bytes: 0,
                },
                false => Completeness::Stripped,
            };
        }
        let token = of(Sender::Client).any(carries);
        if proof_alone || (token && self.writer.shows_last_requests_only()) {
            return Completeness::LastLegOnly;
        }
        Completeness::Complete
    }

    fn drop(&mut self, reason: SkipReason, location: Option<FileLocation>) {
        self.har.contents.skipped.push(Skipped { reason, location });
    }
}

/// `{"name": …, "version": …}` as one text.
fn program(json: &mut JsonReader<'_>) -> Option<String> {
    let (mut name, mut version) = (None, None);
    json.members(|json, key| {
        if key.is("name") {
            name = json.text();
        } else if key.is("version") {
            version = json.text();
        }
    });
    let name = name?.text().into_owned();
    let version = version.map(|it| it.text()).filter(|it| !it.is_empty());
    Some(match version {
        Some(version) => format!("{name} {version}"),
        None => name,
    })
}

/// What stands for the answers of 401 that are not shown. A name and a password in the address are what was used there.
fn hidden_leg(entry: &HarEntry, hidden: HiddenResponses, location: FileLocation) -> Leg {
    let at: Option<Timestamp> = entry.started;
    let mut leg = Leg::new(0, Sender::Server, at, location);
    leg.kind = LegKind::Hidden(hidden.count, hidden.bytes);
    leg.status = Some(Status::Http(401));
    leg.credential = entry
        .user()
        .map(|(name, password)| SentCredential::Clear(Method::Other, name, password));
    leg
}

#[cfg(test)]
mod tests;
