//! What the values of events say, written as Event Viewer writes them in XML (`[MS-EVEN6]` 2.2.8).

use super::binary_xml::utf16;
use crate::wire::ByteOrder;
use crate::wire::pac::Sid;
use std::ops::Range;
use time::UtcDateTime;

/// Where a value stands in its chunk, and of which type it is.
#[derive(Clone, Debug)]
pub struct TemplateValue {
    pub kind: ValueType,
    pub range: Range<usize>,
}

/// The number of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueType(pub u8);

impl ValueType {
    /// Nothing stands there (NullType).
    pub const NULL: Self = Self(0x00);
    /// Binary XML within binary XML.
    pub const BINARY_XML: Self = Self(0x21);
    const TEXT: Self = Self(0x01);
    const ANSI: Self = Self(0x02);
    const ARRAY: u8 = 0x80;

    /// Each text that these bytes say: several of an array.
    pub fn texts(self, bytes: &[u8]) -> Vec<String> {
        let of_one = Self(self.0 & !Self::ARRAY);
        if self == of_one {
            return vec![self.text(bytes)];
        }
        match of_one {
            Self::TEXT => utf16(bytes)
                .split_terminator('\0')
                .map(str::to_owned)
                .collect(),
            Self::ANSI => latin(bytes)
                .split_terminator('\0')
                .map(str::to_owned)
                .collect(),
            _ => match of_one.width() {
                Some(width) => bytes
                    .chunks_exact(width)
                    .map(|it| of_one.text(it))
                    .collect(),
                None => vec![hex::encode_upper(bytes)],
            },
        }
    }

    /// How many bytes one value has; `None` where that is not always the same.
    fn width(self) -> Option<usize> {
        Some(match self.0 {
            0x03 | 0x04 => 1,
            0x05 | 0x06 => 2,
            0x07 | 0x08 | 0x0b | 0x0d | 0x14 => 4,
            0x09 | 0x0a | 0x0c | 0x11 | 0x15 => 8,
            0x0f | 0x12 => 16,
            _ => return None,
        })
    }

    /// What these bytes say; bytes that are no such value are written in hexadecimal.
    fn text(self, bytes: &[u8]) -> String {
        match self {
            Self::NULL => String::new(),
            Self::TEXT => utf16(bytes).trim_end_matches('\0').to_owned(),
            Self::ANSI => latin(bytes).trim_end_matches('\0').to_owned(),
            _ => self
                .of_width(bytes)
                .unwrap_or_else(|| hex::encode_upper(bytes)),
        }
    }

    fn of_width(self, bytes: &[u8]) -> Option<String> {
        let unsigned = || match *bytes {
            [a] => Some(u64::from(a)),
            [a, b] => Some(u16::from_le_bytes([a, b]).into()),
            [a, b, c, d] => Some(u32::from_le_bytes([a, b, c, d]).into()),
            _ => Some(u64::from_le_bytes(bytes.try_into().ok()?)),
        };
        let signed = || {
            let unused = 64 - 8 * u32::try_from(bytes.len()).ok()?.min(8);
            Some((unsigned()? << unused).cast_signed() >> unused)
        };
        Some(match self.0 {
            0x03 | 0x05 | 0x07 | 0x09 => signed()?.to_string(),
            0x04 | 0x06 | 0x08 | 0x0a => unsigned()?.to_string(),
            0x0b => f32::from_bits(u32::try_from(unsigned()?).ok()?).to_string(),
            0x0c => f64::from_bits(unsigned()?).to_string(),
            0x0d => (unsigned()? != 0).to_string(),
            0x0f => guid(bytes)?,
            0x10 | 0x14 | 0x15 => format!("{:#x}", unsigned()?),
            0x11 => file_time(unsigned()?)?,
            0x12 => system_time(bytes)?,
            0x13 => Sid::decode(bytes)?.to_string(),
            _ => return None,
        })
    }
}

/// Text of a code page that the log does not name: as Latin-1.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|it| char::from(*it)).collect()
}

/// In braces, the first three parts little-endian (`[MS-DTYP]` 2.3.4).
fn guid(bytes: &[u8]) -> Option<String> {
    let &[a, b, c, d, e, f, g, h, ref rest @ ..] = <&[u8; 16]>::try_from(bytes).ok()?;
    let upper = |bytes: &[u8]| hex::encode_upper(bytes);
    let (clock, node) = rest.split_first_chunk::<2>()?;
    Some(format!(
        "{{{}-{}-{}-{}-{}}}",
        upper(&[d, c, b, a]),
        upper(&[f, e]),
        upper(&[h, g]),
        upper(clock),
        upper(node)
    ))
}

/// 100 nanoseconds since 1601 (`[MS-DTYP]` 2.3.3).
fn file_time(ticks: u64) -> Option<String> {
    const UNIX_EPOCH: i128 = 116_444_736_000_000_000;
    let nanos = (i128::from(ticks) - UNIX_EPOCH) * 100;
    let at = UtcDateTime::from_unix_timestamp_nanos(nanos).ok()?;
    let ((year, month, day), (hour, minute, second)) = (at.to_calendar_date(), at.as_hms());
    let (month, part) = (u8::from(month), at.nanosecond() / 100);
    Some(format!(
        "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{part:07}Z"
    ))
}

/// Year, month, day of the week, day, hour, minute, second, milliseconds (`[MS-DTYP]` 2.3.13).
fn system_time(bytes: &[u8]) -> Option<String> {
    let part = |number: usize| ByteOrder::Little.u16(bytes, 2 * number);
    Some(format!(
        "{}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        part(0)?,
        part(1)?,
        part(3)?,
        part(4)?,
        part(5)?,
        part(6)?,
        part(7)?
    ))
}
