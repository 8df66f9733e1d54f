//! Windows' upper and lower case: one capital to one letter, without regard to locale; and what other clients take for
//! upper case.

/// By which rule the name of a user becomes upper case for NTOWFv2 ([MS-NLMP] 3.3.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UpperCaseRule {
    /// Windows' table, as domain controllers do it: see [`upper`].
    #[default]
    Windows,
    /// All of Unicode's capitals, as most languages have them: ß becomes SS, and ı becomes I.
    Unicode,
    /// Only a to z.
    Ascii,
    /// None: the name is left as it is.
    Unchanged,
}

impl UpperCaseRule {
    /// Those that no Windows domain controller uses.
    pub const OTHERS: [Self; 3] = [Self::Unicode, Self::Ascii, Self::Unchanged];

    /// `text` in upper case by this rule.
    pub fn apply(self, text: &str) -> String {
        match self {
            Self::Windows => upper(text),
            Self::Unicode => {
                let mut capitals = String::with_capacity(text.len());
                for c in text.chars() {
                    match SPECIAL.iter().find(|(letter, _)| *letter == c) {
                        Some((_, capital)) => capitals.push_str(capital),
                        None => capitals.push(upper_char(c)),
                    }
                }
                capitals
            }
            Self::Ascii => text.to_ascii_uppercase(),
            Self::Unchanged => text.to_owned(),
        }
    }
}

/// The letters that names are written with in Latin, Greek and Cyrillic, and whose capitals are not in Windows' table.
const SPECIAL: [(char, &str); 13] = [
    ('µ', "Μ"),
    ('ß', "SS"),
    ('ı', "I"),
    ('ŉ', "ʼN"),
    ('ſ', "S"),
    ('ǅ', "Ǆ"),
    ('ǈ', "Ǉ"),
    ('ǋ', "Ǌ"),
    ('ǰ', "J\u{30c}"),
    ('ǲ', "Ǳ"),
    ('ΐ', "Ι\u{308}\u{301}"),
    ('ΰ', "Υ\u{308}\u{301}"),
    ('ς', "Σ"),
];

/// `text` in upper case as Windows folds user names: character by character, without regard to locale or
/// length ([MS-UCODEREF] 3.1.5.3).
pub fn upper(text: &str) -> String {
    text.chars().map(upper_char).collect()
}

/// The capital of a letter; anything else as it is.
pub(crate) fn upper_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    let Ok(code) = u16::try_from(u32::from(c)) else {
        return c;
    };
    let run = RUNS.iter().find(|run| run.1 >= code);
    run.filter(|(first, _, step, _)| code >= *first && (code - first).is_multiple_of(*step))
        .and_then(|run| char::from_u32(code.wrapping_add_signed(run.3).into()))
        .unwrap_or(c)
}

/// `text` in lower case: each capital as the letter that [`upper`] makes it of.
pub fn lower(text: &str) -> String {
    text.chars().map(lower_char).collect()
}

fn lower_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let Ok(code) = u16::try_from(u32::from(c)) else {
        return c;
    };
    let letter = |&(first, last, step, distance): &(u16, u16, u16, i16)| {
        let letter = code.wrapping_sub(distance.cast_unsigned());
        let paired = (first..=last).contains(&letter) && (letter - first).is_multiple_of(step);
        paired.then_some(letter)
    };
    let letter = RUNS.iter().find_map(letter);
    letter
        .and_then(|letter| char::from_u32(letter.into()))
        .unwrap_or(c)
}

/// Letters with capitals: the first and the last of a run, the step from one to the next, and how far on the capital
/// stands, in 16 bits.
///
/// Windows' table works on 16-bit units and pairs letters one to one: it leaves alone what does not come back (ß, µ, ı,
/// ſ, ς, titlecase letters), and what Unicode paired after the table was made. A test derives it from Unicode's.
#[rustfmt::skip]
const RUNS: [(u16, u16, u16, i16); 133] = [
    (0x00e0, 0x00f6, 1, -32), (0x00f8, 0x00fe, 1, -32), (0x00ff, 0x00ff, 1, 121), (0x0101, 0x012f, 2, -1),
    (0x0133, 0x0137, 2, -1), (0x013a, 0x0148, 2, -1), (0x014b, 0x0177, 2, -1), (0x017a, 0x017e, 2, -1),
    (0x0180, 0x0180, 1, 195), (0x0183, 0x0185, 2, -1), (0x0188, 0x0188, 1, -1), (0x018c, 0x018c, 1, -1),
    (0x0192, 0x0192, 1, -1), (0x0195, 0x0195, 1, 97), (0x0199, 0x0199, 1, -1), (0x019a, 0x019a, 1, 163),
    (0x019e, 0x019e, 1, 130), (0x01a1, 0x01a5, 2, -1), (0x01a8, 0x01a8, 1, -1), (0x01ad, 0x01ad, 1, -1),
    (0x01b0, 0x01b0, 1, -1), (0x01b4, 0x01b6, 2, -1), (0x01b9, 0x01b9, 1, -1), (0x01bd, 0x01bd, 1, -1),
    (0x01bf, 0x01bf, 1, 56), (0x01c6, 0x01c6, 1, -2), (0x01c9, 0x01c9, 1, -2), (0x01cc, 0x01cc, 1, -2),
    (0x01ce, 0x01dc, 2, -1), (0x01dd, 0x01dd, 1, -79), (0x01df, 0x01ef, 2, -1), (0x01f3, 0x01f3, 1, -2),
    (0x01f5, 0x01f5, 1, -1), (0x01f9, 0x021f, 2, -1), (0x0223, 0x0233, 2, -1), (0x023c, 0x023c, 1, -1),
    (0x0242, 0x0242, 1, -1), (0x0247, 0x024f, 2, -1), (0x0250, 0x0250, 1, 10783), (0x0251, 0x0251, 1, 10780),
    (0x0253, 0x0253, 1, -210), (0x0254, 0x0254, 1, -206), (0x0256, 0x0257, 1, -205), (0x0259, 0x0259, 1, -202),
    (0x025b, 0x025b, 1, -203), (0x0260, 0x0260, 1, -205), (0x0263, 0x0263, 1, -207), (0x0268, 0x0268, 1, -209),
    (0x0269, 0x0269, 1, -211), (0x026b, 0x026b, 1, 10743), (0x026f, 0x026f, 1, -211), (0x0271, 0x0271, 1, 10749),
    (0x0272, 0x0272, 1, -213), (0x0275, 0x0275, 1, -214), (0x027d, 0x027d, 1, 10727), (0x0280, 0x0280, 1, -218),
    (0x0283, 0x0283, 1, -218), (0x0288, 0x0288, 1, -218), (0x0289, 0x0289, 1, -69), (0x028a, 0x028b, 1, -217),
    (0x028c, 0x028c, 1, -71), (0x0292, 0x0292, 1, -219), (0x0371, 0x0373, 2, -1), (0x0377, 0x0377, 1, -1),
    (0x037b, 0x037d, 1, 130), (0x03ac, 0x03ac, 1, -38), (0x03ad, 0x03af, 1, -37), (0x03b1, 0x03c1, 1, -32),
    (0x03c3, 0x03cb, 1, -32), (0x03cc, 0x03cc, 1, -64), (0x03cd, 0x03ce, 1, -63), (0x03d7, 0x03d7, 1, -8),
    (0x03d9, 0x03ef, 2, -1), (0x03f2, 0x03f2, 1, 7), (0x03f8, 0x03f8, 1, -1), (0x03fb, 0x03fb, 1, -1),
    (0x0430, 0x044f, 1, -32), (0x0450, 0x045f, 1, -80), (0x0461, 0x0481, 2, -1), (0x048b, 0x04bf, 2, -1),
    (0x04c2, 0x04ce, 2, -1), (0x04cf, 0x04cf, 1, -15), (0x04d1, 0x0523, 2, -1), (0x0561, 0x0586, 1, -48),
    (0x1d79, 0x1d79, 1, -30204), (0x1d7d, 0x1d7d, 1, 3814), (0x1e01, 0x1e95, 2, -1), (0x1ea1, 0x1eff, 2, -1),
    (0x1f00, 0x1f07, 1, 8), (0x1f10, 0x1f15, 1, 8), (0x1f20, 0x1f27, 1, 8), (0x1f30, 0x1f37, 1, 8),
    (0x1f40, 0x1f45, 1, 8), (0x1f51, 0x1f57, 2, 8), (0x1f60, 0x1f67, 1, 8), (0x1f70, 0x1f71, 1, 74),
    (0x1f72, 0x1f75, 1, 86), (0x1f76, 0x1f77, 1, 100), (0x1f78, 0x1f79, 1, 128), (0x1f7a, 0x1f7b, 1, 112),
    (0x1f7c, 0x1f7d, 1, 126), (0x1f80, 0x1f87, 1, 8), (0x1f90, 0x1f97, 1, 8), (0x1fa0, 0x1fa7, 1, 8),
    (0x1fb0, 0x1fb1, 1, 8), (0x1fb3, 0x1fb3, 1, 9), (0x1fc3, 0x1fc3, 1, 9), (0x1fd0, 0x1fd1, 1, 8),
    (0x1fe0, 0x1fe1, 1, 8), (0x1fe5, 0x1fe5, 1, 7), (0x1ff3, 0x1ff3, 1, 9), (0x214e, 0x214e, 1, -28),
    (0x2170, 0x217f, 1, -16), (0x2184, 0x2184, 1, -1), (0x24d0, 0x24e9, 1, -26), (0x2c30, 0x2c5e, 1, -48),
    (0x2c61, 0x2c61, 1, -1), (0x2c65, 0x2c65, 1, -10795), (0x2c66, 0x2c66, 1, -10792), (0x2c68, 0x2c6c, 2, -1),
    (0x2c73, 0x2c73, 1, -1), (0x2c76, 0x2c76, 1, -1), (0x2c81, 0x2ce3, 2, -1), (0x2d00, 0x2d25, 1, -7264),
    (0xa641, 0xa65f, 2, -1), (0xa663, 0xa66d, 2, -1), (0xa681, 0xa697, 2, -1), (0xa723, 0xa72f, 2, -1),
    (0xa733, 0xa76f, 2, -1), (0xa77a, 0xa77c, 2, -1), (0xa77f, 0xa787, 2, -1), (0xa78c, 0xa78c, 1, -1),
    (0xff41, 0xff5a, 1, -32),
];

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn the_table_is_unicodes_pairs_of_that_time() {
        let pair = |c: char, &u: &char| {
            u != c && u <= '\u{ffff}' && !paired_later(u) && alone(u.to_lowercase()) == Some(c)
        };
        for c in '\0'..=char::MAX {
            let capital = candidates(c).find(|u| pair(c, u)).unwrap_or(c);
            assert_eq!(upper_char(c), capital, "{c}");
            assert!(capital == c || lower_char(capital) == c, "{capital}");
        }
    }

    #[test]
    fn unicodes_capitals_are_those_of_latin_greek_and_cyrillic() {
        let latin = ('\0'..='\u{17f}').chain('\u{1c4}'..='\u{1f5}');
        for c in latin
            .chain('\u{386}'..='\u{3ce}')
            .chain('\u{400}'..='\u{523}')
        {
            let capital = UpperCaseRule::Unicode.apply(&c.to_string());
            assert_eq!(capital, c.to_string().to_uppercase());
        }
        let apply = |rule: UpperCaseRule| rule.apply("straße ık");
        assert_eq!(apply(UpperCaseRule::Windows), "STRAßE ıK");
        let others = UpperCaseRule::OTHERS.map(apply);
        assert_eq!(others, ["STRASSE IK", "STRAßE ıK", "straße ık"]);
    }

    #[test]
    fn upper_case_is_locale_free_and_keeps_the_length() {
        assert_eq!(upper("iıIİ"), "IıIİ", "a Turkish i folds as everywhere");
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
}
