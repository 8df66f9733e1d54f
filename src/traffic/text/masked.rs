//! What people put in the place of a token, or of a part of it.

/// What stands in the place of what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// A part was left out: `…`, `[Truncated]`.
    Cut,
    /// It was made unreadable: `xxxx`, `***`, `<redacted>`.
    Masked,
}

/// What stands in the place of the next bytes, if anything does.
pub fn hidden(rest: &[u8]) -> Option<Mask> {
    let rest = rest.trim_ascii_start();
    if rest.starts_with(b"...") || rest.starts_with("…".as_bytes()) || rest.starts_with(b"\\u2026")
    {
        return Some(Mask::Cut);
    }
    if rest.starts_with(b"**")
        || rest.starts_with("••".as_bytes())
        || rest.starts_with("██".as_bytes())
    {
        return Some(Mask::Masked);
    }
    let inside = match rest {
        [b'[' | b'<' | b'(' | b'{', inside @ ..] => inside,
        _ => return None,
    };
    let length = inside
        .iter()
        .take(LONGEST)
        .position(|byte| b"]>)}".contains(byte))?;
    let inside = inside.get(..length)?.to_ascii_lowercase();
    let says = |words: &[&str]| {
        let mut words = words.iter();
        words.any(|word| {
            inside
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        })
    };
    if says(&["trunc", "snip", "cut", "more", "shorten", "..."]) || inside == "…".as_bytes() {
        return Some(Mask::Cut);
    }
    // Whatever else stands in brackets where a token belongs is a word for it.
    let word = rest.first() == Some(&b'<') && !inside.is_empty();
    let masked = says(&[
        "redact", "remov", "mask", "strip", "hidden", "secret", "omit", "token", "base64", "***",
        "xxx",
    ]);
    (word || masked).then_some(Mask::Masked)
}

/// What people write is not longer.
const LONGEST: usize = 60;

/// Whether a word is masked: stretches of one letter that no token has, or a word for it.
pub fn is_masked(word: &[u8]) -> bool {
    let crossed = word
        .windows(4)
        .any(|four| matches!(four, b"xxxx" | b"XXXX"));
    let short = word.len() <= LONGEST;
    let named = || {
        let lower = word.to_ascii_lowercase();
        ["redacted", "removed", "masked", "censored"]
            .iter()
            .any(|name| lower == name.as_bytes())
    };
    crossed || (short && named())
}
