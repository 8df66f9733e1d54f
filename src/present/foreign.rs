//! Text from elsewhere (names, pages, links, errors of a peer), made fit to stand in a line of ours.

use std::fmt;

/// The text in at most `most` characters, on one line. What would break the line, or turn its direction for what
/// follows, is replaced by U+FFFD.
pub fn cut(text: impl fmt::Display, most: usize) -> String {
    shorten(&text.to_string(), most, harmless)
}

/// The same of a text of several lines: line ends and tabs stay.
pub fn passage(text: &str, most: usize) -> String {
    shorten(text, most, |c| match c {
        '\n' | '\r' | '\t' => c,
        c => harmless(c),
    })
}

fn shorten(text: &str, most: usize, replace: fn(char) -> char) -> String {
    let mut shown: String = text.chars().take(most).map(replace).collect();
    if text.chars().nth(most).is_some() {
        shown.pop();
        shown.push('…');
    }
    shown
}

/// The end of the text in at most `most` characters, from the beginning of a word; of a name with its domain, the name.
pub fn tail(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return cut(text, most);
    }
    let end: String = text.chars().skip(count - most + 1).collect();
    let begins = end.rsplit_once('\\').or_else(|| end.split_once(' '));
    let words = begins.map_or(end.as_str(), |(_, words)| words);
    // A quotation mark that opened before is left out where it closes.
    let unquoted = words.strip_suffix('\'');
    let words = unquoted.filter(|it| !it.contains('\'')).unwrap_or(words);
    format!("…{}", cut(words, most))
}

/// A character that stays in its place: controls, line ends and the bidirectional controls of Unicode do not.
fn harmless(c: char) -> char {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    if c.is_control() || turns || breaks {
        char::REPLACEMENT_CHARACTER
    } else {
        c
    }
}

/// The words of an HTML or text body, its tags taken out.
pub fn body_text(body: &[u8]) -> String {
    let mut text = String::new();
    let mut tag = false;
    for c in String::from_utf8_lossy(body).chars().take(4096) {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if tag => continue,
            ';' => {
                let known = [("&lt", '<'), ("&gt", '>'), ("&amp", '&')];
                let known = known.iter().find(|(name, _)| text.ends_with(name));
                if let Some((name, _)) = known {
                    text.truncate(text.len() - name.len());
                }
                text.push(known.map_or(c, |(_, meant)| *meant));
                continue;
            }
            c if c > ' ' => {
                text.push(c);
                continue;
            }
            _ => {}
        }
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text.truncate(text.trim_ascii_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_by_characters() {
        assert_eq!(cut("alice", 5), "alice");
        assert_eq!(cut("alicia", 5), "alic…");
        assert_eq!(cut("😀".repeat(70_000), 3), "😀😀…");
        assert_eq!(cut("a\u{202e}b\nc", 9), "a\u{fffd}b\u{fffd}c");
        assert_eq!(cut("a\u{61c}b", 9), "a\u{fffd}b");
        assert_eq!(cut("", 3), "");
        assert_eq!(passage("a\r\n\tb\u{2066}\0", 9), "a\r\n\tb\u{fffd}\u{fffd}");
    }

    #[test]
    fn the_end_of_a_page() {
        let failed = "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'";
        assert_eq!(tail(failed, 30), "…ANONYMOUS LOGON");
        assert_eq!(tail("short", 9), "short");
        assert_eq!(
            tail("it was unable to get your inbox.", 21),
            "…to get your inbox."
        );
        assert_eq!(body_text(b"<h1>Inbox - a&amp;b</h1>\n"), "Inbox - a&b");
    }
}
