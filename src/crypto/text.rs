//! The two conversions of text that the one-way functions rest on: Windows' upper case, and OEM.

/// `text` in upper case as Windows folds user names: character by character, without regard to locale or
/// length ([MS-UCODEREF] 3.1.5.3).
pub fn upper(text: &str) -> String {
    text.chars().map(upper_char).collect()
}

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

fn upper_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    // Windows' table works on 16-bit units and pairs letters one to one: it leaves alone what does not come
    // back (ß, µ, ı, ſ, ς, titlecase letters), and what Unicode paired after the table was made.
    candidates(c)
        .find(|&u| {
            u != c && u <= '\u{ffff}' && !paired_later(u) && alone(u.to_lowercase()) == Some(c)
        })
        .unwrap_or(c)
}

/// The capital, or, where Unicode's full mapping spells it with two characters, the Greek capitals with iota
/// beside the letter, which stand 8 or 9 places on.
fn candidates(c: char) -> impl Iterator<Item = char> {
    let greek = ('\u{1f80}'..='\u{1fff}').contains(&c);
    let near = [8, 9]
        .into_iter()
        .filter(move |_| greek)
        .filter_map(move |n| char::from_u32(u32::from(c) + n));
    alone(c.to_uppercase()).into_iter().chain(near)
}

fn alone(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next();
    first.filter(|_| chars.next().is_none())
}

/// Capitals that came after Unicode 5.1, which Windows' table follows: Georgian and Cherokee among them.
fn paired_later(upper: char) -> bool {
    matches!(upper,
        '\u{37f}' | '\u{524}'..='\u{530}' | '\u{10c7}'..='\u{10cd}' | '\u{13a0}'..='\u{13f5}'
        | '\u{1c89}'..='\u{1cbf}' | '\u{2c2f}' | '\u{2c70}' | '\u{2c7e}'..='\u{2c7f}'
        | '\u{2ceb}'..='\u{2cf2}' | '\u{a660}' | '\u{a698}'..='\u{a69f}' | '\u{a78d}'..='\u{a7ff}')
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
    fn upper_case_is_locale_free_and_keeps_the_length() {
        assert_eq!(
            upper("iıIİ"),
            "IıIİ",
            "trap 6: a Turkish i folds as everywhere"
        );
        assert_eq!(upper("straße"), "STRAßE");
        assert_eq!(upper("éÿµſςǆǅ"), "ÉŸµſςǄǅ");
        assert_eq!(upper("жўա"), "ЖЎԱ");
        assert_eq!(upper("ᾀᾳῃῳ"), "ᾈᾼῌῼ");
        assert_eq!(
            upper("ქართული"),
            "ქართული",
            "Georgian capitals are younger than the table"
        );
        assert_eq!(
            upper("𐐨🦀"),
            "𐐨🦀",
            "the table knows no pairs of surrogates"
        );
    }

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
