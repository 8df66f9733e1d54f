//! Where the parts of a decoded message lay, so that encoding gives the same bytes again.

use super::slot::{Part, Slot};
use crate::wire::Writer;
use std::ops::Range;

/// How a decoded message was laid out: lengths, offsets, order, and the bytes that belong to no field.
///
/// It is no part of what a message says, so two messages that differ only in it are equal. The default is
/// the layout that Windows uses. Where edited fields no longer fit their old places they are packed in
/// their old order, between the same unclaimed bytes.
#[derive(Clone, Debug, Default)]
pub struct PayloadPlacement(Option<Box<Record>>);

impl PartialEq for PayloadPlacement {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for PayloadPlacement {}

/// What was seen when decoding.
#[derive(Clone, Debug)]
struct Record {
    /// Length of the fixed part.
    head: usize,
    total: usize,
    slots: Vec<Slot>,
    /// Stretches that nothing claims.
    residue: Vec<(usize, Vec<u8>)>,
}

/// The length as a message can say it.
pub(super) fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

/// As many bytes as a length can say.
pub(super) fn clamp(bytes: &[u8]) -> &[u8] {
    bytes.get(..length(bytes).into()).unwrap_or(bytes)
}

impl PayloadPlacement {
    /// Remembers a message: the length of its fixed part, and the payloads in the order of the fixed part.
    pub(super) fn of(bytes: &[u8], head: usize, slots: Vec<Slot>) -> Self {
        let mut claimed = Vec::new();
        for range in slots.iter().filter_map(|slot| slot.there(bytes.len())) {
            insert(&mut claimed, range.start, range.end);
        }
        claimed.push((bytes.len(), bytes.len()));
        let mut residue = Vec::new();
        let mut at = head;
        for (start, end) in claimed {
            if let Some(gap) = bytes.get(at..start).filter(|gap| !gap.is_empty()) {
                residue.push((at, gap.to_vec()));
            }
            at = at.max(end);
        }
        Self(Some(Box::new(Record {
            head,
            total: bytes.len(),
            slots,
            residue,
        })))
    }

    /// The length that the fixed part had.
    pub(super) fn head(&self) -> Option<usize> {
        self.0.as_ref().map(|record| record.head)
    }

    /// The length that the payload of that number has by the fixed part, of which `there` bytes are there.
    pub(super) fn claimed(&self, index: usize, there: usize) -> usize {
        let record = self.0.as_ref();
        let cut = record.and_then(|record| {
            let slot = record.slots.get(index)?;
            let range = slot.range().filter(|range| range.end > record.total)?;
            Some(range.len())
        });
        cut.map_or(there, |length| length.max(there))
    }

    /// Lays a message out. `payloads` and `parts` are in the order of the fixed part; `order` is that of the
    /// payloads where nothing was decoded; `head` writes the fixed part.
    pub(super) fn lay_out(
        &self,
        parts: &[Part],
        payloads: &[&[u8]],
        order: &[usize],
        head: &dyn Fn(&[Slot]) -> Vec<u8>,
    ) -> Vec<u8> {
        let payloads: Vec<_> = payloads.iter().map(|payload| clamp(payload)).collect();
        let head_len = head(&[]).len();
        let same = self.0.as_ref().filter(|record| record.head == head_len);
        if let Some(bytes) = same.and_then(|record| record.replay(&payloads, head)) {
            return bytes;
        }
        let pieces = match &self.0 {
            Some(record) => record.pieces(&payloads, order),
            None => order.iter().copied().map(Piece::Payload).collect(),
        };
        let mut slots = vec![Slot::default(); parts.len()];
        let mut body = Writer::new();
        for piece in pieces {
            let index = match piece {
                Piece::Residue(bytes) => {
                    body.put(bytes);
                    continue;
                }
                Piece::Payload(index) => index,
            };
            let (Some(slot), Some(part), Some(payload)) =
                (slots.get_mut(index), parts.get(index), payloads.get(index))
            else {
                continue;
            };
            let old = self.0.as_ref().and_then(|record| record.slots.get(index));
            *slot = renew(old, payload, part, head_len.saturating_add(body.len()));
            body.put(payload);
        }
        let mut bytes = head(&slots);
        bytes.extend_from_slice(&body.finish());
        bytes
    }
}

#[derive(Clone)]
enum Piece<'a> {
    Payload(usize),
    Residue(&'a [u8]),
}

/// Says where a payload is now, and keeps of the old saying what is still right.
fn renew(old: Option<&Slot>, payload: &[u8], part: &Part, at: usize) -> Slot {
    let len = length(payload);
    let max_len = match old {
        Some(old) if old.ignored && len == 0 => return *old,
        Some(old) if old.max_len != old.len => old.max_len.max(len),
        _ => len,
    };
    let zero = match old {
        Some(old) if old.len == 0 => old.offset == 0,
        _ => part.zero_when_empty,
    };
    let offset = if len == 0 && zero { 0 } else { at };
    Slot {
        len,
        max_len,
        offset: u32::try_from(offset).unwrap_or(u32::MAX),
        ..Slot::default()
    }
}

/// Puts `item` behind all that start no later.
pub(super) fn insert<T>(list: &mut Vec<(usize, T)>, start: usize, item: T) {
    let place = list.iter().position(|(other, _)| *other > start);
    list.insert(place.unwrap_or(list.len()), (start, item));
}

impl Record {
    /// Every byte where it was; `None` if the payloads no longer fit there.
    fn replay(&self, payloads: &[&[u8]], head: &dyn Fn(&[Slot]) -> Vec<u8>) -> Option<Vec<u8>> {
        let places: Vec<_> = self.slots.iter().map(|slot| slot.range()).collect();
        // What was cut has no old places.
        let outside = |place: &Option<Range<usize>>| {
            place.as_ref().is_some_and(|place| place.end > self.total)
        };
        if places.iter().any(outside) {
            return None;
        }
        let mut writer = Writer::new();
        writer.put_at(self.total, &[]);
        for (at, bytes) in &self.residue {
            writer.put_at(*at, bytes);
        }
        for (place, payload) in places.iter().zip(payloads) {
            let place = place.clone().unwrap_or_default();
            if place.len() != payload.len() {
                return None;
            }
            writer.put_at(place.start, payload);
        }
        writer.put_at(0, &head(&self.slots));
        let bytes = writer.finish();
        // Payloads may share bytes with each other or with the fixed part; after an edit they may disagree.
        let whole = places.iter().zip(payloads).all(|(place, payload)| {
            let place = place.clone().unwrap_or_default();
            bytes.get(place) == Some(*payload)
        });
        whole.then_some(bytes)
    }

    /// Payloads and unclaimed bytes in their old order. A payload that was empty comes where its offset says.
    fn pieces(&self, payloads: &[&[u8]], order: &[usize]) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        for &index in order {
            let slot = self.slots.get(index).copied().unwrap_or_default();
            let empty = payloads.get(index).is_none_or(|payload| payload.is_empty());
            let start = slot.claim().start;
            let outside = start < self.head || start > self.total;
            let start = if outside && !empty { self.total } else { start };
            insert(&mut pieces, start, Piece::Payload(index));
        }
        for (at, bytes) in &self.residue {
            insert(&mut pieces, *at, Piece::Residue(bytes));
        }
        pieces.into_iter().map(|(_, piece)| piece).collect()
    }
}
