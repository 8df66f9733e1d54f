//! How a line is written: as prose, as a statement of a program, and in plain letters.

use super::languages;
use super::spelling::corrected;

/// Whether somebody tells something: a token or a head of HTTP is not all that is in the line.
pub(super) fn is_prose(low: &str) -> bool {
    low.split(' ')
        .filter(|word| word.chars().all(char::is_alphabetic))
        .nth(7)
        .is_some()
}

/// Whether it is a statement of a program, whose words tell what is written and not what happens.
pub(super) fn is_code(line: &str) -> bool {
    line.ends_with(");") && line.contains('(')
}

/// Whether it is a line of a log of a library's: so begin those of Java, and of MIT's Kerberos (`[24830] 1719365629.798119: `).
pub(super) fn is_trace(low: &str) -> bool {
    let mut words = low.split(' ');
    let process = words.next().is_some_and(|it| it.starts_with('['));
    let time = |word: &str| {
        let time = word.strip_suffix(':');
        time.is_some_and(|it| {
            it.contains('.') && it.bytes().all(|c| c.is_ascii_digit() || c == b'.')
        })
    };
    low.starts_with(">>>") || process && words.next().is_some_and(time)
}

/// A line in lower case, with straight quotes, single blanks, and `not` in whole.
pub(super) fn plain(line: &str) -> String {
    let straight = |c: char| match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        c => c,
    };
    let low = line.to_lowercase();
    // Wireshark has its own way with the names of errors.
    let low = match low.trim_start().starts_with("error-code: err-") {
        true => low.replace('-', "_"),
        false => low,
    };
    let words: Vec<_> = low.split_whitespace().map(corrected).collect();
    let line: String = words.join(" ").chars().map(straight).collect();
    // Written out, and as it is often typed.
    const TYPED: [(&str, &str); 5] = [
        ("can't", "cannot"),
        ("n't", " not"),
        ("anonymous login", "anonymous logon"),
        ("anonymous' logon", "anonymous logon'"),
        ("webserver", "web server"),
    ];
    let typed = TYPED.iter();
    languages::said(typed.fold(line, |line, (typed, meant)| line.replace(typed, meant)))
}
