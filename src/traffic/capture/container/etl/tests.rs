//! Traces that are written here, record by record.

use super::*;
use crate::traffic::capture::container::Records;
use crate::traffic::leg::SkipReason;

const NDISCAP: &str = "6e00d62e29470946b4233ee7bcd678ef";
const PKTMON: &str = "d9804f4dbdc8734dbb5b19c90402c5ac";
const PACKET: u64 = 0xc000_0000;
/// 2026-03-02 09:00:00 UTC, in 100 ns since 1601.
const BEGAN: u64 = 134_169_156_000_000_000;

/// The first record of a trace: a head, and a `TRACE_LOGFILE_HEADER`.
fn header(pointer: usize, clock: u32, first: u64) -> Vec<u8> {
    let kind = if pointer == 8 { 2 } else { 1 };
    let mut header = vec![0; 0x108 + 2 * pointer];
    header[0x34..0x38].copy_from_slice(&3000_u32.to_le_bytes());
    let at = 0xf0 + 2 * pointer;
    header[at..at + 8].copy_from_slice(&5_000_000_u64.to_le_bytes());
    header[at + 8..at + 16].copy_from_slice(&BEGAN.to_le_bytes());
    header[at + 16..at + 20].copy_from_slice(&clock.to_le_bytes());
    let size = u16::try_from(32 + header.len()).unwrap();
    let mut record = vec![2, 0, kind, 0xc0];
    record.extend(size.to_le_bytes());
    record.extend([0; 10]);
    record.extend(first.to_le_bytes());
    record.extend([0; 8]);
    [record, header].concat()
}

fn event(provider: &str, id: u16, keywords: u64, ticks: u64, items: &[u8], data: &[u8]) -> Vec<u8> {
    let size = u16::try_from(80 + items.len() + data.len()).unwrap();
    let mut record = size.to_le_bytes().to_vec();
    record.extend([0x13, 0xc0, u8::from(!items.is_empty()), 0]);
    record.extend([0; 10]);
    record.extend(ticks.to_le_bytes());
    record.extend(hex::decode(provider).unwrap());
    record.extend(id.to_le_bytes());
    record.extend([0; 6]);
    record.extend(keywords.to_le_bytes());
    record.extend([0; 24]);
    record.extend(items);
    record.extend(data);
    record.resize(record.len().next_multiple_of(8), 0xee);
    record
}

fn fragment(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    [&[7, 0, 0, 0, 7, 0, 0, 0], &length.to_le_bytes()[..], bytes].concat()
}

fn buffer(flags: u16, records: &[Vec<u8>]) -> Vec<u8> {
    let mut all = vec![0; BUFFER_HEAD];
    all.extend(records.concat());
    let filled = u32::try_from(all.len()).unwrap();
    all.extend([0xff; 16]);
    all.resize(all.len().next_multiple_of(1024), 0xff);
    let size = u32::try_from(all.len()).unwrap();
    all[..4].copy_from_slice(&size.to_le_bytes());
    all[0x30..0x34].copy_from_slice(&filled.to_le_bytes());
    all[0x34..0x36].copy_from_slice(&flags.to_le_bytes());
    all
}

/// Link, nanoseconds since 1970, length and bytes of each frame.
type Frames = Vec<(u32, Option<i64>, u32, Vec<u8>)>;

fn read(file: &[u8]) -> (Frames, Option<SkipReason>) {
    let mut frames = Vec::new();
    let mut records = Records::default();
    for piece in file.chunks(50) {
        records.push(piece);
        assert_eq!(records.frame(), None);
    }
    records.end();
    while let Some(frame) = records.frame() {
        let at = frame.at.map(|at| at.0);
        frames.push((frame.link, at, frame.length, frame.bytes.to_vec()));
    }
    (frames, records.finish())
}

#[test]
fn packets_of_several_processors_come_in_the_order_of_their_times() {
    let item = [0, 0, 12, 0, 0, 0, 5, 0, 1, 2, 3, 4, 5, 0, 0, 0];
    let other = [0, 0, 3, 0, 1, 0, 4, 0, 9, 9, 9, 9, 0, 0, 0, 0];
    let items = [other, item].concat();
    let ndiscap = |ticks, bytes: &[u8]| event(NDISCAP, 1001, PACKET, ticks, &[], &fragment(bytes));
    for (pointer, clock, second) in [(8, 1, 5_000_000), (4, 1, 5_000_000), (8, 3, 3_000_000_000)] {
        let first = 1_000;
        let file = [
            buffer(0, &[header(pointer, clock, first)]),
            buffer(0, &[ndiscap(first + 3 * second, b"third")]),
            buffer(
                0,
                &[
                    // A message of WPP, and one of the kernel.
                    vec![16, 0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                    vec![2, 0, 0x11, 0xc0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                    ndiscap(first + second, b"first"),
                    event(NDISCAP, 1002, PACKET, 0, &[], &fragment(b"metadata")),
                    event(
                        NDISCAP,
                        1001,
                        PACKET,
                        first + 2 * second,
                        &items,
                        &fragment(b"second"),
                    ),
                ],
            ),
        ]
        .concat();
        let at = |after: i64| Some(1_772_442_000_000_000_000 + after * 1_000_000_000);
        let expected = [(1, "first"), (2, "second"), (3, "third")];
        let expected = expected.map(|(after, it)| (1, at(after), 0, it.as_bytes().to_vec()));
        assert_eq!(read(&file), (expected.to_vec(), None), "{pointer}, {clock}");
    }
}

#[test]
fn packets_of_pktmon_are_read_but_those_that_were_dropped() {
    let packet = |kind: u16, bytes: &[u8]| {
        let mut data = vec![0; 34];
        data[14..16].copy_from_slice(&kind.to_le_bytes());
        data[30..32].copy_from_slice(&1500_u16.to_le_bytes());
        data[32..34].copy_from_slice(&u16::try_from(bytes.len()).unwrap().to_le_bytes());
        [&data, bytes].concat()
    };
    let file = buffer(
        0,
        &[
            header(8, 2, BEGAN),
            event(PKTMON, 160, 0, BEGAN + 1, &[], &packet(1, b"ethernet")),
            event(PKTMON, 160, 0, BEGAN + 2, &[], &packet(2, &[8, 0x41, 2])),
            event(PKTMON, 160, 0, BEGAN + 3, &[], &packet(3, b"ip")),
            event(PKTMON, 160, 0, BEGAN + 4, &[], &packet(4, b"http")),
            event(PKTMON, 170, 0, BEGAN + 5, &[], &packet(1, b"dropped")),
        ],
    );
    let (frames, lost) = read(&file);
    let links: Vec<_> = frames.iter().map(|it| (it.0, it.2, &it.3[..])).collect();
    let expected: [(u32, u32, &[u8]); 3] = [
        (1, 1500, b"ethernet"),
        (105, 1500, &[8, 1, 2]),
        (101, 1500, b"ip"),
    ];
    assert_eq!((links.as_slice(), lost), (&expected[..], None));
}

#[test]
fn a_packet_in_several_events_is_put_together() {
    let part = |keywords, bytes: &[u8]| event(NDISCAP, 1001, keywords, 5, &[], &fragment(bytes));
    let file = buffer(
        0,
        &[
            header(8, 1, 0),
            part(0x4000_0000, b"one "),
            part(0, b"packet"),
            part(0x8000_0000, b"!"),
            part(PACKET, b"another"),
            part(0x4000_0000, b"cut"),
            part(PACKET | 0x200, b"ip"),
        ],
    );
    let (frames, _) = read(&file);
    let bytes: Vec<_> = frames.iter().map(|it| (it.0, &it.3[..])).collect();
    let expected: [(u32, &[u8]); 4] = [
        (1, b"one packet!"),
        (1, b"another"),
        (1, b"cut"),
        (101, b"ip"),
    ];
    assert_eq!(bytes, expected);
}

#[test]
fn what_is_not_read_of_a_trace_is_said() {
    let head = header(8, 1, 0);
    let packet = event(NDISCAP, 1001, PACKET, 5, &[], &fragment(b"packet"));
    let none = buffer(0, std::slice::from_ref(&head));
    assert_eq!(
        read(&none),
        (Vec::new(), Some(SkipReason::NoPacketsInTrace))
    );
    let compressed = [
        none.clone(),
        buffer(COMPRESSED, std::slice::from_ref(&packet)),
    ]
    .concat();
    assert_eq!(read(&compressed).1, Some(SkipReason::NoPacketsInTrace));
    let whole = buffer(0, &[head, packet]);
    let cut = [&whole[..], &none[..100]].concat();
    let (frames, lost) = read(&cut);
    assert_eq!((frames.len(), lost), (1, Some(SkipReason::CutShort)));
    let damaged = [&whole[..], &[0; 100]].concat();
    let at = whole.len() as u64;
    assert_eq!(read(&damaged).1, Some(SkipReason::Malformed(at)));
    // Whatever is in the records, none reaches beyond its buffer.
    for at in BUFFER_HEAD..whole.len() - 1024 {
        for value in [0, 1, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            let (frames, _) = read(&bytes);
            assert!(frames.iter().all(|it| it.3.len() <= whole.len()));
        }
    }
}
