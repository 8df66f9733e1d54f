//! Lines of tools that keep responses, wherever on a line they begin.

use super::text::lines::{Lines, TextLine};
use crate::wire::hash_line::{is_digits, is_format, parts};
use crate::wire::{self, Layer, field_name};
use std::ops::Range;

/// Longer lines hold none.
const LONGEST: usize = 1 << 17;

/// A console is not wider: longer lines are not broken.
const WIDEST: usize = 132;

/// What is kept on a line, which a console or a tool may have broken: the next ones have the rest of its digits then, and
/// each but the last ends at its width. The lines behind it.
pub fn kept<'a>(start: usize, line: TextLine<'a>, rest: Lines<'a>) -> Option<(Layer, Lines<'a>)> {
    let kept = |text: &[u8]| of_kerberos(text).or_else(|| in_line(text));
    let whole = unbroken(start, line, rest);
    let whole = whole.and_then(|(text, rest)| Some((kept(&text)?, rest)));
    whole.or_else(|| Some((kept(line.body)?, rest)))
}

fn unbroken<'a>(
    start: usize,
    first: TextLine<'a>,
    mut rest: Lines<'a>,
) -> Option<(Vec<u8>, Lines<'a>)> {
    let end = |line: &TextLine<'_>, start| line.offset + line.body.len() - start;
    let is_sign = |byte: &u8| matches!(byte, b':' | b'$');
    let width = end(&first, start);
    if width > WIDEST || first.body.iter().filter(|it| is_sign(it)).count() < 3 {
        return None;
    }
    let mut text = first.body.to_vec();
    let mut behind = rest;
    let mut full = true;
    while full {
        let start = rest.offset();
        let Some(line) = rest.next() else {
            break;
        };
        // The names before the digits are not that long.
        let second = text.len() == first.body.len();
        let is_more = |byte: &u8| byte.is_ascii_hexdigit() || second && is_sign(byte);
        let end = end(&line, start);
        if end > width || line.body.is_empty() || !line.body.iter().all(is_more) {
            break;
        }
        text.extend_from_slice(line.body);
        (behind, full) = (rest, end == width);
    }
    (text.len() > first.body.len()).then_some((text, behind))
}

/// The ciphertext of Kerberos that stands on a line, with the names before it.
fn of_kerberos(body: &[u8]) -> Option<Layer> {
    let line = body.get(wire::kerberos_line::begins(body)?..)?;
    let end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'');
    let end = line.iter().position(end).unwrap_or(line.len());
    let line = line.get(..end)?;
    let layer = wire::kerberos_line(line);
    // One that is cut ends in the digits of a ciphertext that has just begun.
    let digits = line.rsplit(|byte| *byte == b'$').next()?;
    let is_cut = layer.layout.find(field_name::CNAME).is_some()
        && digits.len() >= 8
        && digits.iter().all(u8::is_ascii_hexdigit);
    (is_cut || layer.error.is_none()).then_some(layer)
}

/// The challenge and the responses that stand on a line, with the names before them.
fn in_line(body: &[u8]) -> Option<Layer> {
    let colons = body
        .iter()
        .take(LONGEST)
        .filter(|byte| matches!(byte, b':' | b'$'));
    if body.len() > LONGEST || colons.count() < 3 {
        return None;
    }
    let parts = parts(body);
    let digits = |number: usize| {
        let part = body.get(parts.get(number)?.clone())?;
        let end = part.iter().position(|byte| !byte.is_ascii_hexdigit());
        let part = part.get(..end.unwrap_or(part.len()))?;
        is_digits(part).then_some(part.len())
    };
    let first = (0..parts.len())
        .find(|number| digits(*number).is_some() && digits(number + 1).is_some())?;
    let count = (first..parts.len())
        .take_while(|number| digits(*number).is_some())
        .count();
    let last = first + count - 1;
    // A challenge, and a response of either kind.
    let has = |test: fn(usize) -> bool| (first..=last).filter_map(digits).any(test);
    if !has(|length| length == 16 || length == 32) || !has(|length| length >= 48) {
        return None;
    }
    let end = parts.get(last)?.start + digits(last)?;
    let empty = |number: usize| parts.get(number).is_some_and(Range::is_empty);
    // John puts the name of the form, and perhaps the domain, between.
    let form = (0..first).rev().take(2).find(|number| {
        let part = parts.get(*number).and_then(|part| body.get(part.clone()));
        part.is_some_and(is_format)
    });
    let name = match form {
        // Without somebody's name and a colon before it, the line begins with the sign before the form.
        Some(form) if form < 2 || !empty(form - 1) => {
            let start = parts.get(form)?.start.checked_sub(1)?;
            return Some(wire::hash_line(body.get(start..end)?));
        }
        Some(form) => form - 2,
        // user::domain: and perhaps an LM response that is left out.
        None if first >= 4 && empty(first - 1) && empty(first - 3) => first - 4,
        None if first >= 3 && empty(first - 2) => first - 3,
        None => first.checked_sub(2)?,
    };
    let name = parts.get(name)?;
    let start = name.start + label(body.get(name.clone())?, name.start == 0);
    Some(wire::hash_line(body.get(start..end)?))
}

/// How much before a name is what a log says. A name that begins the line may have a space.
fn label(text: &[u8], begins: bool) -> usize {
    let space = text
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let words = text
        .split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .count();
    let ends = |byte: &u8| matches!(byte, b']' | b'"' | b'\'' | b'>' | b'=' | b'(');
    let mark = text.iter().rposition(ends).map(|at| at + 1);
    let blank = || {
        text.trim_ascii_end()
            .iter()
            .rposition(u8::is_ascii_whitespace)
    };
    let word = if begins && words <= 2 {
        None
    } else {
        blank().map(|at| at + 1)
    };
    space.max(mark.unwrap_or(0)).max(word.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Value;

    #[test]
    fn names_are_told_from_what_stands_before_them() {
        let rest = format!(
            "65d63287397851a9:{}:0101{}",
            "cc".repeat(16),
            "00".repeat(40)
        );
        for (before, user) in [
            ("Dana::FABRIKAM:", "Dana"),
            ("[SMB] NTLMv2-SSP Hash     : Dana::FABRIKAM:", "Dana"),
            ("10.0.0.7 captured \"Dana::FABRIKAM:", "Dana"),
            ("Dana Scully::FABRIKAM:", "Dana Scully"),
            ("WEB01$::FABRIKAM:", "WEB01$"),
            ("da$na::FABRIKAM:", "da$na"),
        ] {
            let layer = in_line(format!("{before}{rest}\" ok").as_bytes()).unwrap();
            let name = layer.layout.find("UserName").unwrap();
            assert_eq!(name.value, Value::Text(user.to_owned()), "{before}");
            assert_eq!(layer.error, None);
        }
        assert!(in_line(b"a:b:c:d:e:f").is_none());
        assert!(in_line("fe80::1:2:3:4:5:6:7:8".as_bytes()).is_none());
    }
}
