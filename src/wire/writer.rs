//! Appends values to bytes; integers are little-endian unless the name says otherwise.

/// A message that grows at its end.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty message.
    pub fn new() -> Self {
        Self::default()
    }

    /// Length so far, in bytes.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Appends bytes as they are.
    pub fn put(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// Appends one byte.
    pub fn u8(&mut self, value: u8) -> &mut Self {
        self.put(&[value])
    }

    /// Appends a 16-bit little-endian integer.
    pub fn u16(&mut self, value: u16) -> &mut Self {
        self.put(&value.to_le_bytes())
    }

    /// Appends a 32-bit little-endian integer.
    pub fn u32(&mut self, value: u32) -> &mut Self {
        self.put(&value.to_le_bytes())
    }

    /// Appends a 64-bit little-endian integer.
    pub fn u64(&mut self, value: u64) -> &mut Self {
        self.put(&value.to_le_bytes())
    }

    /// Writes `bytes` at `offset`, filling with zeros up to there.
    pub fn put_at(&mut self, offset: usize, bytes: &[u8]) -> &mut Self {
        let end = offset.saturating_add(bytes.len());
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        if let Some(place) = self.bytes.get_mut(offset..end) {
            place.copy_from_slice(bytes);
        }
        self
    }

    /// Appends zeros until the length is a multiple of `alignment`.
    pub fn align(&mut self, alignment: usize) -> &mut Self {
        while !self.bytes.len().is_multiple_of(alignment.max(1)) {
            self.bytes.push(0);
        }
        self
    }

    /// The bytes that were written, without a copy.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}
