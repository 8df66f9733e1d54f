//! Files made up of a few records.

use super::*;

/// Link, time and bytes of all frames, what was lost, and what else is said.
type Read = (Vec<(u32, Option<i64>, Vec<u8>)>, Option<SkipReason>, Facts);

fn read(file: &[u8]) -> Read {
    let mut records = Records::default();
    let mut frames = Vec::new();
    for piece in file.chunks(5) {
        records.push(piece);
        while let Some(frame) = records.frame() {
            frames.push((frame.link, frame.at.map(|at| at.0), frame.bytes.to_vec()));
        }
    }
    let lost = records.finish();
    (frames, lost, records.facts().clone())
}

fn little(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

fn big(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}

#[test]
fn pcap_in_both_orders_and_units() {
    let head = [0xa1b2_c3d4, 0x0004_0002, 0, 0, 1, 0x3000_0001];
    let record = [3, 7, 4, 100, 0x0403_0201];
    let file = [little(&head), little(&record)].concat();
    assert_eq!(read(&file).0, [(1, Some(3_000_007_000), vec![1, 2, 3, 4])]);
    let head = [0xa1b2_3c4d, 0x0002_0004, 0, 0, 1, 101];
    let file = [big(&head), big(&[3, 7, 4, 100, 0x0102_0304])].concat();
    assert_eq!(
        read(&file).0,
        [(101, Some(3_000_000_007), vec![1, 2, 3, 4])]
    );
}

#[test]
fn what_is_wrong_is_said() {
    let head = little(&[0xa1b2_c3d4, 0x0004_0002, 0, 0, 1, 1]);
    let record = little(&[3, 7, 4, 4, 0x0403_0201]);
    assert_eq!(read(&head).1, None);
    assert_eq!(read(&head[..20]).1, Some(SkipReason::CutShort));
    assert_eq!(
        read(&[&head[..], &record[..19]].concat()).1,
        Some(SkipReason::CutShort)
    );
    let (frames, lost, _) = read(&[&head[..], &record, &[0xff; 50]].concat());
    assert_eq!((frames.len(), lost), (1, Some(SkipReason::Malformed(44))));
    assert_eq!(read(b"GET / HTTP/1.1").1, Some(SkipReason::Unknown));
    assert_eq!(read(b"").1, Some(SkipReason::Unknown));
}

#[test]
fn a_record_shorter_than_its_head_is_wrong() {
    let file = [b"snoop\0\0\0".to_vec(), big(&[2, 4]), big(&[0; 6])].concat();
    assert_eq!(
        read(&file),
        (
            Vec::new(),
            Some(SkipReason::Malformed(16)),
            Facts::default()
        )
    );
}

/// A block of pcapng in the order that a function writes numbers in.
fn block(numbers: fn(&[u32]) -> Vec<u8>, kind: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 12).unwrap();
    [numbers(&[kind, length]), body.to_vec(), numbers(&[length])].concat()
}

#[test]
fn pcapng_changes_order_and_time_from_section_to_section() {
    let section = |numbers: fn(&[u32]) -> Vec<u8>, version: u32| {
        let body = numbers(&[0x1a2b_3c4d, version, u32::MAX, u32::MAX]);
        block(numbers, 0x0a0d_0d0a, &body)
    };
    let packet = [[0, 0, 5, 4, 4].as_slice(), &[0x0102_0304]].concat();
    let file = [
        section(little, 1),
        // Units of 1/1024 s, 10 s later; the options do not end.
        block(
            little,
            1,
            &little(&[1, 0, 0x0001_0009, 0x8a, 0x0008_000e, 10, 0]),
        ),
        block(little, 6, &little(&[0, 1, 1024, 4, 4, 0x0102_0304])),
        // Names of 10.0.0.1.
        block(little, 4, b"\x01\0\x08\0\x0a\0\0\x01a\0b\0\0\0\0\0"),
        block(little, 0x1234, &[0; 400]),
        section(big, 0x0001_0000),
        block(big, 1, &big(&[0x0065_0000, 2])),
        block(big, 6, &big(&packet)),
        block(big, 3, &big(&[4, 0x0102_0304])),
        block(big, 2, &big(&packet)),
        block(big, 10, &big(&[0x544c_534b, 0])),
    ];
    let (frames, lost, facts) = read(&file.concat());
    // 2³² of those units are 4,194,304 s.
    let first = (4_194_304 + 1 + 10) * 1_000_000_000;
    assert_eq!(
        frames,
        [
            (1, Some(first), vec![4, 3, 2, 1]),
            (101, Some(5000), vec![1, 2, 3, 4]),
            (101, None, vec![1, 2]),
            (101, Some(5000), vec![1, 2, 3, 4]),
        ]
    );
    let names: Vec<String> = facts
        .names
        .iter()
        .map(|(at, name)| format!("{at} {name}"))
        .collect();
    assert_eq!(
        (lost, facts.keys, names),
        (
            None,
            true,
            vec!["10.0.0.1 a".to_owned(), "10.0.0.1 b".to_owned()]
        )
    );
}

#[test]
fn network_monitor_with_a_trailer() {
    let mut file = b"GMBU\x03\x02\x01\x00".to_vec();
    for part in [2026_u16, 11, 4, 26, 16, 59, 47, 67] {
        file.extend(part.to_le_bytes());
    }
    file.extend(little(&[128 + 2 * 35]));
    file.resize(128, 0);
    // After 5 µs, as raw IP; the second knows its time.
    for utc in [0, 116_444_736_000_000_001_u64] {
        file.extend(little(&[5, 0, 4, 4, 0x0403_0201]));
        file.extend(0xe065_u16.to_le_bytes());
        file.extend(little(&[9]));
        file.extend(utc.to_le_bytes());
        file.push(0);
    }
    file.extend(little(&[128, 163]));
    let (frames, lost, _) = read(&file);
    let began = 1_795_712_387_067_005_000;
    assert_eq!(
        (frames, lost),
        (
            vec![
                (0x65, Some(began), vec![1, 2, 3, 4]),
                (0x65, Some(100), vec![1, 2, 3, 4])
            ],
            None
        )
    );
}

#[test]
fn network_monitor_1_has_shorter_heads() {
    let mut file = b"RTSS\x01\x01\x01\x00".to_vec();
    for part in [2026_u16, 11, 4, 26, 16, 59, 47, 67] {
        file.extend(part.to_le_bytes());
    }
    file.extend(little(&[128 + 12]));
    file.resize(128, 0);
    // After 5 ms.
    file.extend(little(&[5, 0x0004_0064, 0x0403_0201, 128]));
    let (frames, lost, _) = read(&file);
    let at = 1_795_712_387_072_000_000;
    assert_eq!(
        (frames, lost),
        (vec![(1, Some(at), vec![1, 2, 3, 4])], None)
    );
}
