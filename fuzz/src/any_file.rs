//! What must hold for any file of other people's traffic, and for the bytes of any connection.

use double_hop::present::evidence::visit;
use double_hop::present::traffic::{json, picture};
use double_hop::traffic::capture::Capture;
use double_hop::traffic::collection::Collection;
use double_hop::traffic::dissect::{ConnectionDissector, Stamp};
use double_hop::traffic::files::{self, FileExtras, Format};
use double_hop::traffic::leg::{Contents, Leg, LegKind, Sender};
use double_hop::traffic::reader::TrafficReader;

/// Captures, in pieces. What is in them does not depend on the pieces, whose sizes follow from the first byte.
pub fn capture(bytes: &[u8]) {
    let Some((seed, file)) = bytes.split_first() else {
        return;
    };
    let read = |seed: Option<u8>| {
        let mut capture = Capture::default();
        let mut rest = file;
        let mut sizes = Sizes(seed.unwrap_or(0).into());
        while !rest.is_empty() {
            let size = seed.map_or(rest.len(), |_| sizes.next());
            let (piece, behind) = rest.split_at(size.min(rest.len()));
            capture.push(piece);
            rest = behind;
        }
        capture.finish()
    };
    let contents = read(Some(*seed));
    assert_eq!(contents, read(None));
    sound(contents, FileExtras::default());
}

/// Files in gzip and archives: what is in them in pieces of any size is the same as at once.
pub fn packed(bytes: &[u8]) {
    let read = |most: usize| {
        let mut reader = TrafficReader::new(bytes);
        bytes.chunks(most).for_each(|piece| reader.push(piece));
        reader.finish()
    };
    let all = read(usize::MAX);
    assert_eq!(all, read(100));
    for one in all.into_iter().flatten() {
        sound(one.contents, one.extras);
    }
}

/// HTTP archives.
pub fn har(bytes: &[u8]) {
    file(Format::Har, bytes);
}

/// Chromium's own logs.
pub fn netlog(bytes: &[u8]) {
    file(Format::NetLog, bytes);
}

/// Fiddler's archives.
pub fn saz(bytes: &[u8]) {
    file(Format::Saz, bytes);
}

/// Flows of mitmproxy.
pub fn mitmproxy(bytes: &[u8]) {
    file(Format::Mitmproxy, bytes);
}

/// XML of Burp.
pub fn burp(bytes: &[u8]) {
    file(Format::Burp, bytes);
}

/// Windows events as XML, as text and as a table.
pub fn events(bytes: &[u8]) {
    file(Format::WindowsEvents, bytes);
}

/// Windows' own event logs.
pub fn evtx(bytes: &[u8]) {
    file(Format::Evtx, bytes);
}

/// Logs of IIS.
pub fn iis(bytes: &[u8]) {
    file(Format::Iis, bytes);
}

/// What `klist` prints.
pub fn klist(bytes: &[u8]) {
    file(Format::Klist, bytes);
}

/// Both ends of a connection, in pieces: each begins with a byte that says who sends it, whether bytes are missing before
/// it, and how long it is. The same bytes in larger pieces give the same.
pub fn dissect(bytes: &[u8]) {
    let read = |most: usize| {
        let mut dissector = ConnectionDissector::new(0, 50_000, 80);
        let (mut legs, mut packet, mut rest) = (Vec::new(), 0, bytes);
        while let Some((head, behind)) = rest.split_first() {
            let from = match head & 1 {
                0 => Sender::Client,
                _ => Sender::Server,
            };
            packet += 1;
            let stamp = Stamp { at: None, packet };
            if head & 2 != 0 {
                dissector.gap(from, u64::from(*head), stamp, &mut legs);
            }
            let (part, behind) = behind.split_at(usize::from(head >> 2) * 8 % (behind.len() + 1));
            for piece in part.chunks(most) {
                dissector.data(from, piece, stamp, &mut legs);
            }
            rest = behind;
        }
        dissector.end(&mut legs);
        legs
    };
    let legs = read(usize::MAX);
    assert_eq!(legs, read(3));
    let carried: usize = legs.iter().map(|leg| leg.message.len()).sum();
    // Of several proofs in a message each has its own.
    assert!(carried <= 64 * bytes.len());
}

/// A sign-in in segments of any size and order, some of them twice: the same as in one piece. Two bytes for a segment say
/// how long it is, how far back it goes, and whether it comes again.
pub fn reassembly(bytes: &[u8]) {
    let (mut places, mut at) = ([0, 0], 0);
    let mut segments = Vec::new();
    let mut orders = bytes.chunks_exact(2);
    for (by_client, said) in SAID {
        let mut rest = said.as_bytes();
        while !rest.is_empty() {
            let [length, moved] = match orders.next() {
                Some(&[length, moved]) => [length, moved],
                _ => [u8::MAX, 0],
            };
            let (part, behind) = rest.split_at(usize::from(length).max(1).min(rest.len()));
            let [client, server] = places;
            let (own, others) = if by_client {
                (client, server)
            } else {
                (server, client)
            };
            let segment = frame(by_client, 1 + own, 1 + others, 0x18, part);
            segments.push((at + usize::from(moved & 31), segment.clone()));
            if moved & 0x80 != 0 {
                segments.push((at + usize::from(moved >> 2 & 31), segment));
            }
            places[usize::from(!by_client)] += part.len() as u32;
            at += 1;
            rest = behind;
        }
    }
    segments.sort_by_key(|(place, _)| *place);
    let read = |segments: &[Vec<u8>]| {
        let mut file = pcap_head();
        let open = [frame(true, 0, 0, 2, &[]), frame(false, 0, 1, 0x12, &[])];
        for frame in open.iter().chain(segments) {
            let length = (frame.len() as u32).to_le_bytes();
            file.extend([[0; 4], [0; 4], length, length].concat());
            file.extend(frame);
        }
        let mut reader = TrafficReader::new(&file);
        reader.push(&file);
        let mut read = reader.finish().expect("a capture is read as a capture");
        let contents = read.remove(0).contents;
        let told = |leg: &Leg| {
            (
                leg.sender,
                leg.kind,
                leg.message.clone(),
                leg.status.clone(),
            )
        };
        contents.legs.iter().map(told).collect::<Vec<_>>()
    };
    let disordered: Vec<_> = segments.into_iter().map(|(_, segment)| segment).collect();
    let found = read(&disordered);
    assert_eq!(found.len(), SAID.len());
    for ((sender, kind, message, _), (by_client, said)) in found.iter().zip(SAID) {
        assert_eq!(
            (*sender == Sender::Client, *kind),
            (by_client, LegKind::Message)
        );
        assert_eq!(&message[..], said.as_bytes());
    }
}

/// A sign-in with Basic: who says what, the client or the server.
const SAID: [(bool, &str); 4] = [
    (
        true,
        "GET /orders HTTP/1.1\r\nHost: web.contoso.example\r\n\r\n",
    ),
    (
        false,
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
    ),
    (
        true,
        "GET /orders HTTP/1.1\r\nHost: web.contoso.example\r\nAuthorization: Basic YWxpY2U6U3ByaW5n\r\n\r\n",
    ),
    (false, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
];

/// The head of a pcap whose packets are IPv4 without a link.
fn pcap_head() -> Vec<u8> {
    let words: [u32; 6] = [0xa1b2_c3d4, 0x0004_0002, 0, 0, 0x0004_0000, 101];
    words.map(u32::to_le_bytes).concat()
}

/// A TCP segment in an IPv4 packet.
fn frame(by_client: bool, sequence: u32, acknowledged: u32, flags: u8, bytes: &[u8]) -> Vec<u8> {
    let [client, server] = [([10, 0, 0, 1], 50_000_u16), ([10, 0, 0, 2], 80)];
    let (source, target) = if by_client {
        (client, server)
    } else {
        (server, client)
    };
    let length = (40 + bytes.len() as u16).to_be_bytes();
    [
        &[0x45, 0][..],
        &length,
        &[0, 0, 0x40, 0, 64, 6, 0, 0],
        &source.0,
        &target.0,
        &source.1.to_be_bytes(),
        &target.1.to_be_bytes(),
        &sequence.to_be_bytes(),
        &acknowledged.to_be_bytes(),
        &[0x50, flags, 0xff, 0xff, 0, 0, 0, 0],
        bytes,
    ]
    .concat()
}

fn file(format: Format, bytes: &[u8]) {
    if let Some((contents, told)) = files::read(format, bytes) {
        sound(contents, told);
    }
}

/// Messages belong to connections and stand at places; attempts are made of them; all of it is written and drawn.
fn sound(contents: Contents, told: FileExtras) {
    for leg in &contents.legs {
        assert!(leg.flow < contents.flows.len());
        assert!(leg.location.first <= leg.location.last);
    }
    let mut collection = Collection::default();
    collection.add("file", contents, told);
    for attempt in &collection.attempts {
        assert!(
            attempt
                .legs
                .iter()
                .all(|(_, leg)| *leg < collection.legs.len())
        );
        assert!(
            attempt
                .on_behalf_of
                .is_none_or(|it| it < collection.attempts.len())
        );
    }
    let drawn = picture(&collection, &visit(&collection, 0));
    assert_eq!(drawn.steps.len(), drawn.labels.len());
    assert!(json(&collection, &[]).starts_with('{'));
}

/// Sizes of pieces: many small ones, some large.
struct Sizes(u32);

impl Sizes {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let number = (self.0 >> 16) as usize;
        1 + if number % 4 == 0 {
            number % 5_000
        } else {
            number % 40
        }
    }
}
