//! CRC32, which signs where extended session security is not negotiated ([MS-NLMP] 3.4.4.1), and in old Kerberos.

/// CRC-32 as of ISO 3309 and zlib: polynomial 0x04C11DB7, reflected.
pub fn crc32(data: &[u8]) -> u32 {
    !remainder(u32::MAX, data)
}

/// CRC-32 as RFC 3961 6.1.3 modifies it: nothing goes before the data, and the remainder is not complemented.
pub fn crc32_modified(data: &[u8]) -> u32 {
    remainder(0, data)
}

fn remainder(start: u32, data: &[u8]) -> u32 {
    data.iter().fold(start, |crc, byte| {
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

    #[test]
    fn as_rfc_3961_modifies_it() {
        // RFC 3961 A.5.
        for (text, sum) in [
            ("foo", [0x33, 0xbc, 0x32, 0x73]),
            ("test0123456789", [0xd6, 0x88, 0x3e, 0xb8]),
            (
                "MASSACHVSETTS INSTITVTE OF TECHNOLOGY",
                [0xf7, 0x80, 0x41, 0xe3],
            ),
        ] {
            assert_eq!(crc32_modified(text.as_bytes()).to_le_bytes(), sum, "{text}");
        }
    }
}
