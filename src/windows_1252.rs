//! Windows-1252, the ANSI code page of Western Windows: what "OEM" text is taken for on the wire, and in what LM's
//! passwords are hashed. Like Windows, it maps its five unassigned bytes to the C1 controls of the same number, so that
//! every byte is a character and comes back as itself.

/// From 0x80 to 0x9F; the rest is Latin-1.
const HIGH_CONTROLS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The character of a byte.
pub fn to_char(byte: u8) -> char {
    let place = usize::from(byte).checked_sub(0x80);
    place
        .and_then(|place| HIGH_CONTROLS.get(place).copied())
        .unwrap_or(char::from(byte))
}

/// The byte of a character. `None` where the code page lacks it, as it lacks the C1 controls whose numbers it gives to
/// other characters.
pub fn from_char(c: char) -> Option<u8> {
    let byte = match HIGH_CONTROLS.iter().position(|&high| high == c) {
        Some(place) => u8::try_from(0x80 + place).ok()?,
        None => u8::try_from(c).ok()?,
    };
    (to_char(byte) == c).then_some(byte)
}

#[cfg(test)]
mod tests {
    use super::{from_char, to_char};

    #[test]
    fn every_byte_comes_back_and_controls_have_no_second_place() {
        for byte in 0..=255 {
            assert_eq!(from_char(to_char(byte)), Some(byte));
        }
        assert_eq!(from_char('€'), Some(0x80));
        assert_eq!(from_char('\u{80}'), None);
        assert_eq!(from_char('ж'), None);
    }
}
