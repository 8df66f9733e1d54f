//! What keytabs and credential caches share: integers in the byte order of the file's version, texts and byte strings
//! behind their lengths, and principals.

use super::kerberos::Principal;
use super::named_numbers::find;
use super::{ByteOrder, ErrorKind, Reader, Value, Writer, field_name};
use time::UtcDateTime;

/// A name and its realm. It displays as `part/part@REALM`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrincipalInRealm {
    /// The realm, in which case matters (RFC 4120 6.1).
    pub realm: String,
    /// The name within it; its type is 0 where the file does not say one.
    pub name: Principal,
}

impl std::fmt::Display for PrincipalInRealm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.name, self.realm)
    }
}

/// How a file says its values.
#[derive(Clone, Copy)]
pub(super) struct FileEncoding {
    /// The byte order of integers, which the file's version decides.
    pub(super) order: ByteOrder,
    /// The document that fields read from the file refer to.
    pub(super) spec: &'static str,
}

impl FileEncoding {
    /// Reads an integer of at most 8 bytes.
    pub(super) fn number(self, reader: &mut Reader<'_>, name: &'static str, length: usize) -> u64 {
        match self.order {
            ByteOrder::Big => reader.number_be(name, self.spec, length),
            ByteOrder::Little => reader.number(name, self.spec, length),
        }
    }

    /// Reads an integer of 16 bits.
    pub(super) fn u16(self, reader: &mut Reader<'_>, name: &'static str) -> u16 {
        self.number(reader, name, 2) as u16
    }

    /// Reads an integer of 32 bits.
    pub(super) fn u32(self, reader: &mut Reader<'_>, name: &'static str) -> u32 {
        self.number(reader, name, 4) as u32
    }

    /// Reads an integer of so many bytes with a sign, which may have a name.
    pub(super) fn named(
        self,
        reader: &mut Reader<'_>,
        name: &'static str,
        length: usize,
        names: &[(i64, &'static str)],
    ) -> i64 {
        let unused = 64 - 8 * length.min(8) as u32;
        let number = self.number(reader, name, length);
        let signed = (number as i64) << unused >> unused;
        if !reader.failed() {
            reader.mark_name(find(names, signed));
        }
        signed
    }

    /// Reads a time in seconds since 1970, which 0 stands for none of.
    pub(super) fn time(self, reader: &mut Reader<'_>, name: &'static str) -> u32 {
        let seconds = self.u32(reader, name);
        if seconds > 0 {
            reader.mark(Value::Named(seconds.into(), date(seconds).into()));
        }
        seconds
    }

    /// Reads bytes behind their length, which has `size` bytes itself. A field of no bytes is none.
    pub(super) fn counted<'a>(
        self,
        reader: &mut Reader<'a>,
        name: &'static str,
        size: usize,
    ) -> &'a [u8] {
        let length = self.number(reader, "length", size);
        match usize::try_from(length).unwrap_or(usize::MAX) {
            0 => &[],
            length => reader.take(name, self.spec, length),
        }
    }

    /// Reads a text behind its length.
    pub(super) fn text(self, reader: &mut Reader<'_>, name: &'static str, size: usize) -> String {
        reader.group(name, self.spec, |reader| {
            let bytes = self.counted(reader, "text", size);
            let Ok(text) = std::str::from_utf8(bytes) else {
                let expected = "UTF-8";
                reader.reject(ErrorKind::Encoding { expected });
                return String::new();
            };
            if !text.is_empty() {
                reader.mark_text(text);
            }
            text.to_owned()
        })
    }

    /// Reads so many texts as there are parts of a name, and before them the realm.
    pub(super) fn names(
        self,
        reader: &mut Reader<'_>,
        parts: u64,
        size: usize,
    ) -> (String, Vec<String>) {
        let realm = self.text(reader, field_name::REALM, size);
        let mut names = Vec::new();
        for _ in 0..parts {
            if reader.failed() {
                break;
            }
            names.push(self.text(reader, "component", size));
        }
        (realm, names)
    }

    /// Writes an integer of `size` bytes.
    pub(super) fn put(self, writer: &mut Writer, value: u64, size: usize) {
        let mut bytes = value.to_le_bytes();
        let bytes = bytes.get_mut(..size).unwrap_or_default();
        if self.order == ByteOrder::Big {
            bytes.reverse();
        }
        writer.put(bytes);
    }

    /// Writes bytes behind their length of `size` bytes. Of bytes that are too many only the first are written.
    pub(super) fn put_counted(self, writer: &mut Writer, bytes: &[u8], size: usize) {
        let most = if size == 2 {
            u16::MAX.into()
        } else {
            u32::MAX as usize
        };
        let bytes = bytes.get(..most).unwrap_or(bytes);
        self.put(writer, bytes.len() as u64, size);
        writer.put(bytes);
    }

    /// Writes a realm and the parts of a name.
    pub(super) fn put_names(self, writer: &mut Writer, of: &PrincipalInRealm, size: usize) {
        self.put_counted(writer, of.realm.as_bytes(), size);
        for part in &of.name.parts {
            self.put_counted(writer, part.as_bytes(), size);
        }
    }
}

/// Seconds since 1970 as a date, in UTC.
fn date(seconds: u32) -> String {
    let at = UtcDateTime::from_unix_timestamp(seconds.into());
    let at = at.unwrap_or(UtcDateTime::UNIX_EPOCH);
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.as_hms();
    let month = u8::from(month);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_dates() {
        for (seconds, expected) in [
            (1, "1970-01-01 00:00:01 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_596_142_699, "2020-07-30 20:58:19 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            (u32::MAX, "2106-02-07 06:28:15 UTC"),
        ] {
            assert_eq!(date(seconds), expected);
        }
    }
}
