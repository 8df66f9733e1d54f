//! Character encodings on the wire: UTF-16LE, OEM (Windows-1252) and Latin-1.

use crate::windows_1252;

/// UTF-16, little-endian, without a byte order mark or a terminator: the "Unicode" of `[MS-NLMP] 2.2`.
pub fn utf16le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Reads UTF-16LE. `None` where the length is odd or a surrogate has no partner.
pub fn from_utf16le(bytes: &[u8]) -> Option<String> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    char::decode_utf16(units(bytes))
        .collect::<Result<_, _>>()
        .ok()
}

/// Reads UTF-16LE with U+FFFD for each surrogate without a partner, and for a last odd byte.
pub fn from_utf16le_lossy(bytes: &[u8]) -> String {
    let mut text: String = char::decode_utf16(units(bytes))
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    if !bytes.len().is_multiple_of(2) {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

/// OEM text. `None` where the code page lacks a character.
///
/// OEM means the code page of the sending machine, which the message does not say (`[MS-NLMP] 2.2`).
/// This takes Windows-1252, as published test vectors do; ASCII is the same in all of them.
pub fn oem(text: &str) -> Option<Vec<u8>> {
    text.chars().map(windows_1252::from_char).collect()
}

/// Reads OEM text as Windows-1252. Its five unassigned bytes become the C1 controls of the same
/// number, as Windows converts them, so that every byte survives [`oem`] again.
pub fn from_oem(bytes: &[u8]) -> String {
    bytes.iter().copied().map(windows_1252::to_char).collect()
}

/// Reads ISO 8859-1; every byte is a character.
pub fn from_latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn units(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes
        .as_chunks::<2>()
        .0
        .iter()
        .copied()
        .map(u16::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn utf16_is_little_endian_with_surrogate_pairs() {
        assert_eq!(utf16le("aé"), [0x61, 0, 0xE9, 0]);
        assert_eq!(utf16le("😀"), [0x3D, 0xD8, 0x00, 0xDE]);
    }

    #[test]
    fn broken_utf16_is_none_or_replaced() {
        assert_eq!(from_utf16le(&[0x61]), None);
        assert_eq!(from_utf16le(&[0x3D, 0xD8]), None);
        assert_eq!(from_utf16le_lossy(&[0x3D, 0xD8, 0x61]), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn oem_is_windows_1252() {
        assert_eq!(oem("€é™").as_deref(), Some(&[0x80, 0xE9, 0x99][..]));
        assert_eq!(oem("ж"), None);
        assert_eq!(oem("\u{80}"), None);
        let every: Vec<u8> = (0..=255).collect();
        assert_eq!(oem(&from_oem(&every)), Some(every));
    }

    proptest! {
        #[test]
        fn utf16_round_trips(text in ".*") {
            prop_assert_eq!(from_utf16le(&utf16le(&text)), Some(text.clone()));
            prop_assert_eq!(from_utf16le_lossy(&utf16le(&text)), text);
        }

        #[test]
        fn strict_and_lossy_agree(bytes: Vec<u8>) {
            if let Some(text) = from_utf16le(&bytes) {
                prop_assert_eq!(from_utf16le_lossy(&bytes), text);
            }
        }
    }
}
