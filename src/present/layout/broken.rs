//! Words that are wider than a line, broken where it hurts least.

use super::wrap::{LabelLine, advance, extend};
use crate::present::TextRun;

/// Behind these a word that is wider than a line may be broken.
const JOINTS: [char; 4] = ['_', '-', '/', '\\'];

/// Sets a word that is wider than a line, part by part, and where a part is wider too, as far as it goes with a hyphen, or
/// letter by letter; how much of the last line is used then.
pub(super) fn broken(
    lines: &mut Vec<LabelLine>,
    word: LabelLine,
    font: f64,
    (mut used, room): (f64, f64),
) -> f64 {
    for run in word {
        let mut rest = run.text.as_str();
        while !rest.is_empty() {
            let mut letters;
            (letters, rest) = part(rest);
            while span(letters, &run, font) > room {
                match hyphenated(letters, &run, font, room - used) {
                    Some((begin, end)) => {
                        let text = [begin, "-"].concat();
                        extend(lines, TextRun { text, ..run });
                        letters = end;
                    }
                    None if used > 0.0 => {}
                    None => break,
                }
                lines.push(Vec::new());
                used = 0.0;
            }
            let mut full = used + span(letters, &run, font) > room;
            for letter in letters.chars() {
                let step = advance(letter, &run, font);
                if (full || used + step > room) && used > 0.0 {
                    lines.push(Vec::new());
                    used = 0.0;
                }
                full = false;
                used += step;
                let text = letter.to_string();
                extend(lines, TextRun { text, ..run });
            }
        }
    }
    used
}

/// A word up to and with its next joint, and the rest: another is before a capital within, as in EcDoConnect. A number stays
/// with its name, as in WEB-01.
fn part(word: &str) -> (&str, &str) {
    let mut letters = word.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        let Some(&(at, next)) = letters.peek() else {
            break;
        };
        let capital = letter.is_ascii_lowercase() && next.is_ascii_uppercase();
        if capital || JOINTS.contains(&letter) && !next.is_ascii_digit() {
            return word.split_at_checked(at).unwrap_or((word, ""));
        }
    }
    (word, "")
}

/// What of a part goes into `room` with a hyphen, and the rest. That is between syllables, about: before a consonant with
/// vowels on both sides (AUTHENTI-CATE), or the second of two (CHAL-LENGE), and three letters from either end.
fn hyphenated<'a>(
    part: &'a str,
    run: &TextRun,
    font: f64,
    room: f64,
) -> Option<(&'a str, &'a str)> {
    let vowel = |letter: char| "AEIOUYaeiouy".contains(letter);
    let letters: Vec<(usize, char)> = part.char_indices().collect();
    let mut used = advance('-', run, font);
    let mut found = None;
    for (around, (_, passed)) in letters.windows(6).zip(&letters) {
        used += advance(*passed, run, font);
        let [(_, first), (_, two), (_, one), (at, here), (_, next), _] = *around else {
            continue;
        };
        // The three letters before it are not behind yet.
        let before: f64 = [two, one].iter().map(|it| advance(*it, run, font)).sum();
        if used + before > room {
            break;
        }
        let word = around.iter().all(|(_, it)| it.is_ascii_alphabetic());
        let apart = vowel(one) || "LMNRlmnr".contains(one) && vowel(two);
        if word && !vowel(here) && vowel(next) && apart && first.is_ascii_alphabetic() {
            found = part.split_at_checked(at);
        }
    }
    found
}

fn span(letters: &str, run: &TextRun, font: f64) -> f64 {
    let letters = letters.chars();
    letters.map(|letter| advance(letter, run, font)).sum()
}

#[cfg(test)]
mod tests {
    use crate::present::TextRun;
    use crate::present::layout::wrap::wrap;

    fn lines(run: TextRun, room: f64) -> Vec<String> {
        let lines = wrap(&[run], 11.0, room, 99);
        let text = |line: Vec<TextRun>| line.iter().map(|run| run.text.as_str()).collect();
        lines.into_iter().map(text).collect()
    }

    #[test]
    fn a_long_word_is_broken_at_its_joints() {
        for (text, room, expected) in [
            ("WWW-Authenticate:", 88.0, &["WWW-", "Authenticate:"][..]),
            (
                "GET /exchange/Logon.asp",
                95.0,
                &["GET", "/exchange/", "Logon.asp"],
            ),
            (
                "“…AUTHORITY\\ANONYMOUS LOGON'”",
                102.0,
                &["“…AUTHORITY\\", "ANONYMOUS", "LOGON'”"],
            ),
            ("HTTP/web-01", 65.0, &["HTTP/", "web-01"]),
        ] {
            assert_eq!(lines(TextRun::plain(text), room), expected);
        }
        assert_eq!(
            lines(TextRun::strong("ecAccessDenied"), 70.0),
            ["ecAccess", "Denied"]
        );
    }

    #[test]
    fn a_part_that_is_wider_than_a_line_is_hyphenated() {
        for (text, room, expected) in [
            ("AUTHENTICATE", 84.0, ["AUTHENTI-", "CATE"]),
            ("NEGOTIATE", 70.0, ["NEGO-", "TIATE"]),
            ("CHALLENGE", 70.0, ["CHAL-", "LENGE"]),
        ] {
            let lines = lines(TextRun::strong(text), room);
            assert_eq!(lines[..2], expected, "{lines:?}");
        }
        let error = TextRun::plain("“…AUTHORITY\\ANONYMOUS LOGON'”");
        let expected = ["“…AUTHO-", "RITY\\ANO-", "NYMOUS", "LOGON'”"];
        assert_eq!(lines(error, 70.0), expected);
    }

    #[test]
    fn nothing_is_lost_or_too_wide_however_narrow() {
        let text = "“…AUTHORITY\\ANONYMOUS AUTHENTICATE ecAccessDenied Authenticate:";
        for room in 8..200 {
            let lines = lines(TextRun::plain(text), f64::from(room));
            let bare = |text: &str| text.replace([' ', '-'], "");
            assert_eq!(bare(&lines.concat()), bare(text), "{room}");
            for line in lines {
                let width = super::span(&line, &TextRun::plain(""), 11.0);
                let one = line.chars().count() == 1;
                assert!(one || width <= f64::from(room), "{room}: {line}");
            }
        }
    }
}
