//! Whatever the bytes and their pieces: the same legs, and little memory.

use super::super::*;
use super::conversations::{Said, all};
use super::legs;
use Sender::{Client, Server};
use proptest::prelude::*;

/// Reads a conversation with something broken in it, and gaps.
fn broken(
    said: &Said,
    changes: &[(usize, usize, u8)],
    gaps: &[(usize, u16)],
    pieces: &[usize],
) -> Vec<Leg> {
    let mut said = said.clone();
    for (part, at, byte) in changes {
        let count = said.len();
        let (_, bytes) = &mut said[part % count];
        let length = bytes.len();
        bytes[at % length] = *byte;
    }
    let mut dissector = ConnectionDissector::new(0, 50000, 4000);
    let (mut out, mut sizes) = (Vec::new(), pieces.iter().cycle());
    for (number, (from, bytes)) in said.iter().enumerate() {
        let stamp = Stamp {
            at: None,
            packet: number as u32,
        };
        for (_, length) in gaps.iter().filter(|(at, _)| at % said.len() == number) {
            dissector.gap(*from, u64::from(*length), stamp, &mut out);
        }
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let size = sizes.next().copied().unwrap_or(usize::MAX);
            let (piece, behind) = rest.split_at(size.min(rest.len()));
            dissector.data(*from, piece, stamp, &mut out);
            rest = behind;
        }
    }
    dissector.end(&mut out);
    out
}

proptest! {
    #[test]
    fn pieces_change_nothing(
        which in 0usize..10,
        changes in prop::collection::vec(any::<(usize, usize, u8)>(), 0..4),
        gaps in prop::collection::vec(any::<(usize, u16)>(), 0..3),
        pieces in prop::collection::vec(1usize..200, 1..20),
    ) {
        let said = &all()[which];
        let whole = broken(said, &changes, &gaps, &[usize::MAX]);
        prop_assert_eq!(broken(said, &changes, &gaps, &pieces), whole);
    }

    #[test]
    fn any_bytes_are_read(
        said in prop::collection::vec((any::<bool>(), prop::collection::vec(any::<u8>(), 0..200)), 0..12),
        start in 0usize..10,
        pieces in prop::collection::vec(1usize..50, 1..20),
    ) {
        let mut all = all()[start].clone();
        all.truncate(1);
        all.extend(said.into_iter().map(|(client, bytes)| (if client { Client } else { Server }, bytes)));
        prop_assert_eq!(legs(&all, &pieces), legs(&all, &[usize::MAX]));
    }
}

#[test]
fn what_never_ends_costs_little() {
    let begins: [&[u8]; 4] = [
        b"GET / HTTP/1.1\r\nA: ",
        b"220 ",
        b"* OK ",
        b"\0\0\xff\xff\xfeSMB",
    ];
    for begin in begins {
        let mut dissector = ConnectionDissector::new(0, 1, 2);
        let mut out = Vec::new();
        let stamp = Stamp {
            at: None,
            packet: 1,
        };
        dissector.data(Client, begin, stamp, &mut out);
        for _ in 0..1_000_000 {
            dissector.data(Client, b"a", stamp, &mut out);
        }
        let kept: usize = dissector.inboxes.iter().map(|it| it.unread().len()).sum();
        assert!(kept <= LIMIT + STEP);
        assert!(out.is_empty());
    }
}

#[test]
fn a_command_from_the_supposed_server_turns_the_ends_whatever_the_pieces() {
    let said = [(Server, b"a1 AUTHENTICATE PLAIN AGFsAHB3\r\n".to_vec())];
    let whole = legs(&said, &[usize::MAX]);
    assert_eq!(whole.len(), 1);
    for size in 1..8 {
        assert_eq!(legs(&said, &[size]), whole, "{size}");
    }
}
