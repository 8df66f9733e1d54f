//! Network Data Representation as far as a PAC needs it: type serialization version 1 ([MS-RPCE] 2.2.6) of one
//! structure, with what its pointers point to behind it, in order (C706 14.3.12). A structure is described once, and
//! read and written by that description.

mod values;

pub use values::RpcUnicodeString;

use crate::wire::{Reader, Writer};

/// The referent identifiers of a decoded structure: which pointers are null, and the numbers of the others.
///
/// They are no part of what a structure says, so two that differ only in them are equal. The default is as Windows
/// numbers them: from 0x20000 in steps of 4, depth first, and no text is null. Where a structure has other pointers
/// than when it was decoded, that is how it is written.
#[derive(Clone, Debug, Default)]
pub struct Referents(Vec<u32>);

impl PartialEq for Referents {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Referents {}

/// A structure under way, in one of the two directions.
pub(super) struct Ndr<'r, 'a> {
    side: Side<'r, 'a>,
    spec: &'static str,
    /// Where the structure starts: alignment counts from there.
    base: usize,
    /// The number of the next pointer that is written.
    next: u32,
    /// The identifiers read, or those to write.
    referents: Vec<u32>,
    /// How many pointers were written.
    written: usize,
}

enum Side<'r, 'a> {
    Read(&'r mut Reader<'a>),
    Write(Writer),
}

/// Reads both headers and the structure behind them.
pub(super) fn read(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    describe: &mut dyn FnMut(&mut Ndr<'_, '_>),
) -> Referents {
    let length = read_headers(reader);
    let base = reader.position();
    let outer = reader.end_at(base.saturating_add(length));
    let mut ndr = Ndr {
        side: Side::Read(reader),
        spec,
        base,
        next: FIRST,
        referents: Vec::new(),
        written: 0,
    };
    ndr.top(name, describe);
    let referents = Referents(ndr.referents);
    let left = reader.remaining();
    if left > 0 && left < ALIGNMENT {
        reader.take("padding", HEADERS, left);
    }
    reader.restore(outer);
    referents
}

/// The headers and the structure.
pub(super) fn write(
    referents: &Referents,
    spec: &'static str,
    describe: &mut dyn FnMut(&mut Ndr<'_, '_>),
) -> Vec<u8> {
    let mut object = Writer::new();
    for referents in [&*referents.0, &[]] {
        let mut ndr = Ndr {
            side: Side::Write(Writer::new()),
            spec,
            base: 0,
            next: FIRST,
            referents: referents.to_vec(),
            written: 0,
        };
        ndr.top("", describe);
        let fits = ndr.written == referents.len();
        if let Side::Write(written) = ndr.side {
            object = written;
        }
        if fits {
            break;
        }
    }
    object.align(ALIGNMENT);
    let mut writer = Writer::new();
    writer.u8(1).u8(LITTLE_ENDIAN).u16(8).u32(0xCCCC_CCCC);
    writer.u32(object.len() as u32).u32(0);
    writer.put(&object.finish());
    writer.finish()
}

/// Reads the common and the private header, and gives ObjectBufferLength.
pub(super) fn read_headers(reader: &mut Reader<'_>) -> usize {
    reader.group("common type header", HEADERS, |reader| {
        if reader.u8("Version", COMMON) != 1 {
            reader.expected("1");
        }
        if reader.u8("Endianness", COMMON) != LITTLE_ENDIAN {
            reader.expected("0x10, little-endian");
        }
        if reader.u16("CommonHeaderLength", COMMON) != 8 {
            reader.expected("8");
        }
        reader.take("Filler", COMMON, 4);
    });
    reader.group("private header", HEADERS, |reader| {
        let length = reader.u32("ObjectBufferLength", PRIVATE);
        reader.take("Filler", PRIVATE, 4);
        usize::try_from(length).unwrap_or(usize::MAX)
    })
}

const HEADERS: &str = "[MS-RPCE] 2.2.6";
const COMMON: &str = "[MS-RPCE] 2.2.6.1";
const PRIVATE: &str = "[MS-RPCE] 2.2.6.2";
const LITTLE_ENDIAN: u8 = 0x10;
/// ObjectBufferLength is a multiple of this.
const ALIGNMENT: usize = 8;
/// The first referent identifier that Windows gives, and from one to the next.
const FIRST: u32 = 0x20000;
const STEP: u32 = 4;

/// What a pointer leads to. A null pointer and one to something empty say the same; which of them is written is said here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Referent {
    /// Something that is not empty.
    Value,
    /// Nothing: the pointer is null.
    Null,
    /// An array without elements: the pointer is null.
    EmptyArray,
    /// A text without characters: the pointer is not null.
    EmptyText,
}

impl Referent {
    fn is_empty(self) -> bool {
        matches!(self, Self::EmptyArray | Self::EmptyText)
    }
}

impl Ndr<'_, '_> {
    /// The pointer to the structure, and the structure.
    fn top(&mut self, name: &'static str, describe: &mut dyn FnMut(&mut Self)) {
        if !self.pointer(name, Referent::Value) {
            self.expected("a pointer that is not null");
        }
        self.group(name, |ndr| describe(ndr));
    }

    /// A 16-bit integer.
    pub(super) fn u16(&mut self, name: &'static str, value: &mut u16) {
        *value = self.number(name, 2, 2, u64::from(*value)) as u16;
    }

    /// A 32-bit integer.
    pub(super) fn u32(&mut self, name: &'static str, value: &mut u32) {
        *value = self.number(name, 4, 4, u64::from(*value)) as u32;
    }

    /// A 16-bit integer that is only read, and what its values are called.
    pub(super) fn named(&mut self, name: &'static str, names: &[(u16, &'static str)]) -> u16 {
        let value = self.number(name, 2, 2, 0) as u16;
        if let Side::Read(reader) = &mut self.side {
            let known = names.iter().find(|(number, _)| *number == value);
            reader.mark_name(known.map(|(_, name)| *name));
        }
        value
    }

    /// A 64-bit integer that is only read.
    pub(super) fn u64(&mut self, name: &'static str) {
        self.number(name, 8, 8, 0);
    }

    /// A FILETIME ([MS-DTYP] 2.3.3), which is two integers of 32 bits.
    pub(super) fn filetime(&mut self, name: &'static str, value: &mut u64) {
        *value = self.number(name, 8, 4, *value);
    }

    /// How many elements an array has that follows later.
    pub(super) fn count(&mut self, name: &'static str, items: usize) -> u32 {
        self.number(name, 4, 4, items as u64) as u32
    }

    /// Bytes that are not aligned.
    pub(super) fn bytes<const N: usize>(&mut self, name: &'static str, value: &mut [u8; N]) {
        match &mut self.side {
            Side::Read(reader) => *value = reader.array(name, self.spec),
            Side::Write(writer) => drop(writer.put(value)),
        }
    }

    /// A pointer; whether it leads to something. A decoded pointer to something empty stays what it was.
    pub(super) fn pointer(&mut self, name: &'static str, referent: Referent) -> bool {
        if let Side::Read(_) = self.side {
            let id = self.number(name, 4, 4, 0) as u32;
            self.referents.push(id);
            return id != 0;
        }
        let kept = self.referents.get(self.written).copied();
        self.written += 1;
        let there = match kept {
            Some(id) if referent.is_empty() => id != 0,
            _ => matches!(referent, Referent::Value | Referent::EmptyText),
        };
        let mut id = 0;
        if there {
            id = kept.filter(|id| *id != 0).unwrap_or(self.next);
            self.next = self.next.wrapping_add(STEP);
        }
        self.number(name, 4, 4, id.into());
        there
    }

    /// The pointer to an array of so many elements. Returns the number of the first pointer inside it.
    pub(super) fn array_pointer(
        &mut self,
        name: &'static str,
        count: u32,
        pointers: u32,
    ) -> (bool, u32) {
        let referent = match count {
            0 => Referent::EmptyArray,
            _ => Referent::Value,
        };
        let there = self.pointer(name, referent);
        if !there && count > 0 {
            self.expected("an array, as there are elements");
        }
        let first = self.next;
        self.next = first.wrapping_add(STEP.wrapping_mul(count).wrapping_mul(pointers));
        (there, first)
    }

    /// Writes the pointers that `elements` has with numbers from `first` on.
    pub(super) fn numbered_from(&mut self, first: u32, elements: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.next, first);
        elements(self);
        self.next = outer;
    }

    /// The elements of an array: as many are read as there are bytes for.
    pub(super) fn list<T: Default>(
        &mut self,
        count: u32,
        items: &mut Vec<T>,
        mut each: impl FnMut(&mut Self, &mut T),
    ) {
        let Side::Read(_) = self.side else {
            return items.iter_mut().for_each(|item| each(self, item));
        };
        for _ in 0..count {
            let mut item = T::default();
            each(self, &mut item);
            if self.failed() {
                break;
            }
            items.push(item);
        }
    }

    /// A number that is already known.
    pub(super) fn same(&mut self, name: &'static str, value: u32) {
        if self.number(name, 4, 4, value.into()) != u64::from(value) {
            self.expected("what the fixed part says of it");
        }
    }

    /// An integer of `length` bytes at a multiple of `alignment`: reads it, or writes `value`.
    fn number(&mut self, name: &'static str, length: usize, alignment: usize, value: u64) -> u64 {
        match &mut self.side {
            Side::Read(reader) => {
                let at = reader.position().saturating_sub(self.base);
                let padding = at.next_multiple_of(alignment) - at;
                if padding > 0 {
                    reader.take("padding", "C706 14.2.2", padding);
                }
                reader.number(name, self.spec, length)
            }
            Side::Write(writer) => {
                let bytes = value.to_le_bytes();
                writer.align(alignment);
                writer.put(bytes.get(..length).unwrap_or_default());
                value
            }
        }
    }

    /// Reads or writes fields that belong together, and groups them under that name.
    pub(super) fn group<T>(
        &mut self,
        name: &'static str,
        fields: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let start = match &mut self.side {
            Side::Read(reader) => reader.begin(),
            Side::Write(_) => 0,
        };
        let value = fields(self);
        if let Side::Read(reader) = &mut self.side {
            reader.close(name.into(), self.spec, start);
        }
        value
    }

    fn failed(&self) -> bool {
        match &self.side {
            Side::Read(reader) => reader.failed(),
            Side::Write(_) => false,
        }
    }

    /// The field just read must have another value.
    pub(super) fn expected(&mut self, expected: &'static str) {
        if let Side::Read(reader) = &mut self.side {
            reader.expected(expected);
        }
    }
}
