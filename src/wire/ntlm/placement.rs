//! Where the parts of a decoded message lay, so that encoding gives the same bytes again.

use crate::wire::{ErrorKind, Reader, Writer};
use std::ops::Range;

/// How a decoded message was laid out: lengths, offsets, order, and the bytes that belong to no field.
///
/// It is no part of what a message says, so two messages that differ only in it are equal. The default is
/// the layout that Windows uses. Where edited fields no longer fit their old places they are packed in
/// their old order, between the same unclaimed bytes.
#[derive(Clone, Debug, Default)]
pub struct Placement(Option<Box<Record>>);

impl PartialEq for Placement {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Placement {}

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

/// Length, room and offset of a payload, as the fixed part says them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    pub(super) len: u16,
    pub(super) max_len: u16,
    pub(super) offset: u32,
    /// Points outside the message, where a flag says to ignore it.
    ignored: bool,
}

/// The names of a payload and of the fields that point to it.
pub(super) struct Part {
    pub(super) payload: &'static str,
    fields: &'static str,
    len: &'static str,
    max_len: &'static str,
    offset: &'static str,
    /// Windows writes offset 0 where this one is empty; for others it writes where it would be.
    pub(super) zero_when_empty: bool,
}

macro_rules! part {
    ($name:literal, zero_when_empty: $zero:literal) => {
        $crate::wire::ntlm::placement::Part::new(
            [
                $name,
                concat!($name, "Fields"),
                concat!($name, "Len"),
                concat!($name, "MaxLen"),
                concat!($name, "BufferOffset"),
            ],
            $zero,
        )
    };
}
pub(super) use part;

impl Part {
    pub(super) const fn new(names: [&'static str; 5], zero_when_empty: bool) -> Self {
        let [payload, fields, len, max_len, offset] = names;
        Self {
            payload,
            fields,
            len,
            max_len,
            offset,
            zero_when_empty,
        }
    }

    /// Reads Len, MaxLen and BufferOffset. With `ignorable` a place outside the message is no error but no payload.
    pub(super) fn read(
        &self,
        reader: &mut Reader<'_>,
        spec: &'static str,
        ignorable: bool,
    ) -> Slot {
        let at = reader.position();
        let mut slot = reader.group(self.fields, spec, |reader| Slot {
            len: reader.u16(self.len, spec),
            max_len: reader.u16(self.max_len, spec),
            offset: reader.u32(self.offset, spec),
            ignored: false,
        });
        let total = reader.bytes().len();
        let Range { start, end } = slot.claim();
        if slot.len > 0 && end > total {
            if !ignorable {
                let kind = ErrorKind::OutOfBounds {
                    start,
                    length: slot.len.into(),
                    total,
                };
                reader.fail(kind, self.fields, at);
            }
            slot.ignored = true;
        }
        slot
    }

    /// Reads the payload with `read`, which gets its end; nothing where there is none.
    pub(super) fn payload(
        &self,
        reader: &mut Reader<'_>,
        slot: Slot,
        read: &dyn Fn(&mut Reader<'_>, usize),
    ) -> Vec<u8> {
        let Some(range) = slot.range().filter(|_| !reader.failed()) else {
            return Vec::new();
        };
        // What is wrong inside a payload is no error of the message.
        if reader.records() {
            reader.seek(range.start);
            read(reader, range.end);
        }
        reader.bytes().get(range).unwrap_or_default().to_vec()
    }
}

impl Slot {
    /// The bytes of the payload, if there are any.
    pub(super) fn range(self) -> Option<Range<usize>> {
        (self.len > 0 && !self.ignored).then(|| self.claim())
    }

    /// Writes the fields. A place outside the message stays only while it is `ignorable`.
    pub(super) fn write(slot: Option<&Self>, ignorable: bool, writer: &mut Writer) {
        let slot = slot.filter(|slot| ignorable || !slot.ignored);
        let slot = slot.copied().unwrap_or_default();
        writer.u16(slot.len).u16(slot.max_len).u32(slot.offset);
    }

    fn claim(self) -> Range<usize> {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX);
        start..start.saturating_add(self.len.into())
    }
}

/// Where the payloads start: the fixed part ends there, and its last fields exist or not by that. Payloads
/// that reach into the first `least` bytes say nothing about it.
pub(super) fn payload_start(slots: &[Slot], least: usize, total: usize) -> usize {
    let starts = slots.iter().filter_map(|slot| slot.range());
    let starts = starts
        .map(|range| range.start)
        .filter(|start| *start >= least);
    starts.min().unwrap_or(total)
}

/// The length as a message can say it.
pub(super) fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

/// As many bytes as a length can say.
pub(super) fn clamp(bytes: &[u8]) -> &[u8] {
    bytes.get(..length(bytes).into()).unwrap_or(bytes)
}

impl Placement {
    /// Remembers a message: the length of its fixed part, and the payloads in the order of the fixed part.
    pub(super) fn of(bytes: &[u8], head: usize, slots: Vec<Slot>) -> Self {
        let mut claimed = Vec::new();
        for range in slots.iter().filter_map(|slot| slot.range()) {
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
        ignored: false,
    }
}

/// Puts `item` behind all that start no later.
fn insert<T>(list: &mut Vec<(usize, T)>, start: usize, item: T) {
    let place = list.iter().position(|(other, _)| *other > start);
    list.insert(place.unwrap_or(list.len()), (start, item));
}

impl Record {
    /// Every byte where it was; `None` if the payloads no longer fit there.
    fn replay(&self, payloads: &[&[u8]], head: &dyn Fn(&[Slot]) -> Vec<u8>) -> Option<Vec<u8>> {
        let places: Vec<_> = self.slots.iter().map(|slot| slot.range()).collect();
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
