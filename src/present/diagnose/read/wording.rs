//! How a line is written: as prose, as a statement of a program, and in plain letters.

use super::languages;
use super::spelling::corrected;

/// Whether somebody tells something: a token or a head of HTTP is not all that is in the line.
pub(super) fn is_prose(low: &str) -> bool {
    has_words(low, 8)
}

fn has_words(line: &str, least: usize) -> bool {
    let words = line.split(' ');
    words
        .filter(|word| word.chars().all(char::is_alphabetic))
        .nth(least - 1)
        .is_some()
}

/// A sentence over more lines than this is read line by line.
const MOST_WRAPPED: usize = 20;

/// Over how many lines somebody's sentences go that were broken where they became too long.
pub(super) fn wrapped(lines: &[&str]) -> usize {
    let pairs = lines.windows(2).take(MOST_WRAPPED);
    1 + pairs
        .take_while(|pair| matches!(pair, [line, next] if goes_on(line, next)))
        .count()
}

/// Whether a line of prose ends within a sentence because the next word did not fit, and that one goes on.
fn goes_on(line: &str, next: &str) -> bool {
    /// The narrowest and the widest that lines of mail, of a console or of a page are broken to.
    const WIDTHS: std::ops::RangeInclusive<usize> = 72..=160;
    let line = line.trim_end();
    let first = next.split(' ').next().unwrap_or_default();
    let heading = next.split_once(':');
    let heading = heading.is_some_and(|(name, _)| name.split_whitespace().count() <= 3);
    let begins = first.starts_with(|c: char| c.is_alphabetic() || "'\"(\\".contains(c))
        || first.starts_with("0x");
    let whole = line.ends_with(['.', '!', '?', ';', '{', '}', '>', '|'])
        || line.starts_with(['<', '>', '|', '#', '{', '$', ' '])
        // A row of columns.
        || line.contains('\t');
    let width = line.chars().count() + 1 + first.chars().count();
    begins && !whole && !heading && WIDTHS.contains(&width) && has_words(line, 5)
}

/// Whether it is a statement of a program, whose words tell what is written and not what happens.
pub(super) fn is_code(line: &str) -> bool {
    // As ldp writes out flags.
    line.ends_with(");") && line.contains('(') && !line.contains(" = ( ")
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
    const TYPED: [(&str, &str); 7] = [
        ("can't", "cannot"),
        ("n't", " not"),
        ("anonymous login", "anonymous logon"),
        ("anonymous' logon", "anonymous logon'"),
        ("webserver", "web server"),
        ("krb ap err ", "krb_ap_err_"),
        // As browsers called it before 2020.
        ("whitelist", "allowlist"),
    ];
    let typed = TYPED.iter();
    languages::said(typed.fold(line, |line, (typed, meant)| line.replace(typed, meant)))
}
