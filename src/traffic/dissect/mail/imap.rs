//! IMAP's way to write commands (RFC 9051 4).

use super::command::asks_for_mechanism;
use crate::traffic::dissect::protocol_dissector::Recognition;

/// Commands that a client sends before it is signed in.
const FIRST: [&str; 6] = [
    "LOGIN ",
    "AUTHENTICATE ",
    "CAPABILITY",
    "STARTTLS",
    "ID ",
    "NOOP",
];
/// The longest tag that is believed.
const TAG: usize = 16;
/// So many bytes tell a command behind it.
const COMMAND: usize = 48;

/// Whether a command starts here: a tag, a space, and a word. So do lines of other protocols: `230 Login successful.`
pub fn is_command(bytes: &[u8]) -> Recognition {
    behind_tag(bytes, |rest| {
        let rest = rest.to_ascii_uppercase();
        let known = FIRST
            .iter()
            .map(|it| Recognition::prefix(&rest, it.as_bytes()));
        known.fold(Recognition::No, |all, it| all.or(|| it))
    })
}

/// Whether a command starts here that asks for a mechanism, as no other protocol does.
pub fn is_authenticate(bytes: &[u8]) -> Recognition {
    behind_tag(bytes, |rest| asks_for_mechanism(rest, b"AUTHENTICATE "))
}

fn behind_tag(bytes: &[u8], test: impl Fn(&[u8]) -> Recognition) -> Recognition {
    let window = bytes.get(..TAG + COMMAND).unwrap_or(bytes);
    let is_tag = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'.';
    let Some(length) = window.iter().position(|byte| !is_tag(byte)) else {
        return match window.len() > TAG {
            true => Recognition::No,
            false => Recognition::Unsure,
        };
    };
    let Some((_, [b' ', rest @ ..])) = window.split_at_checked(length) else {
        return Recognition::No;
    };
    match (1..=TAG).contains(&length) {
        true => test(rest),
        false => Recognition::No,
    }
}

/// Whether a line begins a LOGIN.
pub fn is_login(line: &[u8]) -> bool {
    let mut words = line.split(|byte| *byte == b' ').skip(1);
    words
        .next()
        .is_some_and(|it| it.eq_ignore_ascii_case(b"LOGIN"))
}

/// Whether a line says yes or no to the command with that tag, or with any where the tag was not seen; nothing where it
/// answers something else.
pub fn agrees(line: &str, tag: &str) -> Option<bool> {
    let (own, rest) = line.split_once(' ')?;
    let word = rest.split_ascii_whitespace().next()?;
    let answers = match tag {
        "" => !matches!(own, "*" | "+"),
        tag => own == tag,
    };
    answers.then(|| word.eq_ignore_ascii_case("OK"))
}

/// The length of the literal that a line ends with, in bytes: `{5}` or `{5+}`.
pub fn literal(line: &[u8]) -> Option<u64> {
    let line = line.trim_ascii_end().strip_suffix(b"}")?;
    let start = line.iter().rposition(|byte| *byte == b'{')?;
    let digits = std::str::from_utf8(line.get(start + 1..)?).ok()?;
    digits.trim_end_matches('+').parse().ok()
}

/// The name and the password of a LOGIN: words, quoted strings or literals.
pub fn names(command: &str) -> (String, Option<String>) {
    let mut rest = command.split_once(' ').map_or("", |(_, rest)| rest);
    let user = name(&mut rest).unwrap_or_default();
    (user, name(&mut rest))
}

fn name(rest: &mut &str) -> Option<String> {
    let text = rest.trim_start_matches(' ');
    let (name, behind) = if let Some(text) = text.strip_prefix('"') {
        quoted(text)
    } else if let Some((length, text)) = text.strip_prefix('{').and_then(|it| it.split_once('}')) {
        let length = length.trim_end_matches('+').parse().ok()?;
        let text = text.strip_prefix('\r').unwrap_or(text);
        let text = text.strip_prefix('\n').unwrap_or(text);
        let (name, behind) = text.split_at_checked(length).unwrap_or((text, ""));
        (name.to_owned(), behind)
    } else {
        let (name, behind) = text.split_once(' ').unwrap_or((text, ""));
        (name.to_owned(), behind)
    };
    *rest = behind;
    (!text.is_empty()).then_some(name)
}

/// A text up to the next quote, and what follows; a backslash stands before a quote that is part of it.
fn quoted(text: &str) -> (String, &str) {
    let mut name = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (name, text.get(at + 1..).unwrap_or_default()),
            '\\' => name.extend(chars.next().map(|(_, c)| c)),
            c => name.push(c),
        }
    }
    (name, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_quoted_or_literals() {
        let told = |text: &str| {
            let (user, password) = names(text);
            (user, password.unwrap_or_default())
        };
        let expected = |user: &str, password: &str| (user.to_owned(), password.to_owned());
        assert_eq!(told("LOGIN alice secret"), expected("alice", "secret"));
        assert_eq!(told(r#"login "al ice" "a\"b""#), expected("al ice", "a\"b"));
        let literals = "LOGIN {5}\r\nalice {6+}\r\nse ret";
        assert_eq!(told(literals), expected("alice", "se ret"));
        assert_eq!(literal(b"a LOGIN {5}\r\n"), Some(5));
        assert_eq!(is_command(b"a1 LOGIN x"), Recognition::Yes);
        assert_eq!(is_command(b"USER bob"), Recognition::No);
        assert_eq!(is_authenticate(b"a1 authenticate NTLM\r"), Recognition::Yes);
        assert_eq!(is_authenticate(b"230 Login successful."), Recognition::No);
    }
}
