//! Key tables: the keys of services in a file (MIT krb5, "The keytab file format").
//!
//! Of version 1 the integers are in the byte order of the computer that wrote it, the realm counts as a part of the
//! name, and the name has no type; version 2 is big-endian.

use super::credential_file::FileEncoding;
pub use super::credential_file::PrincipalInRealm;
use super::kerberos::Principal;
use super::kerberos::number_names::{ETYPES, NAME_TYPES};
use super::{ByteOrder, Decoded, Reader, Writer};
use crate::value_kind::ValueKind;

/// A table of keys, holes and leftovers included, so that it is written as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keytab {
    /// Which version of the format.
    pub version: KeytabVersion,
    /// The records, in the order of the file.
    pub records: Vec<KeytabRecord>,
    /// What stands behind a record of length 0, which ends the table.
    pub rest: Option<Vec<u8>>,
}

/// The version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeytabVersion {
    /// 0x0501: integers in the byte order of the computer that wrote the file.
    One(ByteOrder),
    /// 0x0502: integers big-endian, whoever wrote it.
    Two,
}

/// What a file has between two lengths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeytabRecord {
    /// A key that counts; the length before it is positive.
    Entry(KeytabEntry),
    /// The place of a record that was deleted, with the bytes that are left there: length and sign say so.
    Hole(Vec<u8>),
}

/// A key of a principal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KeytabEntry {
    /// Whose key it is; an account with several names has an entry for each.
    pub principal: PrincipalInRealm,
    /// When it was written, in seconds since 1970, UTC.
    pub timestamp: u32,
    /// The key version number in 8 bits.
    pub kvno8: u8,
    /// The etype of the key.
    pub etype: u16,
    /// The key's bytes, as many as the etype wants.
    pub key: Vec<u8>,
    /// The key version number in 32 bits, if there is room for it in the record.
    pub kvno32: Option<u32>,
    /// What else is in the record; newer formats may use it.
    pub trailing: Vec<u8>,
}

impl std::fmt::Debug for KeytabEntry {
    /// Shows whose key it is and no byte of it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Entry({}, kvno {}, etype {})",
            self.principal,
            self.kvno(),
            self.etype
        )
    }
}

impl Default for Keytab {
    /// An empty table of version 2.
    fn default() -> Self {
        Self {
            version: KeytabVersion::Two,
            records: Vec::new(),
            rest: None,
        }
    }
}

impl Keytab {
    /// Reads a table. A record that claims more bytes than the file has is [cut](super::ErrorKind::Cut); a field that
    /// claims more than its record has is [truncated](super::ErrorKind::Truncated).
    pub fn decode(bytes: &[u8]) -> Decoded<Self> {
        Decoded::run(bytes, read)
    }

    /// The file, in the byte order and with the fields of its version.
    pub fn encode(&self) -> Vec<u8> {
        let (number, form) = match self.version {
            KeytabVersion::One(order) => (1, FileEncoding { order, spec: SPEC }),
            KeytabVersion::Two => (2, BIG),
        };
        let mut writer = Writer::new();
        writer.u8(FILE).u8(number);
        for record in &self.records {
            let (size, bytes) = match record {
                KeytabRecord::Hole(bytes) => (-(bytes.len() as i64), bytes.clone()),
                KeytabRecord::Entry(entry) => {
                    let bytes = write_entry(entry, self.version, form);
                    (bytes.len() as i64, bytes)
                }
            };
            form.put(&mut writer, size as u64, 4);
            writer.put(&bytes);
        }
        if let Some(rest) = &self.rest {
            form.put(&mut writer, 0, 4);
            writer.put(rest);
        }
        writer.finish()
    }

    /// The keys, without the holes.
    pub fn entries(&self) -> impl Iterator<Item = &KeytabEntry> {
        self.records.iter().filter_map(|record| match record {
            KeytabRecord::Entry(entry) => Some(entry),
            KeytabRecord::Hole(_) => None,
        })
    }
}

impl KeytabEntry {
    /// The key version number: that of 32 bits, unless it is not there or 0.
    pub fn kvno(&self) -> u32 {
        let kvno32 = self.kvno32.filter(|kvno| *kvno != 0);
        kvno32.unwrap_or(self.kvno8.into())
    }
}

const SPEC: &str = "MIT krb5, keytab file format";
const BIG: FileEncoding = FileEncoding {
    order: ByteOrder::Big,
    spec: SPEC,
};
/// The first byte of the file.
const FILE: u8 = 5;

fn read(reader: &mut Reader<'_>) -> Keytab {
    if reader.u8("file format", SPEC) != FILE {
        reader.expected("5");
    }
    let version = match reader.u8("version", SPEC) {
        1 => KeytabVersion::One(native(reader)),
        2 => KeytabVersion::Two,
        _ => {
            reader.expected("version 1 or 2");
            KeytabVersion::Two
        }
    };
    let form = match version {
        KeytabVersion::One(order) => FileEncoding { order, spec: SPEC },
        KeytabVersion::Two => BIG,
    };
    let mut keytab = Keytab {
        version,
        ..Keytab::default()
    };
    while reader.remaining() > 0 && !reader.failed() {
        let size = reader.group("record", SPEC, |reader| {
            let size = form.u32(reader, "size") as i32;
            if size != 0 && !reader.failed() {
                keytab
                    .records
                    .extend(read_record(reader, version, form, size));
            }
            size
        });
        if size == 0 && !reader.failed() {
            let rest = reader.remaining();
            let rest = if rest > 0 {
                reader.take("rest", SPEC, rest)
            } else {
                &[]
            };
            keytab.rest = Some(rest.to_vec());
            break;
        }
    }
    keytab
}

/// The byte order of version 1: little-endian, unless the first record then would not fit into the file and would if it
/// were big-endian.
fn native(reader: &Reader<'_>) -> ByteOrder {
    let size = reader
        .peek(4)
        .and_then(|bytes| bytes.try_into().ok())
        .unwrap_or_default();
    let fits = |size: i32| size.unsigned_abs() as usize <= reader.remaining().saturating_sub(4);
    if !fits(i32::from_le_bytes(size)) && fits(i32::from_be_bytes(size)) {
        return ByteOrder::Big;
    }
    ByteOrder::Little
}

fn read_record(
    reader: &mut Reader<'_>,
    version: KeytabVersion,
    form: FileEncoding,
    size: i32,
) -> Option<KeytabRecord> {
    let length = usize::try_from(size.unsigned_abs()).unwrap_or(usize::MAX);
    if size < 0 {
        let bytes = reader.take("hole", SPEC, length);
        return Some(KeytabRecord::Hole(bytes.to_vec()));
    }
    let start = reader.position();
    let end = start.saturating_add(length);
    let outer = reader.end_at(end);
    let mut entry = KeytabEntry::default();
    let parts = form.u16(reader, "number of components");
    // In version 1 the realm counts too.
    let realm = u16::from(version != KeytabVersion::Two);
    if parts < realm {
        reader.expected("at least the realm");
    }
    let (realm, names) = form.names(reader, parts.saturating_sub(realm).into(), 2);
    let name_type = match version {
        KeytabVersion::One(_) => 0,
        KeytabVersion::Two => form.named(reader, "name type", 4, &NAME_TYPES),
    };
    entry.principal = PrincipalInRealm {
        realm,
        name: Principal {
            name_type,
            parts: names,
        },
    };
    entry.timestamp = form.time(reader, "timestamp");
    entry.kvno8 = reader.u8("kvno (8 bits)", SPEC);
    entry.etype = form.named(reader, "etype", 2, &ETYPES) as u16;
    entry.key = reader.group("key", SPEC, |reader| {
        let key = form.counted(reader, "key", 2).to_vec();
        if !key.is_empty() {
            reader.mark_value_kind(ValueKind::NtHash);
        }
        key
    });
    if reader.remaining() >= 4 {
        entry.kvno32 = Some(form.u32(reader, "kvno (32 bits)"));
    }
    if reader.remaining() > 0 {
        let rest = reader.remaining();
        entry.trailing = reader.take("trailing bytes", SPEC, rest).to_vec();
    }
    if end > outer.end {
        reader.note_cut(end, "entry", start);
        return None;
    }
    reader.restore(outer);
    Some(KeytabRecord::Entry(entry))
}

fn write_entry(entry: &KeytabEntry, version: KeytabVersion, form: FileEncoding) -> Vec<u8> {
    let mut writer = Writer::new();
    let parts = entry.principal.name.parts.len() as u64;
    let realm = u64::from(version != KeytabVersion::Two);
    form.put(&mut writer, parts + realm, 2);
    form.put_names(&mut writer, &entry.principal, 2);
    if version == KeytabVersion::Two {
        form.put(&mut writer, entry.principal.name.name_type as u64, 4);
    }
    form.put(&mut writer, entry.timestamp.into(), 4);
    writer.u8(entry.kvno8);
    form.put(&mut writer, entry.etype.into(), 2);
    form.put_counted(&mut writer, &entry.key, 2);
    if let Some(kvno) = entry.kvno32 {
        form.put(&mut writer, kvno.into(), 4);
    }
    writer.put(&entry.trailing);
    writer.finish()
}

#[cfg(test)]
mod tests;
