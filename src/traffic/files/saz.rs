//! SAZ, the archive of sessions that Fiddler saves: a zip with `raw/1_c.txt` (the request), `raw/1_s.txt` (the answer) and
//! `raw/1_m.xml` (when, and on which connection) for each session.

use super::flows::Flows;
use super::http_legs::{Exchanges, LoggedHead};
use super::leg::{Contents, FileLocation, Flow, Leg, Party, Protocol, SkipReason, Skipped, Unit};
use super::xml::{XmlReader, XmlToken};
use super::zip::{self, ZipEntry};
use super::{order, timestamp};
use crate::traffic::file_format::Format;
use crate::traffic::http::{LenientHead, Url, host_and_port};
use std::collections::BTreeMap;

/// No head is longer; bodies behind it are not unpacked.
const LONGEST_HEAD: usize = 64 * 1024;

/// All heads together are at most so many times as long as the archive.
const GROWTH: usize = 40;

/// What an archive of sessions holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saz {
    /// Its connections and messages.
    pub contents: Contents,
}

/// The files of one session.
#[derive(Default)]
struct Session<'a> {
    request: Option<&'a ZipEntry<'a>>,
    response: Option<&'a ZipEntry<'a>>,
    about: Option<&'a ZipEntry<'a>>,
}

/// What a session's XML says.
#[derive(Default)]
struct About {
    times: BTreeMap<&'static str, String>,
    flags: BTreeMap<String, String>,
}

/// Reads an archive of sessions.
pub fn read(bytes: &[u8]) -> Saz {
    let parts = zip::parts(bytes);
    let mut sessions: BTreeMap<u32, Session<'_>> = BTreeMap::new();
    for part in &parts {
        let Some((number, kind)) = session_file(&part.name) else {
            continue;
        };
        let session = sessions.entry(number).or_default();
        match kind.as_str() {
            "c.txt" => session.request = Some(part),
            "s.txt" => session.response = Some(part),
            "m.xml" => session.about = Some(part),
            _ => {}
        }
    }
    let mut reading = Reading {
        contents: Contents {
            format: Format::Saz.into(),
            ..Contents::default()
        },
        flows: Flows::new(),
        exchanges: Exchanges::default(),
        room: bytes
            .len()
            .saturating_mul(GROWTH)
            .saturating_add(LONGEST_HEAD),
    };
    for (number, session) in &sessions {
        reading.session(*number, session);
    }
    let told = |it: &Skipped| it.reason == SkipReason::CutShort;
    if zip::is_cut(bytes) {
        if !reading.contents.skipped.iter().any(told) {
            reading.drop(SkipReason::CutShort, None);
        }
    } else if sessions.is_empty() {
        reading.drop(SkipReason::Unknown, None);
    }
    reading.contents.flows = reading.flows.into_vec();
    order::by_time(&mut reading.contents.legs);
    Saz {
        contents: reading.contents,
    }
}

/// Whether a file of an archive is one of a session's: who packs them anew may put them elsewhere.
pub(super) fn is_session(name: &str) -> bool {
    let kinds = ["c.txt", "s.txt", "m.xml"];
    session_file(name).is_some_and(|(_, kind)| kinds.contains(&kind.as_str()))
}

/// `raw/012_c.txt` as 12 and `c.txt`.
fn session_file(name: &str) -> Option<(u32, String)> {
    let name = name.rsplit(['/', '\\']).next()?;
    let (number, kind) = name.split_once('_')?;
    Some((number.parse().ok()?, kind.to_ascii_lowercase()))
}

struct Reading {
    contents: Contents,
    flows: Flows<(Option<u16>, String)>,
    exchanges: Exchanges,
    /// So many bytes more may be unpacked.
    room: usize,
}

impl Reading {
    fn session(&mut self, number: u32, session: &Session<'_>) {
        let location = FileLocation {
            unit: Unit::Entry,
            first: number,
            last: number,
        };
        self.contents.count += 1;
        let request = self.head(session.request, location);
        let response = self.head(session.response, location);
        let about = About::parse(&self.unpack(session.about, location));
        let asked = about.time(&["ClientBeginRequest", "ClientDoneRequest"]);
        let answered = about.time(&[
            "ServerBeginResponse",
            "GotResponseHeaders",
            "ClientDoneResponse",
        ]);
        let said =
            |head: Option<LenientHead>, at| head.map(|head| LoggedHead { head, at, location });
        let (request, response) = (said(request, asked), said(response, answered));
        let legs = self.exchanges.legs(0, request.as_ref(), response.as_ref());
        if legs.is_empty() {
            return;
        }
        let start = request.as_ref().map_or("", |it| it.head.start.as_str());
        let server = about.server(start, request.as_ref().and_then(|it| it.head.target()));
        let client = about.client();
        let url = start.split(' ').nth(1).and_then(Url::parse);
        let protocol = url.map_or(Protocol::Http, |url| url.protocol());
        let key = (client.port, server.name.clone().unwrap_or_default());
        let flow = self
            .flows
            .number(key, || Flow::new(client, server, protocol));
        let legs = legs.into_iter().map(|leg| Leg { flow, ..leg });
        self.contents.legs.extend(legs);
    }

    fn head(&mut self, part: Option<&ZipEntry<'_>>, location: FileLocation) -> Option<LenientHead> {
        let bytes = self.unpack(part, location);
        // Editors put a byte order mark before it.
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        (!bytes.is_empty()).then(|| LenientHead::parse(bytes))
    }

    fn unpack(&mut self, part: Option<&ZipEntry<'_>>, location: FileLocation) -> Vec<u8> {
        let Some(part) = part else {
            return Vec::new();
        };
        if self.room == 0 {
            self.drop(SkipReason::TooLarge, Some(location));
            return Vec::new();
        }
        match part.beginning(LONGEST_HEAD.min(self.room)) {
            Ok(unpacked) => {
                self.room = self.room.saturating_sub(unpacked.bytes.len());
                let head_ends = unpacked
                    .bytes
                    .windows(3)
                    .any(|it| it.ends_with(b"\n\n") || it == b"\n\r\n");
                if unpacked.partial && !head_ends {
                    self.drop(SkipReason::CutShort, Some(location));
                }
                unpacked.bytes
            }
            Err(lost) => {
                self.drop(lost, Some(location));
                Vec::new()
            }
        }
    }

    /// Notes a loss; the same one of a session only once.
    fn drop(&mut self, reason: SkipReason, location: Option<FileLocation>) {
        let dropped = Skipped { reason, location };
        if self.contents.skipped.last() != Some(&dropped) {
            self.contents.skipped.push(dropped);
        }
    }
}

impl About {
    fn parse(bytes: &[u8]) -> Self {
        const TIMES: [&str; 5] = [
            "ClientBeginRequest",
            "ClientDoneRequest",
            "ServerBeginResponse",
            "GotResponseHeaders",
            "ClientDoneResponse",
        ];
        let mut about = Self::default();
        let mut xml = XmlReader::new(bytes);
        while let Some(piece) = xml.piece() {
            let XmlToken::Open(tag) = piece else {
                continue;
            };
            match tag.name {
                b"SessionTimers" => {
                    let times = TIMES
                        .into_iter()
                        .filter_map(|it| Some((it, tag.attribute(it)?)));
                    about.times.extend(times);
                }
                b"SessionFlag" => {
                    if let (Some(name), Some(value)) = (tag.attribute("N"), tag.attribute("V")) {
                        about.flags.insert(name.to_ascii_lowercase(), value);
                    }
                }
                _ => {}
            }
        }
        about
    }

    /// The first of these times that is told; year 1 stands for none.
    fn time(&self, names: &[&str]) -> Option<super::leg::Timestamp> {
        names
            .iter()
            .find_map(|name| timestamp::iso(self.times.get(name)?))
    }

    fn flag<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.flags.get(name)?.trim().parse().ok()
    }

    /// Who asked: the port on Fiddler's side of it, or else that on the server's.
    fn client(&self) -> Party {
        Party {
            address: self.flag("x-clientip"),
            port: self
                .flag("x-clientport")
                .or_else(|| self.flag("x-egressport")),
            name: None,
        }
    }

    fn server(&self, start: &str, target: Option<&str>) -> Party {
        let asked = start.split(' ').nth(1).and_then(Url::parse);
        let (name, port) = match asked {
            Some(url) => (Some(url.host), url.port),
            None => match target.map(host_and_port) {
                Some((name, port)) => (Some(name), port),
                None => (None, None),
            },
        };
        Party {
            address: self.flag("x-hostip"),
            port,
            name: name.map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A local header and data of a stored part.
    fn stored(name: &str, data: &[u8], encrypted: bool) -> Vec<u8> {
        let mut out = b"PK\x03\x04\x14\0".to_vec();
        out.extend([u8::from(encrypted), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        out.extend([length, length].concat());
        out.extend([u8::try_from(name.len()).unwrap(), 0, 0, 0]);
        out.extend([name.as_bytes(), data].concat());
        out
    }

    #[test]
    fn an_encrypted_session_is_named_and_the_others_read() {
        let request = b"GET http://s/ HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n";
        let bytes = [
            stored("raw/1_c.txt", b"?????", true),
            stored("raw/2_c.txt", request, false),
        ]
        .concat();
        let read = read(&bytes).contents;
        assert_eq!((read.count, read.legs.len()), (2, 1));
        assert_eq!(read.skipped[0].reason, SkipReason::Encrypted);
        assert_eq!(read.skipped[0].location.map(|it| it.first), Some(1));
    }

    #[test]
    fn who_packs_an_archive_anew_may_put_its_sessions_elsewhere() {
        let request = b"\xef\xbb\xbfGET http://s/ HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n";
        for name in [
            "1_c.txt",
            "./raw/1_c.txt",
            "mine/raw/1_c.txt",
            "RAW/01_C.TXT",
        ] {
            assert!(is_session(name), "{name}");
            let legs = read(&stored(name, request, false)).contents.legs;
            assert_eq!(legs[0].request.as_deref(), Some("GET /"), "{name}");
        }
        assert!(!is_session("notes_c.txt") && !is_session("1_x.txt"));
    }

    #[test]
    fn sessions_come_in_the_order_of_time() {
        let request = b"GET http://s/ HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n";
        let begun = |second| {
            format!(
                "<Session><SessionTimers ClientBeginRequest=\"2026-01-01T00:00:0{second}Z\"/></Session>"
            )
        };
        let bytes = [
            stored("raw/1_c.txt", request, false),
            stored("raw/1_m.xml", begun(3).as_bytes(), false),
            stored("raw/2_c.txt", request, false),
            stored("raw/2_m.xml", begun(1).as_bytes(), false),
        ]
        .concat();
        let legs = read(&bytes).contents.legs;
        let order: Vec<u32> = legs.iter().map(|leg| leg.location.first).collect();
        assert_eq!(order, [2, 1]);
    }

    #[test]
    fn what_is_no_archive_of_sessions_is_said() {
        let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
        let skipped = read(&empty).contents.skipped;
        assert_eq!(skipped[0].reason, SkipReason::Unknown);
    }

    #[test]
    fn an_archive_that_ends_before_its_directory_is_cut() {
        let request = b"GET http://s/ HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n";
        let bytes = stored("raw/1_c.txt", request, false);
        let behind = stored("raw/2_c.txt", request, false);
        for more in [0, 10, behind.len() - 20, behind.len()] {
            let read = read(&[&bytes, &behind[..more]].concat()).contents;
            assert!(!read.legs.is_empty());
            let reasons: Vec<_> = read.skipped.iter().map(|it| &it.reason).collect();
            assert_eq!(reasons, [&SkipReason::CutShort], "{more}");
        }
        assert_eq!(
            read(b"PK\x03\x04").contents.skipped[0].reason,
            SkipReason::CutShort
        );
    }
}
