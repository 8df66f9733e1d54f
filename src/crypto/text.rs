//! The encodings of text that the one-way functions rest on.

use super::upper::upper_char;

/// UTF-16LE, which [MS-NLMP] 6 calls `UNICODE`.
pub(super) fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Upper case in the OEM code page, or `None` where a character has no place in it.
pub(super) fn oem_upper(text: &str) -> Option<Vec<u8>> {
    // A character whose capital is outside the code page (ƒ) stays as it is.
    text.chars()
        .map(|c| oem(upper_char(c)).or_else(|| oem(c)))
        .collect()
}

/// One character in Windows-1252.
fn oem(c: char) -> Option<u8> {
    const C1: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";
    match c {
        '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}' => u8::try_from(c).ok(),
        _ => (0x80..=0x9f)
            .zip(C1.chars())
            .find_map(|(byte, mapped)| (mapped == c).then_some(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oem_is_windows_1252() {
        assert_eq!(
            oem_upper("aé€ÿšƒß").unwrap(),
            [b'A', 0xc9, 0x80, 0x9f, 0x8a, 0x83, 0xdf]
        );
        assert_eq!(oem_upper("Ж"), None);
        assert_eq!(oem_upper("🦀"), None);
    }
}
