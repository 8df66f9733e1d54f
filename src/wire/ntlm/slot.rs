//! The fields of the fixed part that say where a payload is: what they claim, and how much of that is there.

use super::placement::insert;
use crate::wire::{ErrorKind, Reader, Writer};
use std::ops::Range;

/// Length, room and offset of a payload, as the fixed part says them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    pub(super) len: u16,
    pub(super) max_len: u16,
    pub(super) offset: u32,
    /// Points outside the message, where a flag says to ignore it.
    pub(super) ignored: bool,
    /// Where these fields stand.
    pub(super) at: usize,
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
        $crate::wire::ntlm::slot::Part::new(
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

/// What is to be thought of a payload that has its place outside the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// The payload is said to be there: that is an error.
    Announced,
    /// No flag says so: then there is no payload, and its fields are to be ignored.
    Ignorable,
}

impl Presence {
    /// Of a payload that the flag announces.
    pub(super) fn by(flag: bool) -> Self {
        match flag {
            true => Self::Announced,
            false => Self::Ignorable,
        }
    }
}

/// So many bytes may lie between payloads that follow each other: some clients align them.
const GAP: usize = 8;

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

    /// Reads Len, MaxLen and BufferOffset; where they are not all there they claim nothing.
    pub(super) fn read(
        &self,
        reader: &mut Reader<'_>,
        spec: &'static str,
        presence: Presence,
    ) -> Slot {
        let at = reader.position();
        let mut slot = reader.group(self.fields, spec, |reader| Slot {
            len: reader.u16(self.len, spec),
            max_len: reader.u16(self.max_len, spec),
            offset: reader.u32(self.offset, spec),
            ignored: false,
            at,
        });
        if reader.failed() {
            return Slot::default();
        }
        slot.ignored = presence == Presence::Ignorable
            && slot.len > 0
            && slot.claim().end > reader.bytes().len();
        slot
    }

    /// Reads what is there of the payload with `read`, for which reading ends where it does; nothing where there is none.
    pub(super) fn payload(
        &self,
        reader: &mut Reader<'_>,
        slot: Slot,
        read: &dyn Fn(&mut Reader<'_>),
    ) -> Vec<u8> {
        let Some(range) = slot
            .there(reader.bytes().len())
            .filter(|_| !reader.failed())
        else {
            return Vec::new();
        };
        // What is wrong inside a payload is no error of the message.
        if reader.records() {
            reader.apart(|reader| {
                reader.seek(range.start);
                let outer = reader.end_at(slot.claim().end);
                read(reader);
                reader.restore(outer);
            });
        }
        reader.bytes().get(range).unwrap_or_default().to_vec()
    }
}

impl Slot {
    /// The bytes of the payload by the fixed part, if it has any.
    pub(super) fn range(self) -> Option<Range<usize>> {
        (self.len > 0 && !self.ignored).then(|| self.claim())
    }

    /// What of them is in a message of that length.
    pub(super) fn there(self, total: usize) -> Option<Range<usize>> {
        let range = self.range()?;
        (range.start < total).then(|| range.start..range.end.min(total))
    }

    /// Writes the fields. A place outside the message stays only while it is ignorable.
    pub(super) fn write(slot: Option<&Self>, presence: Presence, writer: &mut Writer) {
        let slot = slot.filter(|slot| presence == Presence::Ignorable || !slot.ignored);
        let slot = slot.copied().unwrap_or_default();
        writer.u16(slot.len).u16(slot.max_len).u32(slot.offset);
    }

    pub(super) fn claim(self) -> Range<usize> {
        let start = usize::try_from(self.offset).unwrap_or(usize::MAX);
        start..start.saturating_add(self.len.into())
    }
}

/// Where the payloads start, be it there or not: the fixed part ends there, and its last fields exist or not by that.
/// Payloads that reach into the first `least` bytes say nothing about it.
pub(super) fn payload_start(slots: &[Slot], least: usize, total: usize) -> usize {
    let starts = slots.iter().filter_map(|slot| slot.range());
    let starts = starts
        .map(|range| range.start)
        .filter(|start| *start >= least);
    starts.min().unwrap_or(total)
}

/// Whether fields of the fixed part are there, at least the first bytes of them, where the payloads start at `start`.
pub(super) fn begins(fields: Range<usize>, start: usize, total: usize) -> bool {
    start >= fields.end || (start == total && start > fields.start)
}

/// Says what of the payloads is not there. What follows the rest without a gap is cut off, and what is elsewhere points
/// outside. `head` is the length that the fixed part would have.
pub(super) fn judge(reader: &mut Reader<'_>, parts: &[Part], slots: &[Slot], head: usize) {
    // A fixed part that is cut hides no payload.
    reader.recover();
    let total = reader.bytes().len();
    let mut claims = Vec::new();
    for (part, slot) in parts.iter().zip(slots) {
        if let Some(range) = slot.range() {
            insert(&mut claims, range.start, (range, part, slot.at));
        }
    }
    let mut reach = total.max(head);
    let mut first = None;
    for (start, (range, part, at)) in claims {
        if range.end <= total {
            continue;
        }
        if start > reach.saturating_add(GAP) {
            let length = range.len();
            let kind = ErrorKind::OutOfBounds {
                start,
                length,
                total,
            };
            return reader.note(kind, part.fields, at);
        }
        first.get_or_insert((part.payload, start));
        reach = reach.max(range.end);
    }
    if let Some((name, start)) = first {
        reader.note_cut(reach, name, start);
    }
}
