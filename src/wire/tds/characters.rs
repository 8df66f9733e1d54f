//! Texts of TDS: UTF-16LE behind the number of its characters ([MS-TDS] 2.2.5.1.2).

use crate::wire::{ErrorKind, Reader, TooLong, Writer, text};

/// How wide the number of characters is.
#[derive(Clone, Copy, Debug)]
pub enum Count {
    /// One byte, so at most 255 characters: `B_VARCHAR`.
    Byte,
    /// Two bytes, little-endian: `US_VARCHAR`.
    Word,
}

/// Reads a text of `bytes` bytes.
pub fn read_text(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    bytes: usize,
) -> String {
    let read = text::from_utf16le(reader.take(name, spec, bytes));
    if read.is_none() {
        let expected = "UTF-16LE";
        reader.reject(ErrorKind::Encoding { expected });
    }
    let read = read.unwrap_or_default();
    reader.mark_text(&read);
    read
}

/// Reads a counted text as a group.
pub fn read_counted(
    reader: &mut Reader<'_>,
    name: &'static str,
    spec: &'static str,
    count: Count,
) -> String {
    reader.group(name, spec, |reader| {
        let characters = match count {
            Count::Byte => reader.u8("characters", spec).into(),
            Count::Word => reader.u16("characters", spec),
        };
        read_text(reader, "text", spec, usize::from(characters) * 2)
    })
}

/// Writes a text behind the number of its UTF-16 units; an error where that number does not fit.
pub fn write_counted(
    writer: &mut Writer,
    field: &'static str,
    text: &str,
    count: Count,
) -> Result<(), TooLong> {
    let bytes = text::utf16le(text);
    let length = bytes.len() / 2;
    let characters = TooLong::check(field, length)?;
    match count {
        Count::Word => writer.u16(characters),
        Count::Byte => writer.u8(u8::try_from(length).map_err(|_| TooLong {
            field,
            length,
            limit: u8::MAX.into(),
        })?),
    };
    writer.put(&bytes);
    Ok(())
}
