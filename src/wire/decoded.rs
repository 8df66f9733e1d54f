//! What decoding gives: a value or an error, and the fields.

use super::{DecodeError, Layout, Reader};

/// The outcome of decoding: the value or the error, and the fields read up to there.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    /// The message, or why it is none.
    pub value: Result<T, DecodeError>,
    /// What was read, even where an error ended it.
    pub layout: Layout,
}

impl<T> Decoded<T> {
    /// Runs `decode` over `bytes` and keeps the fields it read.
    pub fn run(bytes: &[u8], decode: impl FnOnce(&mut Reader<'_>) -> T) -> Self {
        let mut reader = Reader::new(bytes);
        let value = decode(&mut reader);
        Self {
            value: reader.check().map(|()| value),
            layout: reader.finish(),
        }
    }

    /// The value alone, several times as fast: no field is recorded, unless there is an error to name its field.
    pub fn value(bytes: &[u8], decode: fn(&mut Reader<'_>) -> T) -> Result<T, DecodeError> {
        let mut reader = Reader::unrecorded(bytes);
        let value = decode(&mut reader);
        if reader.check().is_err() {
            return Self::run(bytes, decode).value;
        }
        Ok(value)
    }

    /// What could be read, whatever is wrong; what could not is empty or zero.
    pub fn lenient(bytes: &[u8], decode: fn(&mut Reader<'_>) -> T) -> T {
        decode(&mut Reader::unrecorded(bytes))
    }

    /// The same, of what may have no value to go on with after an error.
    pub fn attempt(
        bytes: &[u8],
        decode: impl FnOnce(&mut Reader<'_>) -> Result<T, DecodeError>,
    ) -> Self {
        let mut reader = Reader::new(bytes);
        Self {
            value: decode(&mut reader),
            layout: reader.finish(),
        }
    }
}
