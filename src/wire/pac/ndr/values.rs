//! What the structures of a PAC are made of: texts, SIDs, and arrays of them and of groups.

use super::{Ndr, Referent, Side};
use crate::wire::pac::client_info::read_text;
use crate::wire::pac::{GroupMembership, Sid, SidAndAttributes};
use crate::wire::{Reader, text};

/// RPC_UNICODE_STRING ([MS-DTYP] 2.3.10): a text, and how much more room its buffer has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RpcUnicodeString {
    /// Buffer, up to Length. Of a text that is too long for 16 bits of length, only its start is written.
    pub text: String,
    /// MaximumLength without Length, in bytes: 2 where Windows counts a terminator too.
    pub room: u16,
}

/// What the fixed part says of a text or of an array whose bytes follow later.
#[derive(Clone, Copy, Default)]
pub(in crate::wire::pac) struct PointerHead {
    /// Bytes of text.
    length: u16,
    /// Bytes of text and of room behind it.
    maximum: u16,
    /// Whether its pointer points to something.
    there: bool,
}

impl RpcUnicodeString {
    /// A text that is written with the room for a terminator.
    pub fn terminated(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            room: 2,
        }
    }

    /// As UTF-16LE, at most as long as Length can say.
    fn utf16le(&self) -> Vec<u8> {
        let mut bytes = text::utf16le(&self.text);
        bytes.truncate(usize::from(u16::MAX - 1));
        bytes
    }
}

impl From<&str> for RpcUnicodeString {
    fn from(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            room: 0,
        }
    }
}

const SID: &str = "[MS-DTYP] 2.4.2.3";

impl Ndr<'_, '_> {
    /// The part of a text that stands in the fixed part.
    pub(in crate::wire::pac) fn text_head(
        &mut self,
        name: &'static str,
        value: &RpcUnicodeString,
    ) -> PointerHead {
        self.group(name, |ndr| {
            let length = value.utf16le().len() as u16;
            let maximum = length.saturating_add(value.room) & !1;
            let length = ndr.number("Length", 2, 4, length.into()) as u16;
            let maximum = ndr.number("MaximumLength", 2, 2, maximum.into()) as u16;
            if maximum < length || !maximum.is_multiple_of(2) || !length.is_multiple_of(2) {
                ndr.expected("an even number not below Length");
            }
            let referent = match length {
                0 => Referent::EmptyText,
                _ => Referent::Value,
            };
            let there = ndr.pointer("Buffer", referent);
            if !there && length > 0 {
                ndr.expected("a buffer, as there is a Length");
            }
            PointerHead {
                length,
                maximum,
                there,
            }
        })
    }

    /// What a text's pointer points to: an array of UTF-16LE with its counts; nothing where `head` says that there is
    /// none.
    pub(in crate::wire::pac) fn text_body(
        &mut self,
        name: &'static str,
        head: PointerHead,
        value: &mut RpcUnicodeString,
    ) {
        let PointerHead {
            length, maximum, ..
        } = head;
        value.room = maximum.saturating_sub(length);
        if !head.there {
            return;
        }
        self.group(name, |ndr| {
            ndr.same("MaximumCount", u32::from(maximum / 2));
            ndr.same("Offset", 0);
            ndr.same("ActualCount", u32::from(length / 2));
            match &mut ndr.side {
                Side::Read(reader) => {
                    value.text = read_text(reader, "text", ndr.spec, length.into());
                }
                Side::Write(writer) => drop(writer.put(&value.utf16le())),
            }
        });
    }

    /// A text that a pointer points to and that ends with a zero; it is only read.
    pub(in crate::wire::pac) fn terminated_text(&mut self, name: &'static str) {
        self.group(name, |ndr| {
            ndr.count("MaximumCount", 0);
            ndr.same("Offset", 0);
            let count = ndr.count("ActualCount", 0);
            let length = usize::try_from(count).unwrap_or(usize::MAX);
            if let Side::Read(reader) = &mut ndr.side
                && let Some(characters) = length.checked_sub(1)
            {
                read_text(reader, "text", ndr.spec, characters.saturating_mul(2));
                reader.take("terminator", ndr.spec, 2);
            }
        });
    }

    /// So many bytes that a pointer points to, with their count; `read` gives them their fields.
    pub(in crate::wire::pac) fn octets(
        &mut self,
        name: &'static str,
        count: u32,
        value: &mut Vec<u8>,
        read: fn(&mut Reader<'_>),
    ) {
        self.group(name, |ndr| {
            ndr.same("MaximumCount", count);
            match &mut ndr.side {
                Side::Read(reader) => {
                    let length = usize::try_from(count).unwrap_or(usize::MAX);
                    let Some(bytes) = reader.peek(length) else {
                        reader.take(name, ndr.spec, length);
                        return;
                    };
                    *value = bytes.to_vec();
                    let outer = reader.end_at(reader.position().saturating_add(length));
                    read(reader);
                    reader.restore(outer);
                }
                Side::Write(writer) => drop(writer.put(value)),
            }
        });
    }

    /// A SID that a pointer points to.
    pub(in crate::wire::pac) fn sid(&mut self, name: &'static str, value: &mut Sid) {
        self.group(name, |ndr| {
            let count = value.sub_authorities.len() as u64;
            let count = ndr.number("MaximumCount", 4, 4, count);
            match &mut ndr.side {
                Side::Read(reader) => {
                    *value = Sid::read(reader, "SID", SID);
                    if value.sub_authorities.len() as u64 != count {
                        reader.expected("as many sub-authorities as MaximumCount says");
                    }
                }
                Side::Write(writer) => drop(writer.put(&value.encode())),
            }
        });
    }

    /// What a pointer to groups points to, with its count before it; nothing where `there` is false.
    pub(in crate::wire::pac) fn groups(
        &mut self,
        name: &'static str,
        there: bool,
        count: u32,
        groups: &mut Vec<GroupMembership>,
    ) {
        if there {
            self.group(name, |ndr| {
                ndr.same("MaximumCount", count);
                ndr.list(count, groups, |ndr, group| {
                    ndr.group("GROUP_MEMBERSHIP", |ndr| {
                        ndr.u32("RelativeId", &mut group.rid);
                        ndr.u32("Attributes", &mut group.attributes);
                    });
                });
            });
        }
    }

    /// An array of SIDs with their attributes, whose pointers are numbered from `first` on.
    pub(in crate::wire::pac) fn sids(
        &mut self,
        name: &'static str,
        (there, first): (bool, u32),
        count: u32,
        sids: &mut Vec<SidAndAttributes>,
    ) {
        if !there {
            return;
        }
        self.group(name, |ndr| {
            ndr.same("MaximumCount", count);
            ndr.numbered_from(first, |ndr| {
                ndr.list(count, sids, |ndr, sid| {
                    ndr.group("KERB_SID_AND_ATTRIBUTES", |ndr| {
                        if !ndr.pointer("Sid", Referent::Value) {
                            ndr.expected("a SID");
                        }
                        ndr.u32("Attributes", &mut sid.attributes);
                    });
                });
            });
            for sid in sids {
                ndr.sid("Sid", &mut sid.sid);
            }
        });
    }

    /// An array of texts, whose pointers are numbered from `first` on.
    pub(in crate::wire::pac) fn texts(
        &mut self,
        name: &'static str,
        (there, first): (bool, u32),
        count: u32,
        texts: &mut Vec<RpcUnicodeString>,
    ) {
        if !there {
            return;
        }
        self.group(name, |ndr| {
            ndr.same("MaximumCount", count);
            let mut heads = Vec::new();
            ndr.numbered_from(first, |ndr| {
                ndr.list(count, texts, |ndr, text| {
                    heads.push(ndr.text_head("RPC_UNICODE_STRING", text));
                });
            });
            for (head, text) in heads.into_iter().zip(texts) {
                ndr.text_body("RPC_UNICODE_STRING", head, text);
            }
        });
    }
}
