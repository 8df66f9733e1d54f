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

    /// Adds to the number in these bytes, eight at most; none where the sum does not fit, and then they stay.
    pub fn add(self, number: &mut [u8], more: i64) -> Option<()> {
        let digit = |sum: i64, byte: &u8| sum << 8 | i64::from(*byte);
        let sum = match self {
            Self::Big => number.iter().fold(0, digit),
            Self::Little => number.iter().rev().fold(0, digit),
        };
        let sum = u64::try_from(sum.checked_add(more)?).ok()?.to_le_bytes();
        let (low, high) = sum.split_at_checked(number.len())?;
        if high.iter().any(|byte| *byte != 0) {
            return None;
        }
        number.copy_from_slice(low);
        if self == Self::Big {
            number.reverse();
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_does_not_fit_leaves_the_number_alone() {
        let mut number = [1, 0xff];
        assert_eq!(ByteOrder::Big.add(&mut number, 1), Some(()));
        assert_eq!(number, [2, 0]);
        assert_eq!(ByteOrder::Little.add(&mut number, 254), Some(()));
        assert_eq!(number, [0, 1]);
        for more in [-257, 0xff00] {
            assert_eq!(ByteOrder::Little.add(&mut number, more), None);
            assert_eq!(number, [0, 1]);
        }
    }
}
