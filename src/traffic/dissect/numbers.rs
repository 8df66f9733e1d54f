//! Integers at an offset; `None` where the bytes end before.

/// A 16-bit little-endian integer.
pub fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A 32-bit little-endian integer.
pub fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A 64-bit little-endian integer.
pub fn le64(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A 16-bit big-endian integer.
pub fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    le16(bytes, at).map(u16::swap_bytes)
}

/// A 32-bit big-endian integer.
pub fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    le32(bytes, at).map(u32::swap_bytes)
}

/// So many bytes at an offset, as messages point at their parts.
pub fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}
