//! The same connections whatever order, repetition and loss their segments come in.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Sent, handshake, sent, talk};
use crate::traffic::leg::{LegKind, Sender};

/// Messages in turn, each in segments of some length, the numbers beginning anywhere.
#[derive(Clone, Debug)]
struct Plan {
    messages: Vec<Vec<u8>>,
    first: (u32, u32),
    length: usize,
}

fn plan() -> impl Strategy<Value = Plan> {
    // Letters, so that a gap cannot be mistaken.
    let message = prop::collection::vec(97..123_u8, 1..400);
    let number = prop_oneof![any::<u32>(), (u32::MAX - 2000)..u32::MAX];
    (
        prop::collection::vec(message, 1..8),
        number.clone(),
        number,
        1..150_usize,
    )
        .prop_map(|(messages, client, server, length)| Plan {
            messages,
            first: (client, server),
            length,
        })
}

impl Plan {
    fn segments(&self) -> Vec<Sent> {
        let (mut own, mut other) = self.first;
        let mut from = Sender::Client;
        let mut segments = Vec::new();
        for message in &self.messages {
            for part in message.chunks(self.length) {
                segments.push(Sent::new(from, own, other, part));
                own = own.wrapping_add(u32::try_from(part.len()).unwrap());
            }
            (own, other) = (other, own);
            from = if from == Sender::Client {
                Sender::Server
            } else {
                Sender::Client
            };
        }
        segments
    }

    fn handshake(&self) -> [Sent; 2] {
        let [mut open, mut accept] = handshake();
        open.sequence = self.first.0.wrapping_sub(1);
        accept.sequence = self.first.1.wrapping_sub(1);
        accept.acknowledged = Some(self.first.0);
        [open, accept]
    }

    fn talk(&self) -> Vec<(Sender, String)> {
        let senders = [Sender::Client, Sender::Server].into_iter().cycle();
        let said = self
            .messages
            .iter()
            .map(|message| String::from_utf8_lossy(message).into_owned());
        senders.zip(said).collect()
    }
}

/// What is done to a segment: how far back it goes, whether it comes twice, and how much of the one before it it repeats.
type Fate = (usize, bool, usize);

fn disorder(segments: &[Sent], fates: &[Fate]) -> Vec<Sent> {
    let mut moved = Vec::new();
    for (index, (segment, &(back, twice, repeats))) in
        segments.iter().zip(fates.iter().cycle()).enumerate()
    {
        let mut segment = segment.clone();
        let before = index.checked_sub(1).and_then(|before| segments.get(before));
        if let Some(before) = before.filter(|before| before.from == segment.from) {
            let repeated = repeats.min(before.bytes.len());
            let tail = &before.bytes[before.bytes.len() - repeated..];
            segment.bytes = [tail, &segment.bytes].concat();
            segment.sequence = segment
                .sequence
                .wrapping_sub(u32::try_from(repeated).unwrap());
        }
        if twice {
            moved.push((index + 11, segment.clone()));
        }
        moved.push((index + back, segment));
    }
    moved.sort_by_key(|(place, _)| *place);
    moved.into_iter().map(|(_, segment)| segment).collect()
}

proptest! {
    #[test]
    fn disorder_makes_no_difference(
        plan in plan(),
        fates in prop::collection::vec((0..25_usize, any::<bool>(), 0..60_usize), 1..40),
    ) {
        let segments = disorder(&plan.segments(), &fates);
        let contents = sent(&[&plan.handshake()[..], &segments].concat());
        prop_assert_eq!(talk(&contents), plan.talk());
    }

    #[test]
    fn what_is_dropped_is_a_gap_and_nothing_else_is(
        plan in plan(),
        fates in prop::collection::vec((0..25_usize, any::<bool>(), 0..60_usize), 1..40),
        dropped in prop::collection::vec(prop::bool::weighted(0.2), 1..40),
        patience in 0..400_usize,
    ) {
        let mut segments = disorder(&plan.segments(), &fates);
        let mut drops = dropped.iter().cycle();
        segments.retain(|_| !drops.next().unwrap());
        // Packets that come later, so that what lacks is given up before the end of the file, too.
        let idle = segments.last().cloned();
        segments.extend(idle.into_iter().cycle().take(patience));
        let contents = sent(&[&plan.handshake()[..], &segments].concat());
        let mut whole = BTreeMap::<_, Vec<u8>>::new();
        for (from, said) in plan.talk() {
            whole.entry(from == Sender::Client).or_default().extend(said.as_bytes());
        }
        let mut at = BTreeMap::<_, usize>::new();
        for leg in &contents.legs {
            let key = leg.sender == Sender::Client;
            let at = at.entry(key).or_default();
            match leg.kind {
                LegKind::Gap(bytes) => *at += usize::try_from(bytes).unwrap(),
                _ => {
                    prop_assert_eq!(whole[&key].get(*at..*at + leg.message.len()), Some(&leg.message[..]));
                    *at += leg.message.len();
                }
            }
        }
    }

    #[test]
    fn any_segments_are_read(
        segments in prop::collection::vec(
            (any::<bool>(), prop_oneof![any::<u32>(), 0..300_u32], prop_oneof![any::<u32>(), 0..300_u32], 0..64_u8, 0..40_usize),
            0..300,
        ),
    ) {
        let segments: Vec<Sent> = segments
            .into_iter()
            .map(|(from_client, sequence, acknowledged, flags, length)| Sent {
                from: if from_client { Sender::Client } else { Sender::Server },
                sequence,
                acknowledged: (flags & 0x10 != 0).then_some(acknowledged),
                flags: flags & 0x07,
                bytes: vec![b'a'; length],
                captured: usize::from(flags),
            })
            .collect();
        let contents = sent(&segments);
        prop_assert_eq!(contents.count, segments.len() as u64);
        let said: usize = contents.legs.iter().map(|leg| leg.message.len()).sum();
        prop_assert!(said <= segments.iter().map(|segment| segment.bytes.len()).sum());
    }
}
