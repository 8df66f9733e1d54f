//! The encodings of text that the one-way functions rest on.

use crate::letter_case::upper_char;
use crate::windows_1252;

/// UTF-16LE, which [MS-NLMP] 6 calls `UNICODE`.
pub(super) fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The single-byte code page of LM's passwords. The message does not say which one the client had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePage {
    /// Windows-1252, which is the ANSI code page of Western Windows.
    Windows1252,
    /// Code page 850, its OEM code page; 437, that of the United States, agrees in the capitals it has.
    Dos850,
}

/// Upper case in that code page, or `None` where a character has no place in it.
pub(super) fn oem_upper(text: &str, page: CodePage) -> Option<Vec<u8>> {
    // A character whose capital is outside the code page (ƒ) stays as it is.
    text.chars()
        .map(|c| oem(upper_char(c), page).or_else(|| oem(c, page)))
        .collect()
}

fn oem(c: char, page: CodePage) -> Option<u8> {
    const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»\0\0\0\0\0ÁÂÀ©\0\0\0\0¢¥\0\0\0\0\0\0\0ãÃ\0\0\0\0\0\0\0¤ðÐÊËÈıÍÎÏ\0\0\0\0¦Ì\0ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±\0¾¶§÷¸°¨·¹³²\0\u{a0}";
    match page {
        CodePage::Windows1252 => windows_1252::from_char(c),
        CodePage::Dos850 if c.is_ascii() => u8::try_from(c).ok(),
        CodePage::Dos850 => (0x80..=0xff)
            .zip(DOS.chars())
            .find_map(|(byte, mapped)| (mapped == c).then_some(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_page_has_its_own_letters() {
        use CodePage::{Dos850, Windows1252};
        assert_eq!(
            oem_upper("aé€ÿšƒß", Windows1252).unwrap(),
            [b'A', 0xc9, 0x80, 0x9f, 0x8a, 0x83, 0xdf]
        );
        // As Python's codec encodes "AÉÜÑØÁÝß£¤ƒ" in cp850.
        assert_eq!(
            oem_upper("aéüñøáýß£¤ƒ", Dos850).unwrap(),
            [
                b'A', 0x90, 0x9a, 0xa5, 0x9d, 0xb5, 0xed, 0xe1, 0x9c, 0xcf, 0x9f
            ]
        );
        for page in [Windows1252, Dos850] {
            assert_eq!(oem_upper("Ж", page), None);
            assert_eq!(oem_upper("🦀", page), None);
        }
        assert_eq!(oem_upper("€", Dos850), None);
    }
}
