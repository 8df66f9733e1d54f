//! The order of the bytes of an integer, where a format leaves it to whoever wrote it.

/// Which byte of an integer comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByteOrder {
    /// The most significant byte first.
    #[default]
    Big,
    /// The least significant byte first.
    Little,
}

impl ByteOrder {
    /// The two bytes there, if they are there.
    pub fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let taken = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Big => u16::from_be_bytes(taken),
            Self::Little => u16::from_le_bytes(taken),
        })
    }

    /// The four bytes there, if they are there.
    pub fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let taken = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Big => u32::from_be_bytes(taken),
            Self::Little => u32::from_le_bytes(taken),
        })
    }

    /// The eight bytes there, if they are there.
    pub fn u64(self, bytes: &[u8], at: usize) -> Option<u64> {
        let taken = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Big => u64::from_be_bytes(taken),
            Self::Little => u64::from_le_bytes(taken),
        })
    }
}
