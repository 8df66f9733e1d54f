//! CRC32, which signs where extended session security is not negotiated ([MS-NLMP] 3.4.4.1).

/// CRC-32 as of ISO 3309 and zlib: polynomial 0x04C11DB7, reflected.
pub fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_usual_digits() {
        assert_eq!(crc32(b"123456789").to_le_bytes(), [0x26, 0x39, 0xf4, 0xcb]);
        assert_eq!(crc32(b""), 0);
    }
}
