//! Names of any length and alphabet, made fit to stand in a line.

use crate::hosts::Identity;

/// Longest name in a label, in characters.
pub const BRIEF: usize = 14;
/// Longest name in a sentence, in characters.
pub const LONG: usize = 40;

/// The text in at most `max` characters. What would break the line, or turn its direction for what follows, is
/// replaced.
pub fn cut(text: &str, max: usize) -> String {
    let mut shown: String = text.chars().take(max).map(harmless).collect();
    if text.chars().nth(max).is_some() {
        shown.pop();
        shown.push('…');
    }
    shown
}

/// The end of the text in at most `max` characters, from the beginning of a word.
pub fn tail(text: &str, max: usize) -> String {
    let count = text.chars().count();
    if count <= max {
        return cut(text, max);
    }
    let end: String = text.chars().skip(count - max + 1).collect();
    let words = end.split_once(' ').map_or(end.as_str(), |(_, words)| words);
    format!("…{}", cut(words, max))
}

fn harmless(c: char) -> char {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    if c.is_control() || turns || breaks {
        '\u{fffd}'
    } else {
        c
    }
}

/// Who somebody is. `max` is the longest name without its domain.
pub fn identity(identity: &Identity, max: usize) -> String {
    match identity {
        Identity::Anonymous => "ANONYMOUS LOGON".to_owned(),
        Identity::User { domain, name } => account(domain, name, max),
    }
}

/// An account by domain and name.
pub fn account(domain: &str, name: &str, max: usize) -> String {
    let name = if name.is_empty() {
        "(no name)".to_owned()
    } else {
        cut(name, max)
    };
    if domain.is_empty() {
        name
    } else {
        format!("{}\\{name}", cut(domain, max))
    }
}

/// An account written as one text, `DOMAIN\name`.
pub fn whole_account(text: &str, max: usize) -> String {
    match text.split_once('\\') {
        Some((domain, name)) => account(domain, name, max),
        None => account("", text, max),
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
        assert_eq!(cut(&"😀".repeat(70_000), 3), "😀😀…");
        assert_eq!(cut("a\u{202e}b\nc", 9), "a\u{fffd}b\u{fffd}c");
        assert_eq!(cut("", 3), "");
    }

    #[test]
    fn the_end_of_a_page() {
        assert_eq!(tail("short", 9), "short");
        assert_eq!(
            tail("it was unable to get your inbox.", 21),
            "…to get your inbox."
        );
        assert_eq!(body_text(b"<h1>Inbox - a&amp;b</h1>\n"), "Inbox - a&b");
    }
}
